using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What each page of an account asks, answers and keeps to itself.</summary>
public sealed class AccountPageTests(ShopServers servers)
{
    public const string AToken = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The pages that a guest can open.</summary>
    public static TheoryData<string> Open =>
        ["/account/register", "/account/sign-in", "/account/forgot", "/account/reset", "/account/confirm?token=" + AToken];

    [Theory, MemberData(nameof(Open))]
    public async Task Every_page_keeps_out_of_caches_search_engines_and_other_sites_logs(string path)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        AssertPrivate(await visitor.OpenAsync(await AddressOfAsync(shop, path)));
    }

    [Fact]
    public async Task The_accounts_own_page_keeps_out_of_them_too()
    {
        var (member, _) = await (await servers.AnyAsync()).MemberAsync();

        AssertPrivate(await member.OpenAsync("/account"));
        AssertPrivate(await member.OpenAsync("/account/sign-out"));
        member.Dispose();
    }

    [Theory]
    [InlineData("/account/register", "email", "username")]
    [InlineData("/account/register", "password", "new-password")]
    [InlineData("/account/sign-in", "email", "username webauthn")]
    [InlineData("/account/sign-in", "password", "current-password")]
    [InlineData("/account/forgot", "email", "username")]
    [InlineData("/account/reset", "password", "new-password")]
    public async Task Every_field_says_to_password_programs_what_it_is(string path, string field, string purpose)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var input = (await visitor.OpenAsync(await AddressOfAsync(shop, path))).Document.QuerySelector<IHtmlInputElement>($"main #{field}")!;

        Assert.Equal(purpose, input.Autocomplete);
        Assert.Equal(field, input.Type);
    }

    [Theory]
    [InlineData("/account/register")]
    [InlineData("/account/sign-in")]
    public async Task What_is_missing_is_said_beside_its_field_and_on_top_and_the_password_is_not_written_back(string path)
    {
        using var visitor = (await servers.AnyAsync()).NewVisitor();

        var refused = await visitor.SendAsync(await visitor.OpenAsync(path), ("email", "dana@"), ("password", ""));
        var typed = await visitor.SendAsync(refused, ("password", Some.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.All(["email", "password"], field => Assert.Equal(("true", $"{path}#{field}"), (
            refused.Document.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"),
            refused.Document.QuerySelector($"#problems a[href$='#{field}']")!.GetAttribute("href"))));
        Assert.Equal("dana@", typed.Document.QuerySelector<IHtmlInputElement>("#email")!.Value);
        Assert.DoesNotContain(Some.Password, typed.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_change_of_password_names_both_fields()
    {
        var (member, _) = await (await servers.AnyAsync()).MemberAsync();
        using var _ = member;

        var refused = await member.ChangePasswordAsync("", "");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["/account#currentPassword", "/account#password"], refused.Document.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_link_to_a_new_password_that_counts_no_more_says_so_as_it_is_opened_and_the_same_as_one_that_never_was()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var link = await shop.ResetLinkAsync(await shop.RegisteredAsync());
        var live = await visitor.OpenAsync(link);
        await visitor.FollowAsync(link, Members.AnotherPassword);

        var used = await visitor.OpenAsync(link);
        var invented = await visitor.OpenAsync("/account/reset?token=" + AToken);

        Assert.Equal((HttpStatusCode.OK, "Choose a new password"), (live.Status, live.Heading));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "This link no longer counts"), (used.Status, used.Heading));
        Assert.Equal((used.Status, used.Text("main")), (invented.Status, invented.Text("main")));
    }

    [Fact]
    public async Task The_secret_of_a_link_stands_in_no_log_and_in_no_address_after_the_button()
    {
        var shop = await servers.AnyAsync();
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        await visitor.RegisterAsync(email);
        var link = await shop.LinkAsync("confirm", email);
        var token = link.Split('=')[1];

        var page = await visitor.OpenAsync(link);
        var after = await visitor.FollowAsync(link);

        Assert.DoesNotContain(token, page.Document.QuerySelector<IHtmlFormElement>("main form")!.Action, StringComparison.Ordinal);
        Assert.DoesNotContain(token, after.Path + after.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Document.Links.Where(a => !a.ClassList.Contains("skip")), a => a.GetAttribute("href")!.Contains(token, StringComparison.Ordinal));
        Assert.All(shop.Log.AsOperated(), line => Assert.False(line.Contains(token, StringComparison.Ordinal) || line.Contains(email, StringComparison.Ordinal), line));
    }

    [Theory]
    [InlineData("/account", "/account/sign-in?return=%2Faccount")]
    [InlineData("/account/sign-out", "/")]
    public async Task A_guest_is_led_from_what_is_only_for_members(string path, string to)
    {
        using var visitor = (await servers.AnyAsync()).NewVisitor();

        Assert.Equal(to, (await visitor.OpenAsync(path)).Path);
    }

    [Theory]
    [InlineData("/account/sign-in", "/account")]
    [InlineData("/account/sign-in?return=/cart", "/cart")]
    public async Task A_member_goes_on_from_the_door_without_signing_in_again(string path, string to)
    {
        var (member, _) = await (await servers.AnyAsync()).MemberAsync();

        Assert.Equal(to, (await member.OpenAsync(path)).Path);
        member.Dispose();
    }

    [Fact]
    public async Task Where_somebody_was_going_is_kept_through_a_wrong_password()
    {
        var shop = await servers.AnyAsync();
        var email = await shop.RegisteredAsync();
        using var visitor = shop.NewVisitor();

        var wrong = await visitor.SignInAsync(email, "not my password", "/account/sign-in?return=%2Fshop%3Fstage%3Dstarting");
        var came = await visitor.SendAsync(wrong, ("password", Some.Password));

        Assert.Equal("/shop?stage=starting", came.Path);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%09/evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("~/evil")]
    [InlineData("evil.example")]
    [InlineData("@evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("/cart\r\nSet-Cookie: a=b")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        var shop = await servers.AnyAsync();
        var email = await shop.RegisteredAsync();
        using var visitor = new Visitor(shop.Server.CreateHandler(), new Uri("http://localhost"), followsRedirects: false);

        var byLink = await visitor.SignInAsync(email, at: $"/account/sign-in?return={Uri.EscapeDataString(returnUrl)}");
        var open = new Uri(new Uri("http://localhost"), (await visitor.OpenAsync($"/account/sign-in?return={Uri.EscapeDataString(returnUrl)}")).Header("Location"));
        using var other = new Visitor(shop.Server.CreateHandler(), new Uri("http://localhost"), followsRedirects: false);
        var byForm = await other.SendAsync(await other.OpenAsync("/account/sign-in"), ("email", email), ("password", Some.Password), ("return", returnUrl));

        Assert.All([byLink, byForm], page => Assert.Equal(("localhost", HttpStatusCode.Redirect), (new Uri(new Uri("http://localhost"), page.Header("Location")).Host, page.Status)));
        Assert.Equal("localhost", open.Host);
    }

    [Fact]
    public async Task Only_the_accounts_own_page_asks_whether_its_session_has_ended_and_reading_asks_nothing_of_accounts()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using var guest = shop.NewVisitor();
        await guest.OpenAsync("/learn");

        var guests = await shop.Sql.DuringAsync(() => guest.OpenAsync("/learn"));
        var members = await shop.Sql.DuringAsync(() => member.OpenAsync("/learn"));
        var own = await shop.Sql.DuringAsync(() => member.OpenAsync("/account"));

        Assert.DoesNotContain(guests.Concat(members), sql => sql.Contains("\"Accounts\"", StringComparison.Ordinal));
        Assert.Contains(own, sql => sql.Contains("\"AccountSessions\"", StringComparison.Ordinal) && sql.Contains("\"Accounts\"", StringComparison.Ordinal));
        member.Dispose();
    }

    [Fact]
    public async Task The_checkout_knows_a_members_address_and_asks_a_guest_for_theirs()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        var (member, email) = await shop.MemberAsync();
        using var guest = shop.NewVisitor();

        var known = (await member.BeginCheckoutAsync(product)).Page.Document.QuerySelector<IHtmlInputElement>("#email")!.Value;
        var unknown = (await guest.BeginCheckoutAsync(product)).Page.Document.QuerySelector<IHtmlInputElement>("#email")!.Value;

        Assert.Equal((email, ""), (known, unknown));
        member.Dispose();
    }

    /// <summary>The page for a new password opens only with a link that counts.</summary>
    private static async Task<string> AddressOfAsync(ShopServer shop, string path) =>
        path == "/account/reset" ? await shop.ResetLinkAsync(await shop.RegisteredAsync()) : path;

    private static void AssertPrivate(Support.Pages.Page page)
    {
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(("noindex", "no-referrer"), (page.Header("X-Robots-Tag"), page.Header("Referrer-Policy")));
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")?.GetAttribute("content"));
    }
}
