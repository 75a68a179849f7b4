using System.Net;
using AngleSharp.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>The second step at sign-in, on the pages and over the API.</summary>
public sealed class TwoStepTests(ShopServers servers)
{
    private const string Path = "/account/two-step";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_sets_it_up_is_asked_for_a_code_from_then_on(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        using var other = shop.NewVisitor();

        var begun = await member.SendAsync(await member.OpenAsync(Path), ("currentPassword", Some.Password));
        var wrong = await member.SendAsync(begun, ("code", "000000"));
        var on = await member.SendAsync(wrong, ("code", await CodeAsync(shop, email)));
        var recovery = on.Texts("#recovery li");

        Assert.NotNull(begun.Document.QuerySelector("main svg[role=img]"));
        Assert.Matches("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$", begun.Text("#secret"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, begun.Text("#secret")), (wrong.Status, wrong.Text("#secret")));
        Assert.Equal((10, true), (recovery.Count, on.Answer.Headers.CacheControl?.NoStore));
        Assert.True(await member.IsSignedInAsync());

        var asked = await other.SignInAsync(email, at: "/account/sign-in?return=/cart");
        Assert.Equal(("/account/code?return=%2Fcart", false), (asked.Path, await other.IsSignedInAsync()));
        var refused = await other.SendAsync(asked, ("code", "000000"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, false), (refused.Status, await other.IsSignedInAsync()));
        Assert.Equal("/cart", (await other.SendAsync(refused, ("code", recovery[0]))).Path);
        Assert.True(await other.IsSignedInAsync());
        member.Dispose();
    }

    [Fact]
    public async Task Without_the_password_the_page_of_the_code_leads_to_the_door()
    {
        var shop = await servers.AnyAsync();
        var email = await WithCodeAsync(shop);
        using var visitor = shop.NewVisitor();
        var page = await visitor.SignInAsync(email);
        visitor.Cookies.GetCookies(visitor.Address)["account-code"]!.Expired = true;

        Assert.Equal("/account/sign-in", (await visitor.SendAsync(page, ("code", await CodeAsync(shop, email)))).Path);
        Assert.Equal("/account/sign-in", (await visitor.OpenAsync("/account/code")).Path);
        Assert.Equal($"/account/sign-in?return={Uri.EscapeDataString(Path)}", (await visitor.OpenAsync(Path)).Path);
    }

    [Fact]
    public async Task A_new_password_ends_what_waits_for_its_code()
    {
        var shop = await servers.AnyAsync();
        var email = await WithCodeAsync(shop);
        using var visitor = shop.NewVisitor();
        var page = await visitor.SignInAsync(email);
        await using var db = shop.Db();
        await shop.Services.GetRequiredService<AccountDoor>().SignOutEverywhereAsync((await db.Accounts.SingleAsync(a => a.Email == email)).Id);

        var refused = await visitor.SendAsync(page, ("code", await CodeAsync(shop, email)));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Sign in again."), (refused.Status, refused.Text("#problems")));
    }

    [Fact]
    public async Task A_window_that_still_shows_what_was_before_is_led_to_what_is()
    {
        var shop = await servers.AnyAsync();
        var (member, email) = await shop.MemberAsync();
        var old = await member.OpenAsync(Path);
        var begun = await member.SendAsync(old, ("currentPassword", Some.Password));
        await member.SendAsync(begun, ("code", await CodeAsync(shop, email)));

        var late = await member.SendAsync(old, ("currentPassword", Some.Password));

        Assert.Equal((HttpStatusCode.OK, Path), (late.Status, late.Path));
        Assert.Contains("It is on", late.Text("[role=status]"), StringComparison.Ordinal);
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_api_asks_for_the_code_too(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = await WithCodeAsync(shop);
        using var app = ApiShopper.At(shop);

        var asked = await app.SignInAsync(email);
        var wrong = await SignInAsync(app, email, "000000");
        var right = await SignInAsync(app, email, await CodeAsync(shop, email, seconds: 30));

        Assert.Equal(("account.second_factor", "account.code_wrong"), (Code(asked), Code(wrong)));
        Assert.Null(asked.Access());
        Assert.Null(wrong.Access());
        Assert.NotNull(right.Access());
    }

    [Fact]
    public async Task A_code_after_a_password_that_was_changed_meanwhile_hears_of_a_mismatch()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        var email = await WithCodeAsync(shop);
        using var app = ApiShopper.At(shop);
        var code = await CodeAsync(shop, email, seconds: 30);
        shop.Hashing.Meanwhile = () =>
        {
            using var db = shop.Db();
            db.Accounts.Where(a => a.Email == email).ExecuteUpdate(set => set.SetProperty(a => a.SecurityStamp, "of another password"));
        };

        var late = await SignInAsync(app, email, code);

        Assert.Equal("account.mismatch", Code(late));
        Assert.Null(late.Access());
    }

    [Fact]
    public async Task Staff_without_it_are_reminded_and_those_with_it_are_not()
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        using var customer = shop.NewVisitor();
        await shop.SignInAsync(staff, await shop.AccountAsync(Core.Staff.Roles.Staff));
        await shop.SignInAsync(customer, await shop.AccountAsync());

        Assert.Contains("You work in this shop", (await staff.OpenAsync("/account")).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("You work in this shop", (await customer.OpenAsync("/account")).Text("main"), StringComparison.Ordinal);
    }

    private static Task<System.Text.Json.JsonElement> SignInAsync(ApiShopper app, string email, string code) => app.AccountAsync(
        "signIn", new { email, password = Some.Password, code }, "tokens { accessToken }");

    private static string Code(System.Text.Json.JsonElement payload) => Assert.Single(payload.Codes())!;

    /// <summary>The address of an account whose second step is on.</summary>
    private static async Task<string> WithCodeAsync(ShopServer shop)
    {
        var account = await shop.AccountAsync();
        var editor = shop.Services.GetRequiredService<TwoFactorEditor>();
        await editor.BeginAsync(account.Id, Some.Password);
        Assert.Null((await editor.TurnOnAsync(account.Id, await CodeAsync(shop, account.Email!))).Problem);
        return account.Email!;
    }

    private static async Task<string> CodeAsync(ShopServer shop, string email, int seconds = 0)
    {
        await using var db = shop.Db();
        var id = await db.Accounts.Where(a => a.Email == email).Select(a => a.Id).SingleAsync();
        return Totp.Code((await shop.Services.GetRequiredService<TwoFactorTokens>().SecretAsync(db, id, CancellationToken.None))!, DateTime.UtcNow.AddSeconds(seconds));
    }
}
