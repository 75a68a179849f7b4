using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Somebody with an account, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class MemberTests(Chromium chromium)
{
    private const string Door = "/account/sign-in";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task From_an_email_to_a_listed_order_and_out_again_with_script_and_without(bool script) => chromium.JourneyAsync(
        async page =>
        {
            await page.FillCartAsync();
            var email = await RegisterAsync(page);
            await ConfirmAsync(page, email);
            await SignInAsync(page, email);
            await page.GotoAsync("/cart");
            await page.GetByRole(AriaRole.Button, new() { Name = "Check out", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByLabel("Email")).ToHaveValueAsync(email);
            await page.FillAddressAsync();
            await page.PlaceAsync(Journey.Works);
            await page.ReloadUntilAsync("confirmed");
            var number = (await page.Locator("main p.num.dim").First.TextContentAsync())!;

            await page.Locator("header").GetByRole(AriaRole.Link, new() { Name = "Account" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
            await page.ReloadUntilAsync("confirmed");
            await page.Locator("header").GetByRole(AriaRole.Link, new() { Name = "Account" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

            await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("You are signed out");
            await page.GotoAsync("/account");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        },
        script: script);

    [Fact]
    public Task The_whole_way_can_be_gone_with_the_keyboard() => chromium.JourneyAsync(async page =>
    {
        var email = Members.NewAddress();
        await page.GotoAsync("/account/register");
        await TypeAsync(page, "Email", email, Some.Password);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mailbox");
        await page.GotoAsync(await LinkAsync("confirm", email));
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, confirm it" }).PressAsync("Enter");
        await TypeAsync(page, "Email", email, Some.Password);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
        await page.GetByText("Change your password").PressAsync("Enter");
        await TypeAsync(page, "Present password", Some.Password, Members.AnotherPassword);
        await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("Your new password is saved");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).PressAsync("Enter");

        await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("You are signed out");
    });

    [Fact]
    public Task A_refused_form_takes_the_focus_to_what_is_in_the_way() => chromium.JourneyAsync(
        async page =>
        {
            await page.GotoAsync(Door);
            await TypeAsync(page, "Email", "nobody@example.com", "not my password");

            await Assertions.Expect(page.Locator("#problems")).ToBeFocusedAsync();
            await Assertions.Expect(page.GetByLabel("Email")).ToHaveValueAsync("nobody@example.com");
        },
        missing: Door);

    [Fact]
    public Task A_double_click_opens_the_account_once_and_signs_in() => chromium.JourneyAsync(
        async page =>
        {
            var email = Members.NewAddress();
            await page.GotoAsync("/account/register");
            await FillInAsync(page, email);
            await page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).DblClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mailbox");
            // Where the server took both, one link counts: the newer, which may come later.
            await Poll.UntilAsync(() => TryAsync(page, email), isOpen => isOpen, "a link that counts");
            await FillInAsync(page, email);

            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).DblClickAsync();

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
        },
        missing: "/account/confirm");

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    public Task An_account_with_orders_does_not_scroll_sideways(int width) => chromium.JourneyAsync(
        async page =>
        {
            var email = await RegisterAsync(page);
            await ConfirmAsync(page, email);
            await SignInAsync(page, email);
            await page.FillCartAsync();
            await page.GotoAsync("/checkout");
            await page.FillAddressAsync();
            await page.PlaceAsync(Journey.Works);
            await page.GotoAsync("/account");
            await page.GetByText("Change your password").ClickAsync();
            await Assertions.Expect(page.Locator("main section[aria-labelledby=orders] .list li")).ToHaveCountAsync(1);

            Assert.Equal(0, await page.TooWideAsync());
        },
        width);

    private static async Task<string> RegisterAsync(IPage page)
    {
        var email = Members.NewAddress();
        await page.GotoAsync(Door);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open an account" }).ClickAsync();
        // Both pages ask for an email and a password.
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Open an account");
        await FillInAsync(page, email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mailbox");
        return email;
    }

    private static async Task FillInAsync(IPage page, string email)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Some.Password);
    }

    private async Task<bool> TryAsync(IPage page, string email)
    {
        foreach (var link in await LinksAsync("confirm", email))
        {
            await page.GotoAsync(link);
            await page.GetByRole(AriaRole.Button, new() { Name = "Yes, confirm it" }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(Answered());
            if (await page.Locator("h1").TextContentAsync() == "Sign in")
            {
                return true;
            }
        }

        return false;
    }

    private async Task ConfirmAsync(IPage page, string email)
    {
        await page.GotoAsync(await LinkAsync("confirm", email));
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, confirm it" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await FillInAsync(page, email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
    }

    private static async Task TypeAsync(IPage page, string first, params string[] texts)
    {
        await page.GetByLabel(first).FocusAsync();
        foreach (var text in texts[..^1])
        {
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.TypeAsync(texts[^1]);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<string> LinkAsync(string kind, string email) => (await LinksAsync(kind, email))[^1];

    private Task<List<string>> LinksAsync(string kind, string email) => Poll.UntilAsync(
        () => Task.FromResult(Guests.EmailsTo(chromium.Shop.Folder, email).Select(mail => Members.LinkIn(mail, kind)).OfType<string>().ToList()), found => found.Count > 0, $"a link to {kind}");

    [GeneratedRegex("^(Sign in|This link no longer counts)$")]
    private static partial Regex Answered();
}
