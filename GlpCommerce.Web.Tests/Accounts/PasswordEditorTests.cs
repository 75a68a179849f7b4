using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class PasswordEditorTests
{
    private const string Email = "dana@example.com";
    private const string New = "another long password";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_sets_a_new_password_once_and_tells_the_mailbox(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync(Email);
        var link = await ForgottenAsync(shop);

        Assert.Equal(AccountProblems.PasswordShort, (await shop.Get<PasswordEditor>().ResetPasswordAsync(link, "short")).Problem);
        var reset = await shop.Get<PasswordEditor>().ResetPasswordAsync(link, New);
        await shop.RunJobsAsync();

        Assert.NotEqual(account.SecurityStamp, reset.Value!.SecurityStamp);
        Assert.Equal([nameof(AccountMailKind.ResetPassword), nameof(AccountMailKind.PasswordChanged)], shop.Mail.Sent.Select(m => m.Subject));
        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<PasswordEditor>().ResetPasswordAsync(link, "a third long password")).Problem);
        Assert.NotNull((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, New)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_to_a_new_password_counts_for_an_hour(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        var link = await ForgottenAsync(shop);

        shop.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<PasswordEditor>().ResetPasswordAsync(link, New)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_eight_new_passwords_by_one_link_at_once_one_counts(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        var link = await ForgottenAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => shop.Get<PasswordEditor>().ResetPasswordAsync(link, $"{New} {i}"))));

        Assert.Single(answers, answer => answer.Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_ends_every_older_link_and_the_lock(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        var (first, second) = (await ForgottenAsync(shop), await ForgottenAsync(shop));
        for (var i = 0; i < AccountTries.Most; i++)
        {
            await shop.Get<AccountDoor>().SignInAsync(Email, "not my password");
        }

        Assert.Null((await shop.Get<PasswordEditor>().ResetPasswordAsync(second, New)).Problem);

        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<PasswordEditor>().ResetPasswordAsync(first, Some.Password)).Problem);
        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, New)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_chooses_a_new_password_by_a_link_has_confirmed_the_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password);

        await shop.Get<PasswordEditor>().ResetPasswordAsync(await ForgottenAsync(shop), New);

        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, New)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_is_signed_in_changes_the_password_by_the_present_one_and_guesses_it_no_more_often_than_at_the_door(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync(Email);
        var passwords = shop.Get<PasswordEditor>();

        Assert.Equal("currentPassword", (await passwords.ChangePasswordAsync(account.Id, "not my password", New)).Problem?.Field);
        Assert.Equal("password", (await passwords.ChangePasswordAsync(account.Id, Some.Password, "short")).Problem?.Field);
        Assert.NotEqual(account.SecurityStamp, (await passwords.ChangePasswordAsync(account.Id, Some.Password, New)).Value!.SecurityStamp);
        for (var i = 0; i < AccountTries.Most; i++)
        {
            Assert.NotNull((await passwords.ChangePasswordAsync(account.Id, "not my password", Some.Password)).Problem);
        }

        Assert.Equal(AccountProblems.CurrentPasswordWrong, (await passwords.ChangePasswordAsync(account.Id, New, Some.Password)).Problem);
        Assert.Equal(AccountProblems.Gone, (await passwords.ChangePasswordAsync(404, New, Some.Password)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_signs_out_everywhere_ends_links_that_are_under_way_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync(Email);
        var link = await ForgottenAsync(shop);

        await shop.Get<AccountDoor>().SignOutEverywhereAsync(account.Id);

        Assert.Equal(AccountProblems.LinkDead, (await shop.Get<PasswordEditor>().ResetPasswordAsync(link, New)).Problem);
        Assert.NotEqual(account.SecurityStamp, (await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Value!.SecurityStamp);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_by_link_takes_away_what_somebody_who_knew_the_old_one_may_have_added(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync(Email);
        await OpenOtherWaysAsync(shop, account.Id);

        Assert.Null((await shop.Get<PasswordEditor>().ResetPasswordAsync(await ForgottenAsync(shop), New)).Problem);

        Assert.Equal((0, 0), await OtherWaysAsync(shop));
    }

    /// <summary>As accounts are that a provider opened: the link is their only way to a password.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_first_password_by_link_leaves_the_other_ways_open(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync(Email);
        await OpenOtherWaysAsync(shop, account.Id);
        await using (var db = shop.Db())
        {
            await db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null));
        }

        Assert.Null((await shop.Get<PasswordEditor>().ResetPasswordAsync(await ForgottenAsync(shop), New)).Problem);

        Assert.Equal((1, 1), await OtherWaysAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_is_added_as_staff_from_outside_gets_in_by_that_password_alone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await OpenOtherWaysAsync(shop, (await shop.AccountAsync(Email)).Id);

        Assert.True((await shop.Get<StaffEditor>().AddAsync(Email, New, Roles.Admin, isTemporary: true)).Succeeded);

        Assert.Equal((0, 0), await OtherWaysAsync(shop));
    }

    private static async Task OpenOtherWaysAsync(TestShop shop, long accountId)
    {
        await using var db = shop.Db();
        db.Passkeys.Add(new IdentityUserPasskey<long> { UserId = accountId, CredentialId = [1, 2, 3], Data = new IdentityPasskeyData { Name = "Phone" } });
        db.AccountLogins.Add(new IdentityUserLogin<long> { UserId = accountId, LoginProvider = "https://id.example", ProviderKey = "dana", ProviderDisplayName = "Example" });
        await db.SaveChangesAsync();
    }

    private static async Task<(int Passkeys, int Logins)> OtherWaysAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return (await db.Passkeys.CountAsync(), await db.AccountLogins.CountAsync());
    }

    private static async Task<string> ForgottenAsync(TestShop shop)
    {
        Assert.Null((await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email)).Problem);
        return await shop.LinkAsync();
    }
}
