using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class EmailCopyTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_kept_is_the_very_message_that_was_handed_over_and_who_read_it_is_written_down(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        var sent = Assert.Single(shop.Mail.Sent);

        var read = (await shop.Get<MailQueries>().ReadAsync(await NewestAsync(shop), Robin))!;

        Assert.Equal(
            (sent.Subject, sent.HtmlBody, sent.TextBody, sent.To.ToString(), sent.From.ToString()),
            (read.Email.Subject, read.Copy!.Html, read.Copy.Text, read.Copy.To, read.Copy.From));
        await using var db = shop.Db();
        Assert.Equal([("email.read", $"order:{order.Id}", 7L)], (await db.AuditEntries.ToListAsync()).Select(e => (e.Action, e.Subject, e.AccountId)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_whose_job_runs_twice_is_kept_once_whether_the_carrier_can_repeat_or_not(bool canRepeat)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        shop.Mail.CanRepeat = canRepeat;
        var order = await PaidAsync(shop);

        await shop.Databases.InTransactionAsync(async db =>
        {
            shop.Get<JobQueue>().Add(db, new SendOrderConfirmation(order.Id));
            return await db.SaveChangesAsync();
        });
        await shop.RunJobsAsync();

        await using var read = shop.Db();
        Assert.Equal(1, await read.EmailCopies.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_that_was_not_taken_is_not_kept(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        shop.Mail.Trouble = () => new EmailRefusedException("No such mailbox.");

        await PaidAsync(shop);

        await using var db = shop.Db();
        Assert.Equal((0, 0), (await db.Emails.CountAsync(), await db.EmailCopies.CountAsync()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_are_thrown_away_after_ninety_days_and_that_it_was_sent_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PaidAsync(shop);
        shop.Clock.Advance(MailHousekeeping.Kept - TimeSpan.FromHours(1));
        Assert.Equal(0, await shop.Get<MailHousekeeping>().RunAsync());

        shop.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await shop.Get<MailHousekeeping>().RunAsync());
        var read = (await shop.Get<MailQueries>().ReadAsync(await NewestAsync(shop), Robin))!;
        Assert.Equal((EmailState.Sent, null), (read.Email.State, read.Copy));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_link_or_code_that_opens_something_is_kept_anywhere(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        shop.Mail.Sent.Clear();
        Assert.Null((await shop.Get<AccountEditor>().RegisterAsync("sam@example.com", Some.Password)).Problem);
        await shop.Get<OrderRecovery>().RequestAsync(order.Number, order.Email);
        await shop.RunJobsAsync();
        var secrets = shop.Mail.Sent.Select(mail => mail.TextBody!.Trim().Split("token=")[^1]).ToList();
        Assert.Equal(2, secrets.Count);

        await using var db = shop.Db();

        Assert.All(secrets, secret => Assert.NotEmpty(secret));
        foreach (var secret in secrets)
        {
            Assert.Empty(await db.ThatHoldAsync(secret));
        }

        Assert.Equal([EmailKind.OrderConfirmation], await db.EmailCopies.Join(db.Emails, c => c.EmailId, e => e.Id, (c, e) => e.Kind).ToListAsync());
    }

    [Fact]
    public async Task Who_may_not_see_orders_reads_no_email()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await PaidAsync(shop);

        Assert.Null(await shop.Get<MailQueries>().ReadAsync(await NewestAsync(shop), new Actor(8, Roles.Customer)));
        Assert.Null(await shop.Get<MailQueries>().ReadAsync(404, Robin));
        await using var db = shop.Db();
        Assert.Empty(await db.AuditEntries.ToListAsync());
    }

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

    private static async Task<long> NewestAsync(TestShop shop) => (await shop.Get<MailQueries>().PageAsync(null))[0].Id;
}
