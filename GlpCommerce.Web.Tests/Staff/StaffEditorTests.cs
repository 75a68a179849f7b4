using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Members;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Staff;

public sealed class StaffEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_role_takes_the_place_of_the_one_before_ends_the_sessions_and_is_written_down(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var dana = await shop.AccountAsync();

        Assert.Equal(dana.Id, (await SetAsync(shop, dana.Id, Roles.Staff, admin)).Value);
        Assert.Equal(dana.Id, (await SetAsync(shop, dana.Id, Roles.Manager, admin)).Value);

        Assert.Equal([Roles.Manager], await shop.Get<AccountQueries>().RolesAsync(dana.Id));
        Assert.False(await shop.Get<AccountQueries>().IsCurrentAsync(dana.Id, dana.SecurityStamp, [Roles.Customer]));
        Assert.Equal(
            [(admin.AccountId, "staff.role_set", $"account:{dana.Id}", "customer to staff"), (admin.AccountId, "staff.role_set", $"account:{dana.Id}", "staff to manager")],
            (await RowsAsync(shop)).Where(e => e.Action == "staff.role_set").Select(e => (e.AccountId, e.Action, e.Subject, e.Note)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_role_again_changes_nothing_and_signs_nobody_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var dana = await shop.AccountAsync();
        await SetAsync(shop, dana.Id, Roles.Staff, admin);
        var (before, rows) = (await StampAsync(shop, dana.Id), (await RowsAsync(shop)).Count);

        Assert.Null((await SetAsync(shop, dana.Id, Roles.Staff, admin)).Problem);

        Assert.Equal((before, rows), (await StampAsync(shop, dana.Id), (await RowsAsync(shop)).Count));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_colleague_is_signed_out_everywhere_keeps_the_role_and_it_is_written_down(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var robin = await shop.AccountAsync("robin@example.com");
        var id = (await shop.Get<StaffEditor>().AddAsync("dana@example.com", Some.Password, Roles.Staff, isTemporary: false)).Value;
        var dana = (await shop.Get<AccountDoor>().SignInAsync("dana@example.com", Some.Password)).Value!;
        var session = await shop.Get<SessionEditor>().BeginAsync(dana, null);
        var token = (await shop.Get<TokenIssuer>().IssueAsync(dana)).RefreshToken;

        Assert.Equal("staff.not_allowed", (await shop.Get<StaffEditor>().SignOutAsync(id, new Actor(id, Roles.Manager))).Problem?.Code);
        Assert.Equal("staff.unknown", (await shop.Get<StaffEditor>().SignOutAsync(robin.Id, admin)).Problem?.Code);
        Assert.True(await shop.Get<SessionEditor>().SeeAsync(id, session));
        Assert.Null((await shop.Get<StaffEditor>().SignOutAsync(id, admin)).Problem);

        Assert.False(await shop.Get<SessionEditor>().SeeAsync(id, session));
        Assert.NotNull((await shop.Get<TokenIssuer>().RefreshAsync(token)).Problem);
        Assert.Equal([Roles.Staff], await shop.Get<AccountQueries>().RolesAsync(id));
        var row = (await RowsAsync(shop))[^1];
        Assert.Equal((admin.AccountId, "staff.signed_out", $"account:{id}"), (row.AccountId, row.Action, row.Subject));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Somebody_with_a_passkey_is_told_apart_from_one_with_a_password_alone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var id = (await shop.Get<StaffEditor>().AddAsync("dana@example.com", Some.Password, Roles.Staff, isTemporary: false)).Value;
        var dana = (await shop.Get<AccountDoor>().SignInAsync("dana@example.com", Some.Password)).Value!;
        await shop.Get<PasskeyEditor>().AddAsync(
            id, dana.SecurityStamp, new([1, 2, 3], [1], shop.Now, 0, [], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []), "Phone", null);

        var staff = (await shop.Get<StaffQueries>().AllAsync(admin)).Value!;

        Assert.Equal([(id, true)], staff.Where(member => member.HasPasskey).Select(member => (member.Id, member.HasPasskey)));
        Assert.Equal("Passkey, or password only.", RoleWords.WayIn(staff.Single(member => member.Id == id)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_has_still_to_choose_a_password_can_lose_the_role_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var waiting = (await shop.Get<StaffEditor>().AddAsync("dana@example.com", Some.Password, Roles.Staff, isTemporary: true)).Value;

        await SetAsync(shop, waiting, Roles.Customer, admin);

        await using var db = shop.Db();
        Assert.Empty(await db.AccountRoles.Where(held => held.UserId == waiting).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_last_administrator_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var rows = (await RowsAsync(shop)).Count;

        Assert.Equal("staff.last_admin", (await SetAsync(shop, admin.AccountId, Roles.Customer, admin)).Problem?.Code);

        Assert.Equal([Roles.Admin], await shop.Get<AccountQueries>().RolesAsync(admin.AccountId));
        Assert.Equal(rows, (await RowsAsync(shop)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_administrators_who_take_each_others_role_at_once_leave_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, other) = (await AdminAsync(shop), await AdminAsync(shop, "other@example.com"));

        var results = await Task.WhenAll(
            Task.Run(() => SetAsync(shop, other.AccountId, Roles.Customer, one)), Task.Run(() => SetAsync(shop, one.AccountId, Roles.Customer, other)));

        Assert.Equal(["staff.last_admin"], results.Select(r => r.Problem?.Code).OfType<string>());
        await using var db = shop.Db();
        Assert.Single(await db.AccountRoles.ToListAsync());
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_administrators_who_change_one_role_at_once_one_is_told_what_it_is_now(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var dana = await shop.AccountAsync();
        await SetAsync(shop, dana.Id, Roles.Staff, admin);

        var answers = await Task.WhenAll(new[] { Roles.Manager, Roles.Customer }.Select(role =>
            Task.Run(() => shop.Get<StaffEditor>().SetRoleAsync(dana.Id, role, admin, Roles.Staff))));

        var now = answers[0].Succeeded ? Roles.Manager : Roles.Customer;
        var told = Assert.Single(answers, answer => !answer.Succeeded).Problem!;
        Assert.Equal("staff.role_moved", told.Code);
        Assert.Contains($"it is {now} now", told.Message, StringComparison.Ordinal);
        Assert.Equal([now], await shop.Get<AccountQueries>().RolesAsync(dana.Id));
    }

    [Theory]
    [InlineData(Roles.Customer, Roles.Staff, "staff.not_allowed")]
    [InlineData(Roles.Staff, Roles.Staff, "staff.not_allowed")]
    [InlineData(Roles.Manager, Roles.Staff, "staff.not_allowed")]
    [InlineData(Roles.Admin, "owner", "staff.role_unknown")]
    public async Task Only_an_administrator_gives_roles_and_only_those_there_are(string by, string role, string refusal)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var dana = await shop.AccountAsync();

        Assert.Equal(refusal, (await SetAsync(shop, dana.Id, role, new Actor(7, by))).Problem?.Code);

        Assert.Equal([Roles.Customer], await shop.Get<AccountQueries>().RolesAsync(dana.Id));
        Assert.Empty(await RowsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_gets_a_role_who_has_no_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        Assert.Equal("staff.unknown", (await SetAsync(shop, 4711, Roles.Staff, Actor.Shop)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_is_added_from_outside_can_sign_in_and_has_no_right_before_a_password_of_their_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.Get<StaffEditor>().AddAsync("dana@example.com", Some.Password, Roles.Manager, isTemporary: true)).Value;

        Assert.Equal(id, (await shop.Get<AccountDoor>().SignInAsync("Dana@example.com", Some.Password)).Value?.Id);
        Assert.Equal([Roles.Customer], await shop.Get<AccountQueries>().RolesAsync(id));
        Assert.Null((await shop.Get<PasswordEditor>().ChangePasswordAsync(id, Some.Password, Members.AnotherPassword)).Problem);
        Assert.Equal([Roles.Manager], await shop.Get<AccountQueries>().RolesAsync(id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Somebody_with_an_account_keeps_it_when_added_from_outside(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();

        var added = await shop.Get<StaffEditor>().AddAsync(dana.Email, Members.AnotherPassword, Roles.Staff, isTemporary: false);

        Assert.Equal(dana.Id, added.Value);
        Assert.Equal(dana.Id, (await shop.Get<AccountDoor>().SignInAsync(dana.Email, Members.AnotherPassword)).Value?.Id);
        Assert.Equal(dana.CartSeed, (await shop.Get<AccountQueries>().FindAsync(dana.Id))!.CartSeed);
    }

    [Theory]
    [InlineData("dana", Some.Password, Roles.Staff, "email.invalid")]
    [InlineData("dana@example.com", "short", Roles.Staff, "password.short")]
    [InlineData("dana@example.com", Some.Password, Roles.Customer, "staff.role_unknown")]
    [InlineData("dana@example.com", Some.Password, "boss", "staff.role_unknown")]
    public async Task What_cannot_be_is_refused(string email, string password, string role, string refusal)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(refusal, (await shop.Get<StaffEditor>().AddAsync(email, password, role, isTemporary: false)).Problem?.Code);
        Assert.False(await shop.Get<StaffEditor>().HasAdminAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_that_stays_open_is_current_until_the_role_or_the_password_is_another(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var admin = await AdminAsync(shop);
        var (dana, accounts) = (await shop.AccountAsync(), shop.Get<AccountQueries>());
        Task<bool> IsAsync(string? stamp, params string[] roles) => accounts.IsCurrentAsync(dana.Id, stamp, roles);

        Assert.True(await IsAsync(dana.SecurityStamp, Roles.Customer));
        Assert.False(await IsAsync(dana.SecurityStamp, Roles.Staff));
        Assert.False(await IsAsync("another stamp", Roles.Customer));
        await SetAsync(shop, dana.Id, Roles.Staff, admin);
        var stamp = await StampAsync(shop, dana.Id);

        Assert.False(await IsAsync(dana.SecurityStamp, Roles.Customer));
        Assert.False(await IsAsync(stamp, Roles.Customer));
        Assert.True(await IsAsync(stamp, Roles.Staff));
        Assert.False(await accounts.IsCurrentAsync(4711, stamp, [Roles.Staff]));
    }

    private static async Task<Actor> AdminAsync(TestShop shop, string email = Some.AdminEmail)
    {
        var added = await shop.Get<StaffEditor>().AddAsync(email, Some.Password, Roles.Admin, isTemporary: false);
        return new Actor(added.Value, Roles.Admin);
    }

    private static Task<Core.Common.Result<long>> SetAsync(TestShop shop, long id, string role, Actor by) => shop.Get<StaffEditor>().SetRoleAsync(id, role, by);

    private static async Task<List<AuditEntry>> RowsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
    }

    private static async Task<string?> StampAsync(TestShop shop, long id)
    {
        await using var db = shop.Db();
        return await db.Accounts.Where(a => a.Id == id).Select(a => a.SecurityStamp).SingleAsync();
    }
}
