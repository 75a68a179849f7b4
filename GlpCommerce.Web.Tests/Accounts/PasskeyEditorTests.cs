using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class PasskeyEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Ten_passkeys_fit_also_when_two_are_added_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        for (byte i = 0; i < PasskeyEditor.Most - 1; i++)
        {
            Assert.Null((await AddAsync(shop, dana, i)).Problem);
        }

        var both = await Task.WhenAll(Enumerable.Range(20, 2).Select(i => Task.Run(() => AddAsync(shop, dana, (byte)i))));

        Assert.Equal(["passkey.too_many"], both.Select(r => r.Problem?.Code).OfType<string>());
        Assert.Equal(PasskeyEditor.Most, (await shop.Get<PasskeyQueries>().OfAsync(dana.Id)).Count);
        Assert.Equal("passkey.too_many", (await shop.Get<PasskeyEditor>().BeginAsync(dana.Id, Some.Password, "")).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_counter_that_does_not_grow_tells_a_copy_and_one_that_stays_at_nothing_does_not(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await AddAsync(shop, dana, 1);
        await AddAsync(shop, dana, 2);
        var door = shop.Get<PasskeyDoor>();

        Assert.Null((await door.UseAsync(dana.Id, Passkey(1, count: 5))).Problem);
        Assert.Equal("passkey.refused", (await door.UseAsync(dana.Id, Passkey(1, count: 5))).Problem?.Code);
        Assert.Equal("passkey.refused", (await door.UseAsync(dana.Id, Passkey(1, count: 0))).Problem?.Code);
        Assert.Null((await door.UseAsync(dana.Id, Passkey(1, count: 6))).Problem);
        Assert.Null((await door.UseAsync(dana.Id, Passkey(2))).Problem);
        Assert.Null((await door.UseAsync(dana.Id, Passkey(2))).Problem);
        Assert.Equal("passkey.refused", (await door.UseAsync(dana.Id, Passkey(3))).Problem?.Code);
        Assert.All(await shop.Get<PasskeyQueries>().OfAsync(dana.Id), passkey => Assert.Equal(shop.Now, passkey.LastUsedAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_challenge_counts_once_however_many_bring_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.Get<PasskeyDoor>().UseUpAsync("challenge"))));

        Assert.Single(used, isFirst => isFirst);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Adding_and_removing_are_told_and_written_down_and_removing_ends_what_is_open(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var session = await shop.Get<SessionEditor>().BeginAsync(dana, null);
        Assert.Equal("Chrome, Linux", (await AddAsync(shop, dana, 1, userAgent: "Linux Chrome/1")).Value);
        var id = (await shop.Get<PasskeyQueries>().OfAsync(dana.Id))[0].Id;

        Assert.Equal("password.wrong", (await shop.Get<PasskeyEditor>().RemoveAsync(dana.Id, id, Members.AnotherPassword)).Problem?.Code);
        Assert.True(await shop.Get<SessionEditor>().SeeAsync(dana.Id, session));
        var removed = (await shop.Get<PasskeyEditor>().RemoveAsync(dana.Id, id, Some.Password)).Value!;
        Assert.False(await shop.Get<SessionEditor>().SeeAsync(dana.Id, session));
        var renewed = await shop.Get<SessionEditor>().BeginAsync(removed, null);
        Assert.Null((await shop.Get<PasskeyEditor>().RemoveAsync(dana.Id, id, Some.Password)).Problem);

        await using var db = shop.Db();
        Assert.True(await shop.Get<SessionEditor>().SeeAsync(dana.Id, renewed));
        Assert.Equal(["account.passkey_added", "account.passkey_removed"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Equal([AccountMailKind.PasskeyAdded, AccountMailKind.PasskeyRemoved], await db.AccountMails.Where(m => m.Kind != AccountMailKind.ConfirmEmail).OrderBy(m => m.Id).Select(m => m.Kind).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task With_another_password_a_passkey_that_was_begun_before_comes_too_late(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await shop.Get<PasswordEditor>().ChangePasswordAsync(dana.Id, Some.Password, Members.AnotherPassword);

        Assert.Equal("passkey.stale", (await AddAsync(shop, dana, 1)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_passkey_opens_one_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, remy) = (await shop.AccountAsync(), await shop.AccountAsync("remy@example.com"));
        await AddAsync(shop, dana, 1);

        Assert.Equal("passkey.not_added", (await AddAsync(shop, remy, 1)).Problem?.Code);
        Assert.Equal("passkey.refused", (await shop.Get<PasskeyDoor>().UseAsync(remy.Id, Passkey(1))).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Names_are_cleaned_and_bounded_and_another_account_s_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, remy) = (await shop.AccountAsync(), await shop.AccountAsync("remy@example.com"));
        await AddAsync(shop, dana, 1);
        var (editor, id) = (shop.Get<PasskeyEditor>(), (await shop.Get<PasskeyQueries>().OfAsync(dana.Id))[0].Id);

        Assert.Equal("My phone", (await editor.RenameAsync(dana.Id, id, " My\u200b \n phone ")).Value);
        Assert.Equal("passkey.name_missing", (await editor.RenameAsync(dana.Id, id, " ")).Problem?.Code);
        Assert.Equal("passkey.name_long", (await editor.RenameAsync(dana.Id, id, new string('a', 61))).Problem?.Code);
        Assert.Equal("account.gone", (await editor.RenameAsync(remy.Id, id, "Mine")).Problem?.Code);
        Assert.All(Some.Nonsense.Append("%%"), nonsense => Assert.NotNull(editor.RenameAsync(dana.Id, nonsense, "Mine").Result.Problem));
        Assert.Equal("My phone", (await shop.Get<PasskeyQueries>().OfAsync(dana.Id))[0].Name);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task From_the_moment_that_erasure_was_asked_for_no_passkey_opens_the_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await AddAsync(shop, dana, 1);

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);

        Assert.Equal("passkey.refused", (await shop.Get<PasskeyDoor>().UseAsync(dana.Id, Passkey(1))).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Where_the_shop_demands_a_second_step_a_role_counts_in_what_a_passkey_opened_and_not_elsewhere(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Staff:RequireTwoFactor", "true"));
        var id = (await shop.Get<StaffEditor>().AddAsync("manager@example.com", Some.Password, Roles.Manager, isTemporary: false)).Value;
        var accounts = shop.Get<AccountQueries>();

        Assert.Equal([Roles.Customer], await accounts.RolesAsync(id));
        Assert.Equal([Roles.Manager], await accounts.RolesAsync(id, byPasskey: true));
    }

    private static Task<Core.Common.Result<string>> AddAsync(TestShop shop, Account account, byte id, string? name = null, string? userAgent = null) =>
        shop.Get<PasskeyEditor>().AddAsync(account.Id, account.SecurityStamp, Passkey(id), name, userAgent);

    private static UserPasskeyInfo Passkey(byte id, uint count = 0) =>
        new([id, 1, 2, 3], [1], DateTimeOffset.UnixEpoch.AddMinutes(id), count, ["internal"], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []);
}
