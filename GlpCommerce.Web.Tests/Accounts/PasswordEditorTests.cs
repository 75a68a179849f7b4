using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;

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

    private static async Task<string> ForgottenAsync(TestShop shop)
    {
        Assert.Null((await shop.Get<PasswordEditor>().ForgotPasswordAsync(Email)).Problem);
        return await shop.LinkAsync();
    }
}
