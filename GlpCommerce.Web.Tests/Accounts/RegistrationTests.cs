using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class RegistrationTests
{
    private const string Email = "Dana@Example.com";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_confirms_the_address_can_sign_in_however_it_is_spelled(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var registered = await shop.Get<AccountEditor>().RegisterAsync($" {Email} ", Some.Password);
        var confirmed = await shop.Get<AccountEditor>().ConfirmEmailAsync(await shop.LinkAsync());
        var signedIn = await shop.Get<AccountDoor>().SignInAsync("dana@EXAMPLE.com", Some.Password);

        Assert.Equal((Email, Email), (registered.Value, signedIn.Value?.Email));
        Assert.Equal(confirmed.Value!.Id, signedIn.Value!.Id);
        Assert.Equal(Email, Assert.Single(shop.Mail.Sent[0].To.Mailboxes).Address);
        Assert.Equal([Roles.Customer], (await shop.Get<AccountQueries>().FindAsync(confirmed.Value.Id))!.Roles);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_signs_in_before_the_address_is_confirmed_and_the_right_password_brings_another_link(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        await shop.RunJobsAsync();

        Assert.Equal(AccountProblems.NoMatch, (await shop.Get<AccountDoor>().SignInAsync(Email, "not my password")).Problem);
        await shop.RunJobsAsync();
        Assert.Single(shop.Mail.Sent);
        Assert.Equal(AccountProblems.NoMatch, (await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
        Assert.Null((await shop.Get<AccountEditor>().ConfirmEmailAsync(await shop.LinkAsync())).Problem);
        Assert.Equal(2, shop.Mail.Sent.Count);
        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_address_that_has_an_account_is_told_so_by_email_only_and_keeps_its_password(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);

        var again = await shop.Get<AccountEditor>().RegisterAsync(Email.ToUpperInvariant(), "another long password");
        await shop.RunJobsAsync();

        Assert.Null(again.Problem);
        Assert.Equal((nameof(AccountMailKind.AlreadyRegistered), Email), (Assert.Single(shop.Mail.Sent).Subject, shop.Mail.Sent[0].To.Mailboxes.Single().Address));
        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
        Assert.NotNull((await shop.Get<AccountDoor>().SignInAsync(Email, "another long password")).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Until_it_is_confirmed_the_last_to_register_an_address_sets_the_password_and_older_links_end(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, "chosen by a stranger");
        var older = await shop.LinkAsync();
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        var newer = await shop.LinkAsync();

        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<AccountEditor>().ConfirmEmailAsync(older)).Problem);
        Assert.Null((await shop.Get<AccountEditor>().ConfirmEmailAsync(newer)).Problem);
        Assert.NotNull((await shop.Get<AccountDoor>().SignInAsync(Email, "chosen by a stranger")).Problem);
        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Eight_registrations_of_one_address_at_once_make_one_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password))));

        Assert.All(answers, answer => Assert.Null(answer.Problem));
        await using var db = shop.Db();
        Assert.Equal(1, await db.Accounts.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_eight_clicks_on_one_link_at_once_one_counts(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        var link = await shop.LinkAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.Get<AccountEditor>().ConfirmEmailAsync(link))));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal(AccountProblems.LinkDead, answer.Problem));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_counts_for_a_day_for_its_own_purpose_and_as_it_was_written(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        var link = await shop.LinkAsync();
        var accounts = shop.Get<AccountEditor>();

        Assert.Equal(AccountProblems.LinkDead, (await accounts.ConfirmEmailAsync(link[..^1] + (link[^1] == 'A' ? 'B' : 'A'))).Problem);
        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<PasswordEditor>().ResetPasswordAsync(link, "another long password")).Problem);
        foreach (var nonsense in Some.Nonsense.Append(null))
        {
            Assert.Equal(AccountProblems.LinkDead, (await accounts.ConfirmEmailAsync(nonsense)).Problem);
        }

        shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(AccountProblems.LinkDead, (await accounts.ConfirmEmailAsync(link)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nonsense_gets_a_sentence_beside_its_field_and_opens_no_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        foreach (var nonsense in Some.Nonsense.Append(null).Append(new string('x', 1_000_000)))
        {
            Assert.Equal(["email"], (await shop.Get<AccountEditor>().RegisterAsync(nonsense, Some.Password)).Problems.Select(p => p.Field));
            Assert.Equal(["password"], (await shop.Get<AccountEditor>().RegisterAsync(Email, nonsense?.Length is > 12 and < 129 ? "short" : nonsense)).Problems.Select(p => p.Field));
        }

        await using var db = shop.Db();
        Assert.False(await db.Accounts.AnyAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_holds_neither_password_nor_anything_that_opens_an_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);
        var link = await shop.LinkAsync();
        await using var db = shop.Db();

        var account = await db.Accounts.SingleAsync();
        var jobs = string.Concat(await db.Jobs.Select(j => j.Payload).ToListAsync());
        var session = shop.Get<AccountKeys>().CartSession(account);

        Assert.DoesNotContain(Some.Password, account.PasswordHash, StringComparison.Ordinal);
        Assert.DoesNotContain("example", jobs, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(link[22..], jobs + account.SecurityStamp + account.CartSeed, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", session);
        Assert.NotEqual(account.CartSeed, session);
    }
}
