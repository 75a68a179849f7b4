using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class AccountMailTests
{
    private const string Email = "dana@example.com";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_mail_server_that_is_away_for_some_minutes_delays_the_link_and_loses_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        shop.Mail.Troubles.Enqueue(new EmailRefusedException("Come back later."));
        shop.Mail.Troubles.Enqueue(new IOException("The line broke."));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));

        Assert.Null((await shop.Get<AccountEditor>().ConfirmEmailAsync(await shop.LinkAsync())).Problem);
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_that_is_sent_again_is_the_same_message_with_the_same_link(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        var first = await shop.LinkAsync();
        await using (var db = shop.Db())
        {
            await db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, (DateTime?)null).SetProperty(j => j.LeasedUntil, (DateTime?)null));
        }

        var second = await shop.LinkAsync();

        Assert.Equal(2, shop.Mail.Sent.Count);
        Assert.Equal((first, shop.Mail.Sent[0].MessageId), (second, shop.Mail.Sent[1].MessageId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_fills_a_mailbox_by_asking_again_and_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        for (var i = 0; i < 12; i++)
        {
            Assert.Null((await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email)).Problem);
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await shop.RunJobsAsync();
        Assert.Equal(5, shop.Mail.Sent.Count);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email);
        await shop.RunJobsAsync();

        Assert.Equal(6, shop.Mail.Sent.Count);
        await using var db = shop.Db();
        Assert.False(await db.Jobs.AnyAsync(j => j.DoneAt == null));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_keeps_an_accounts_mails_from_coming_by_asking_again_and_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        for (var i = 0; i < 18; i++)
        {
            await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email);
            await shop.RunJobsAsync();
            shop.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var sent = shop.Mail.Sent.Select(m => m.Date).ToList();

        Assert.Equal(15, sent.Count);
        Assert.All(sent, first => Assert.InRange(sent.Count(at => at >= first && at < first.AddHours(1)), 1, 5));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_that_could_not_be_sent_in_time_is_not_sent_any_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email);
        shop.Clock.Advance(TimeSpan.FromHours(2));

        await shop.RunJobsAsync();

        Assert.Empty(shop.Mail.Sent);
    }
}
