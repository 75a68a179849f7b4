using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class SessionTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_session_counts_until_it_is_ended(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var (one, other) = (await BeginAsync(shop, dana), await BeginAsync(shop, dana));

        await shop.Get<SessionEditor>().EndAsync(dana.Id, one);
        await shop.Get<SessionEditor>().EndAsync(dana.Id, one);

        Assert.Equal((false, true), (await SeeAsync(shop, dana, one), await SeeAsync(shop, dana, other)));
        Assert.Equal((true, false), (shop.Get<SessionEditor>().HasEnded(one), shop.Get<SessionEditor>().HasEnded(other)));
        Assert.Equal([other], (await ListAsync(shop, dana)).Select(s => s.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_ends_or_uses_anothers_session(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, sam) = (await shop.AccountAsync(), await shop.AccountAsync("sam@example.com"));
        var session = await BeginAsync(shop, dana);
        var tokens = await shop.Get<TokenIssuer>().IssueAsync(dana);
        var family = (await ListAsync(shop, dana)).Single(s => s.IsApp).Id;

        await shop.Get<SessionEditor>().EndAsync(sam.Id, session);
        await shop.Get<SessionEditor>().EndAsync(sam.Id, family);

        Assert.Equal((true, false), (await SeeAsync(shop, dana, session), await SeeAsync(shop, sam, session)));
        Assert.Null((await shop.Get<TokenIssuer>().RefreshAsync(tokens.RefreshToken)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_and_leaving_everywhere_end_them_all(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var before = await BeginAsync(shop, dana);
        await shop.Get<TokenIssuer>().IssueAsync(dana);

        var changed = (await shop.Get<PasswordEditor>().ChangePasswordAsync(dana.Id, Some.Password, Members.AnotherPassword)).Value!;

        Assert.False(await SeeAsync(shop, dana, before));
        Assert.Empty(await ListAsync(shop, dana));

        var after = await BeginAsync(shop, changed);
        Assert.True(await SeeAsync(shop, dana, after));
        await shop.Get<AccountDoor>().SignOutEverywhereAsync(dana.Id);
        Assert.False(await SeeAsync(shop, dana, after));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_ninety_days_the_password_is_asked_for_however_often_somebody_came(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var session = await BeginAsync(shop, dana);
        for (var day = 0; day < 89; day++)
        {
            shop.Clock.Advance(TimeSpan.FromDays(1));
            Assert.True(await SeeAsync(shop, dana, session));
        }

        shop.Clock.Advance(TimeSpan.FromDays(1));

        Assert.False(await SeeAsync(shop, dana, session));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task That_it_was_seen_is_written_every_few_minutes_and_reading_costs_one_statement(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var session = await BeginAsync(shop, dana);
        var began = shop.Now;

        shop.Clock.Advance(TimeSpan.FromMinutes(3));
        var early = await shop.Sql.DuringAsync(() => SeeAsync(shop, dana, session));
        var lastSeen = (await ListAsync(shop, dana)).Single().LastSeen;
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await SeeAsync(shop, dana, session);

        Assert.Single(early);
        Assert.Equal(began, lastSeen);
        Assert.Equal(shop.Now, (await ListAsync(shop, dana)).Single().LastSeen);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_app_stands_in_the_list_once_however_often_its_tokens_changed_and_can_be_ended(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await BeginAsync(shop, dana, Firefox);
        var tokens = await shop.Get<TokenIssuer>().IssueAsync(dana);
        var since = shop.Now;
        shop.Clock.Advance(TimeSpan.FromHours(1));
        tokens = (await shop.Get<TokenIssuer>().RefreshAsync(tokens.RefreshToken)).Value!;

        var list = await ListAsync(shop, dana);
        await shop.Get<SessionEditor>().EndAsync(dana.Id, list[0].Id);

        Assert.Equal([(true, "", since, shop.Now), (false, "Firefox, Windows", since, since)], list.Select(s => (s.IsApp, s.Device, s.Since, s.LastSeen)));
        Assert.Equal("token.dead", (await shop.Get<TokenIssuer>().RefreshAsync(tokens.RefreshToken)).Problem?.Code);
        Assert.Equal("Firefox, Windows", Assert.Single(await ListAsync(shop, dana)).Device);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_counts_no_more_is_thrown_away(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, sam) = (await shop.AccountAsync(), await shop.AccountAsync("sam@example.com"));
        await BeginAsync(shop, sam);
        shop.Clock.Advance(TimeSpan.FromDays(16));
        await BeginAsync(shop, dana);
        await shop.Get<AccountDoor>().SignOutEverywhereAsync(dana.Id);
        var kept = await BeginAsync(shop, sam);

        await shop.Get<AccountHousekeeping>().RunAsync();

        await using var db = shop.Db();
        Assert.Equal([kept], await db.DeviceSessions.Select(s => s.Id).ToListAsync());
    }

    [Theory]
    [InlineData(Firefox, "Firefox, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0", "Edge, Mac")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36", "Samsung Internet, Linux")]
    [InlineData("curl/8.14.1", "")]
    [InlineData("<script>alert('Windows')</script>", "Windows")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_browser_is_named_in_two_words_and_what_it_says_is_not_kept(string? userAgent, string words) =>
        Assert.Equal(words, DeviceWords.Of(userAgent));

    [Fact]
    public void No_name_is_longer_than_its_column() =>
        Assert.All(Some.Nonsense, text => Assert.True(DeviceWords.Of($"{text} SamsungBrowser/ CrOS").Length <= SessionEditor.LongestDevice));

    private static Task<Guid> BeginAsync(TestShop shop, Account account, string? userAgent = null) => shop.Get<SessionEditor>().BeginAsync(account, userAgent);

    private static Task<bool> SeeAsync(TestShop shop, Account account, Guid session) => shop.Get<SessionEditor>().SeeAsync(account.Id, session);

    private static Task<IReadOnlyList<SessionView>> ListAsync(TestShop shop, Account account) => shop.Get<SessionQueries>().OfAsync(account.Id);
}
