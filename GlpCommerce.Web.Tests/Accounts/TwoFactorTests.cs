using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Checkout;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class TwoFactorTests
{
    /// <summary>The numbers of RFC 6238, appendix B, to their last six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_that_every_app_shows(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8.ToArray(), DateTime.UnixEpoch.AddSeconds(seconds)));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_apps_read_them(string text, string letters) => Assert.Equal(letters, Base32.Write(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_is_on_once_a_first_code_was_typed_and_ends_what_was_signed_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var session = await shop.Get<SessionEditor>().BeginAsync(dana, null);

        var begun = await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password);
        var waiting = await ReadAsync(shop, dana);
        var turned = await shop.Get<TwoFactorEditor>().TurnOnAsync(dana.Id, await CodeAsync(shop, dana));

        Assert.Equal(32, begun.Value!.Length);
        Assert.False(waiting.TwoFactorEnabled);
        Assert.True((await ReadAsync(shop, dana)).TwoFactorEnabled);
        Assert.Equal((10, 10), (turned.Value!.RecoveryCodes.Count, turned.Value.RecoveryCodes.Distinct().Count()));
        Assert.False(await shop.Get<SessionEditor>().SeeAsync(dana.Id, session));
        Assert.Null(await shop.Get<TwoFactorEditor>().WaitingAsync(dana.Id));
        await using var db = shop.Db();
        Assert.Equal(["account.two_factor_on"], await db.AuditEntries.Select(e => e.Action).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_counts_once_and_so_does_a_recovery_code(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, recovery) = await OnAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = await CodeAsync(shop, dana);

        Assert.Null(await CheckAsync(shop, dana, $" {code[..3]} {code[3..]} "));
        Assert.Equal("account.code_wrong", await CheckAsync(shop, dana, code));
        Assert.Null(await CheckAsync(shop, dana, recovery[0].ToUpperInvariant()));
        Assert.Equal("account.code_wrong", await CheckAsync(shop, dana, recovery[0]));
        Assert.Null(await CheckAsync(shop, dana, recovery[9].Replace("-", "", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_four_that_bring_one_code_at_once_one_comes_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, recovery) = await OnAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var code in new[] { await CodeAsync(shop, dana), recovery[0] })
        {
            // Four, so that none is turned away for having tried too often.
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CheckAsync(shop, dana, code))));

            Assert.Single(results, problem => problem is null);
            shop.Clock.Advance(TimeSpan.FromMinutes(20));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_clock_may_be_half_a_minute_off_and_no_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, _) = await OnAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        string[] codes = [await CodeAsync(shop, dana, -60), await CodeAsync(shop, dana, -30), await CodeAsync(shop, dana, 30), await CodeAsync(shop, dana, 60)];

        var answers = new List<string?>();
        foreach (var code in codes)
        {
            answers.Add(await CheckAsync(shop, dana, code));
        }

        Assert.Equal(["account.code_wrong", null, null, "account.code_wrong"], answers);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_five_wrong_codes_the_right_one_waits_a_quarter_of_an_hour_and_hears_the_same_words(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, _) = await OnAsync(shop);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("account.code_wrong", await CheckAsync(shop, dana, "000000"));
        }

        Assert.Equal("account.code_wrong", await CheckAsync(shop, dana, await CodeAsync(shop, dana)));
        shop.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await CheckAsync(shop, dana, await CodeAsync(shop, dana)));
    }

    [Fact]
    public async Task Nonsense_is_no_code()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (dana, _) = await OnAsync(shop);
        foreach (var nonsense in Some.Nonsense)
        {
            Assert.Equal("account.code_wrong", await CheckAsync(shop, dana, nonsense));
            shop.Clock.Advance(TimeSpan.FromMinutes(15));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_goes_off_with_a_code_alone_and_leaves_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, recovery) = await OnAsync(shop);

        Assert.Equal("account.code_wrong", (await shop.Get<TwoFactorEditor>().TurnOffAsync(dana.Id, "123")).Problem?.Code);
        Assert.Null((await shop.Get<TwoFactorEditor>().TurnOffAsync(dana.Id, recovery[3])).Problem);

        await using var db = shop.Db();
        Assert.False((await ReadAsync(shop, dana)).TwoFactorEnabled);
        Assert.Empty(await db.AccountTokens.ToListAsync());
        Assert.Equal("account.gone", (await shop.Get<TwoFactorEditor>().TurnOffAsync(dana.Id, recovery[4])).Problem?.Code);
    }

    [Fact]
    public async Task A_wrong_password_makes_no_secret()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var dana = await shop.AccountAsync();

        Assert.Equal("password.wrong", (await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Members.AnotherPassword)).Problem?.Code);
        Assert.Equal("account.code_wrong", (await shop.Get<TwoFactorEditor>().TurnOnAsync(dana.Id, "123456")).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_alone_holds_neither_the_secret_nor_a_recovery_code(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var secret = (await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password)).Value!;
        var on = (await shop.Get<TwoFactorEditor>().TurnOnAsync(dana.Id, await CodeAsync(shop, dana))).Value!;

        await using var db = shop.Db();
        var kept = string.Join('\n', await db.AccountTokens.Select(t => t.Value).ToListAsync());
        Assert.All(on.RecoveryCodes.Select(code => code.Replace("-", "", StringComparison.Ordinal)).Append(secret), one => Assert.DoesNotContain(one, kept, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Where_the_shop_demands_it_managers_and_administrators_are_customers_until_they_have_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Staff:RequireTwoFactor", "true"));
        foreach (var (role, counts) in new[] { (Roles.Staff, true), (Roles.Manager, false), (Roles.Admin, false) })
        {
            var id = (await shop.Get<StaffEditor>().AddAsync($"{role}@example.com", Some.Password, role, isTemporary: false)).Value;
            var accounts = shop.Get<AccountQueries>();

            Assert.Equal((counts ? role : Roles.Customer, !counts), (Assert.Single(await accounts.RolesAsync(id)), await accounts.WaitsForCodeAsync(id)));
            await TurnOnAsync(shop, id);
            Assert.Equal((role, false), (Assert.Single(await accounts.RolesAsync(id)), await accounts.WaitsForCodeAsync(id)));
        }
    }

    [Fact]
    public async Task Of_two_who_begin_at_once_neither_fails_and_the_last_secret_counts()
    {
        await using var shop = await PostgresAsync();
        var dana = await shop.AccountAsync();
        Task<Result<string>> second = null!;
        // On SQLite the second could not begin to write meanwhile.
        shop.Sql.Once("INSERT INTO \"AccountTokens\"", async () =>
        {
            second = Task.Run(() => shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password));
            await Task.WhenAny(second, Crossings.SomebodyWaitsAsync(shop));
        });

        var first = await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password);

        var last = await second;
        Assert.Null(first.Problem);
        Assert.Equal(await shop.Get<TwoFactorEditor>().WaitingAsync(dana.Id), last.Value);
    }

    [Fact]
    public async Task A_secret_that_is_made_while_an_older_ones_code_is_looked_at_is_not_turned_on_by_it()
    {
        await using var shop = await PostgresAsync();
        var dana = await shop.AccountAsync();
        await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password);
        var (code, newer) = (await CodeAsync(shop, dana), "");
        shop.Sql.Once("UPDATE \"Accounts\"", async () => newer = (await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password)).Value!);

        var turned = await shop.Get<TwoFactorEditor>().TurnOnAsync(dana.Id, code);

        Assert.Equal("account.code_wrong", turned.Problem?.Code);
        Assert.False((await ReadAsync(shop, dana)).TwoFactorEnabled);
        Assert.Equal(newer, await shop.Get<TwoFactorEditor>().WaitingAsync(dana.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_secret_is_made_once_it_was_turned_on(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password);
        var code = await CodeAsync(shop, dana);
        // The password is proven by then, and nothing is written yet.
        shop.Sql.Once("DELETE FROM \"SignInTries\"", async () => Assert.Null((await shop.Get<TwoFactorEditor>().TurnOnAsync(dana.Id, code)).Problem));

        Assert.Equal("account.gone", (await shop.Get<TwoFactorEditor>().BeginAsync(dana.Id, Some.Password)).Problem?.Code);
    }

    /// <summary>Two that write at once, which only PostgreSQL has.</summary>
    private static Task<TestShop> PostgresAsync()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        return TestShop.OpenAsync(DatabaseProvider.Postgres);
    }

    private static async Task<(Account Account, IReadOnlyList<string> Recovery)> OnAsync(TestShop shop)
    {
        var on = await TurnOnAsync(shop, (await shop.AccountAsync()).Id);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        return (on.Account, on.RecoveryCodes);
    }

    private static async Task<TwoFactorOn> TurnOnAsync(TestShop shop, long accountId)
    {
        Assert.Null((await shop.Get<TwoFactorEditor>().BeginAsync(accountId, Some.Password)).Problem);
        await using var db = shop.Db();
        return (await shop.Get<TwoFactorEditor>().TurnOnAsync(accountId, await CodeAsync(shop, await db.Accounts.SingleAsync(a => a.Id == accountId)))).Value!;
    }

    /// <summary>What the app shows, some seconds off.</summary>
    private static async Task<string> CodeAsync(TestShop shop, Account account, int seconds = 0)
    {
        await using var db = shop.Db();
        return Totp.Code((await shop.Get<TwoFactorTokens>().SecretAsync(db, account.Id, CancellationToken.None))!, shop.Now.AddSeconds(seconds));
    }

    private static async Task<Account> ReadAsync(TestShop shop, Account account)
    {
        await using var db = shop.Db();
        return await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == account.Id);
    }

    private static async Task<string?> CheckAsync(TestShop shop, Account account, string code) =>
        (await shop.Get<TwoFactorDoor>().CheckAsync(account.Id, account.SecurityStamp, code)).Problem?.Code;
}
