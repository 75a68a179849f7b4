using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GlpCommerce.Web.Tests.Accounts;

/// <summary>Signing in by another provider: a real one, small and on this machine, and a shop that is told of it.</summary>
public sealed class ProviderSignInTests(ProviderSignInTests.Shops shops) : IClassFixture<ProviderSignInTests.Shops>
{
    private const string SignIn = "/account/sign-in";

    private FakeOpenId Provider => shops.Provider;

    [Fact]
    public async Task Whoever_comes_with_a_verified_address_has_an_account_and_finds_it_again_by_the_provider_s_number()
    {
        Be("new-one", "newcomer@example.com");
        using var first = shops.NewVisitor();
        using var second = shops.NewVisitor();

        var opened = await ComeAsync(first);
        Provider.Email = "moved@example.com";
        var found = await ComeAsync(second);

        Assert.Equal(("/account", "/account"), (opened.Path, found.Path));
        Assert.Contains("Signed in as newcomer@example.com", found.Html, StringComparison.Ordinal);
        await using var db = shops.Shop.Db();
        var account = await db.Accounts.SingleAsync(a => a.NormalizedEmail == "newcomer@example.com");
        Assert.Equal((true, null), (account.EmailConfirmed, account.PasswordHash));
        Assert.Empty(await db.ThatHoldAsync("of no use here"));
    }

    [Fact]
    public async Task An_address_that_the_provider_does_not_vouch_for_opens_nothing()
    {
        Be("unverified", "unverified@example.com", isVerified: false);
        using var visitor = shops.NewVisitor();

        var come = await ComeAsync(visitor);

        Assert.Equal([LoginProblems.NoAddress.Message], come.Texts("#problems p"));
        await using var db = shops.Shop.Db();
        Assert.False(await db.Accounts.AnyAsync(a => a.NormalizedEmail == "unverified@example.com"));
    }

    [Fact]
    public async Task An_account_with_the_same_address_is_joined_by_its_password_and_not_before()
    {
        var email = await shops.Shop.RegisteredAsync();
        Be("same-address", email);
        using var visitor = shops.NewVisitor();
        using var later = shops.NewVisitor();

        var asked = await ComeAsync(visitor);
        var unknown = await ComeAsync(later);
        var home = await visitor.SubmitAsync(Fill(asked, "sign-in", ("email", email), ("password", Some.Password)));
        var again = await ComeAsync(later);

        Assert.Equal([LoginProblems.AddressKnown.Message], asked.Texts("#problems p"));
        Assert.Equal([LoginProblems.AddressKnown.Message], unknown.Texts("#problems p"));
        Assert.Equal("/account", await PathAsync(visitor, home));
        Assert.Equal("/account", again.Path);
        await Poll.UntilAsync(() => Task.FromResult(shops.Shop.EmailsTo(email)), mails => mails.Any(m => m.Subject == "Another way to sign in was added"), "the notice");
    }

    [Fact]
    public async Task Whoever_signs_in_to_another_account_after_that_connects_nothing()
    {
        var (email, other) = (await shops.Shop.RegisteredAsync(), await shops.Shop.RegisteredAsync());
        Be("other-account", email);
        using var visitor = shops.NewVisitor();

        await visitor.SubmitAsync(Fill(await ComeAsync(visitor), "sign-in", ("email", other), ("password", Some.Password)));

        await using var db = shops.Shop.Db();
        Assert.False(await db.AccountLogins.AnyAsync(l => l.ProviderKey == "other-account"));
    }

    [Fact]
    public async Task An_address_that_somebody_registered_and_never_confirmed_is_its_holder_s()
    {
        var email = await shops.Shop.RegisteredAsync(isConfirmed: false);
        Be("true-holder", email);
        using var visitor = shops.NewVisitor();
        using var stranger = shops.NewVisitor();

        var come = await ComeAsync(visitor);
        await stranger.SubmitAsync(Fill(await stranger.OpenAsync(SignIn), "sign-in", ("email", email), ("password", Some.Password)));

        Assert.Equal("/account", come.Path);
        Assert.False(await IsInAsync(stranger));
    }

    [Fact]
    public async Task The_account_s_second_step_is_asked_all_the_same()
    {
        Be("two-steps", "two-steps@example.com");
        using var visitor = shops.NewVisitor();
        using var later = shops.NewVisitor();
        await ComeAsync(visitor);
        await using var db = shops.Shop.Db();
        await db.Accounts.Where(a => a.NormalizedEmail == "two-steps@example.com").ExecuteUpdateAsync(set => set.SetProperty(a => a.TwoFactorEnabled, true));

        var come = await ComeAsync(later);

        Assert.Equal("/account/code", come.Path);
        Assert.False(await IsInAsync(later));
    }

    [Theory]
    [InlineData(TokenFault.Nonce)]
    [InlineData(TokenFault.Issuer)]
    [InlineData(TokenFault.Audience)]
    [InlineData(TokenFault.Expired)]
    [InlineData(TokenFault.NoSignature)]
    [InlineData(TokenFault.EmptySignature)]
    [InlineData(TokenFault.StrangeKey)]
    public async Task A_token_that_is_not_the_provider_s_for_this_question_lets_nobody_in(TokenFault fault)
    {
        Be($"fault-{fault}", $"fault-{fault}@example.com");
        Provider.Fault = fault;
        using var visitor = shops.NewVisitor();

        var come = await ComeAsync(visitor);

        Assert.Equal(("/account/sign-in?refused=login.failed", 200), (come.Path, (int)come.Status));
        Assert.Equal([LoginProblems.Failed.Message], come.Texts("#problems p"));
        Assert.False(await IsInAsync(visitor));
        Assert.DoesNotContain(shops.Shop.Log.AsOperated(), line => line.Contains("fault-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_way_back_counts_once_and_only_in_the_browser_that_left()
    {
        Be("replayed", "replayed@example.com");
        using var visitor = shops.NewVisitor();
        using var thief = shops.NewVisitor();
        var back = await LeaveAsync(visitor);

        var stolen = await FollowAsync(thief, back);
        var first = await FollowAsync(visitor, back);
        await visitor.SignOutAsync();
        var second = await FollowAsync(visitor, back);

        Assert.Equal([LoginProblems.Failed.Message], stolen.Texts("#problems p"));
        Assert.Equal("/account", first.Path);
        Assert.Equal([LoginProblems.Failed.Message], second.Texts("#problems p"));
    }

    [Fact]
    public async Task Who_cancels_there_and_who_meets_an_outage_hear_so()
    {
        Be("nobody", null);
        Provider.Cancels = true;
        using var visitor = shops.NewVisitor();
        var cancelled = await ComeAsync(visitor);
        Provider.Cancels = false;
        var back = await LeaveAsync(visitor);
        Provider.IsDown = true;
        var away = await FollowAsync(visitor, back);

        Assert.Equal([LoginProblems.Cancelled.Message], cancelled.Texts("#problems p"));
        Assert.Equal([LoginProblems.Failed.Message], away.Texts("#problems p"));
    }

    [Fact]
    public async Task It_is_connected_and_removed_with_the_password_and_never_takes_another_s()
    {
        Be("connected", null);
        var (email, other) = (await shops.Shop.RegisteredAsync(), await shops.Shop.RegisteredAsync());
        using var member = await MemberAsync(email);
        using var stranger = await MemberAsync(other);

        var wrong = await ConnectAsync(member, Members.AnotherPassword);
        var connected = await ConnectAsync(member, Some.Password);
        var taken = await ConnectAsync(stranger, Some.Password);
        var removed = await FollowAsync(member, await member.SubmitAsync(Fill(await member.OpenAsync("/account/logins"), $"remove-{Provider.Authority}", ("password0", Some.Password))));

        Assert.Equal([AccountProblems.CurrentPasswordWrong.Message], wrong.Texts("#problems p"));
        Assert.Equal("The two are connected. Next time, sign in with either.", connected.Text("main [role=status]"));
        Assert.Equal([LoginProblems.Taken.Message], taken.Texts("#problems p"));
        Assert.Equal("It opens this account no more.", removed.Text("main [role=status]"));
    }

    [Fact]
    public async Task Without_a_password_the_last_way_in_stays()
    {
        Be("only-way", "only-way@example.com");
        using var visitor = shops.NewVisitor();
        await ComeAsync(visitor);

        var kept = await visitor.SubmitAsync(Fill(await visitor.OpenAsync("/account/logins"), $"remove-{Provider.Authority}", ("password0", "")));

        Assert.Contains(AccountProblems.PasswordNone.Message, kept.Alerts);
        await using var db = shops.Shop.Db();
        Assert.True(await db.AccountLogins.AnyAsync(l => l.ProviderKey == "only-way"));
    }

    [Fact]
    public async Task Apple_sends_people_back_by_a_form_and_gets_a_secret_made_of_its_key()
    {
        Be("an-apple", "an-apple@example.com");
        using var visitor = shops.NewVisitor("https://localhost");
        var gone = await visitor.SubmitAsync(Form(await visitor.OpenAsync(SignIn), "apple"));
        using var browser = new HttpClient();
        var form = await browser.GetStringAsync(Next(gone));
        var fields = System.Text.RegularExpressions.Regex.Matches(form, "name=\"(\\w+)\" value=\"([^\"]*)\"").Select(m => (m.Groups[1].Value, (string?)m.Groups[2].Value)).ToArray();

        var come = await FollowAsync(visitor, await visitor.PostAsync("/account/sign-in/apple", fields));
        var secret = new JsonWebToken(Provider.SecretSeen);

        Assert.Equal("/account", come.Path);
        Assert.Equal(("TEAM", "KEY", "ES256", FakeOpenId.ClientId), (secret.Issuer, secret.Kid, secret.Alg, secret.Subject));
        Assert.InRange(secret.ValidTo - secret.IssuedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_button_leads_to_a_page_of_the_shop_that_goes_on_to_the_provider_wherever_its_own_page_lies()
    {
        using var visitor = shops.NewVisitor();

        var page = await visitor.OpenAsync(SignIn);
        var gone = await visitor.SubmitAsync(Form(page, "other"));

        Assert.All([page, gone], answer => Assert.Contains("form-action 'self';", answer.Header("Content-Security-Policy"), StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, "no-store", "no-referrer"), (gone.Status, gone.Header("Cache-Control"), gone.Header("Referrer-Policy")));
        Assert.Equal((Provider.PageHost, Next(gone).ToString()), (Next(gone).GetLeftPart(UriPartial.Authority), new Uri(gone.Document.QuerySelector<IHtmlAnchorElement>("main a")!.GetAttribute("href")!).ToString()));
        Assert.Equal("Go on to Example", gone.Text("main a"));
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Next(gone).Query);
        Assert.Equal("http://localhost:5080/account/sign-in/other", asked["redirect_uri"]);
        Assert.Equal("openid email", asked["scope"]);
    }

    [Fact]
    public async Task Without_a_provider_there_is_nothing_of_them()
    {
        var shop = await shops.PlainAsync();
        using var visitor = shop.NewVisitor();

        var page = await visitor.OpenAsync(SignIn);

        Assert.DoesNotContain("/account/sign-in/with", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/account/sign-in/other")).Status);
    }

    private void Be(string subject, string? email, bool isVerified = true)
    {
        (Provider.Subject, Provider.Email, Provider.EmailVerified) = (subject, email, isVerified);
        (Provider.Fault, Provider.Cancels, Provider.IsDown) = (TokenFault.None, false, false);
    }

    /// <summary>Goes to the provider and comes back.</summary>
    private static async Task<Page> ComeAsync(Visitor visitor) => await FollowAsync(visitor, await LeaveAsync(visitor));

    /// <summary>Goes to the provider, which sends the browser back.</summary>
    /// <returns>Where to.</returns>
    private static async Task<string> LeaveAsync(Visitor visitor) => await ThereAsync(await visitor.SubmitAsync(Form(await visitor.OpenAsync(SignIn), "other")));

    private static async Task<string> ThereAsync(Page gone)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await browser.GetAsync(Next(gone));
        return answer.Headers.Location!.PathAndQuery;
    }

    /// <summary>Where a page leads by itself.</summary>
    private static Uri Next(Page page) => new(page.Document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!.Split("url=", 2)[1]);

    private static async Task<Page> FollowAsync(Visitor visitor, string path) => await FollowAsync(visitor, await visitor.OpenAsync(path));

    private static async Task<Page> FollowAsync(Visitor visitor, Page page)
    {
        while (page.Answer.Headers.Location is { } next)
        {
            page = await visitor.OpenAsync(next.ToString());
        }

        return page;
    }

    private static async Task<bool> IsInAsync(Visitor visitor) => (await visitor.OpenAsync("/account")).Status == HttpStatusCode.OK;

    private static async Task<string> PathAsync(Visitor visitor, Page page) => (await FollowAsync(visitor, page)).Path;

    private async Task<Visitor> MemberAsync(string email)
    {
        var visitor = shops.NewVisitor();
        await visitor.SubmitAsync(Fill(await visitor.OpenAsync(SignIn), "sign-in", ("email", email), ("password", Some.Password)));
        return visitor;
    }

    private static async Task<Page> ConnectAsync(Visitor member, string password)
    {
        var form = Form(await member.OpenAsync("/account/logins"), "other");
        form.QuerySelector<IHtmlInputElement>("[name=currentPassword]")!.Value = password;
        var gone = await member.SubmitAsync(form);
        return gone.Answer.Headers.Location is null ? await FollowAsync(member, await ThereAsync(gone)) : await FollowAsync(member, gone);
    }

    private static IHtmlFormElement Form(Page page, string provider) =>
        page.Document.Forms.Single(f => f.GetAttribute("action") == $"/account/sign-in/with/{provider}");

    private static IHtmlFormElement Fill(Page page, string form, params (string Name, string Value)[] typed)
    {
        var found = page.Document.Forms.Single(f => f.QuerySelector<IHtmlInputElement>("[name=_handler]")?.Value == form);
        foreach (var (name, value) in typed)
        {
            found.QuerySelector<IHtmlInputElement>($"[name={name}]")!.Value = value;
        }

        return found;
    }

    /// <summary>A provider, and a shop that knows it twice: under a name of its own, and as Apple.</summary>
    public sealed class Shops(ShopServers servers) : IAsyncLifetime
    {
        public FakeOpenId Provider { get; private set; } = null!;

        public ShopServer Shop { get; private set; } = null!;

        /// <summary>A browser that shows each redirect.</summary>
        public Visitor NewVisitor(string address = "http://localhost") => new(Shop.Server.CreateHandler(), new Uri(address), followsRedirects: false);

        public Task<ShopServer> PlainAsync() => servers.AnyAsync();

        public async ValueTask InitializeAsync()
        {
            Provider = await FakeOpenId.StartAsync();
            using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            Shop = await ShopServer.StartAsync(
                DatabaseProvider.Sqlite,
                [
                    .. Provider.Settings(), ("SignIn:Apple:Authority", Provider.Authority), ("SignIn:Apple:ClientId", FakeOpenId.ClientId),
                    ("SignIn:Apple:TeamId", "TEAM"), ("SignIn:Apple:KeyId", "KEY"), ("SignIn:Apple:PrivateKey", key.ExportPkcs8PrivateKeyPem()),
                ]);
        }

        public async ValueTask DisposeAsync()
        {
            await Shop.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
