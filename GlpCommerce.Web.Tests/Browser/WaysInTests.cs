using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>The ways in without a password, in a real browser: a passkey of its virtual device, and another provider.</summary>
[Collection(BrowserTests.Name)]
public sealed class WaysInTests(Chromium chromium)
{
    [Fact]
    public Task A_passkey_is_made_and_signs_in_from_the_list_under_the_field_and_by_its_button() => chromium.JourneyAsync(
        async page =>
        {
            await PlugInAsync(page);
            await page.GotoAsync("/account/sign-in?return=/account/passkeys");
            await page.GetByLabel("Email").FillAsync(await JoinAsync());
            await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Some.Password);
            await page.Keyboard.PressAsync("Enter");
            await page.GetByLabel("Name").FillAsync("My phone");
            await page.GetByLabel("Present password").FillAsync(Some.Password);
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make the passkey" }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("Your passkey is kept");
            await Assertions.Expect(page.Locator("main li").First).ToContainTextAsync("My phone");

            // The browser offers it under the e-mail field, and this device's owner takes it at once.
            await page.GotoAsync("/account/sign-out");
            await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");

            await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
            await page.GotoAsync("/account/sign-out");
            await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("You are signed out");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).PressAsync("Enter");

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
        },
        at: new UriBuilder(chromium.Shop.Address) { Host = "localhost" }.Uri);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_provider_s_button_leads_there_and_back_into_an_account_with_script_and_without(bool script) => chromium.JourneyAsync(
        async page =>
        {
            (chromium.Provider.Subject, chromium.Provider.Email) = ($"browser {script}", Members.NewAddress());
            await page.GotoAsync("/account/sign-in?return=/account/logins");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Example" }).PressAsync("Enter");

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Accounts elsewhere");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Example opens this account" })).ToBeVisibleAsync();
        },
        script: script,
        at: new UriBuilder(chromium.Shop.Address) { Host = "localhost" }.Uri,
        friends: new Uri(chromium.Provider.PageHost).Authority);

    /// <summary>Plugs a device in that holds passkeys and whose owner always nods.</summary>
    private static async Task PlugInAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true,
            },
        });
    }

    /// <summary>The address of an account of this test alone.</summary>
    private async Task<string> JoinAsync()
    {
        var email = Members.NewAddress();
        using var visitor = chromium.Shop.NewVisitor();
        await visitor.RegisterAsync(email);
        await visitor.FollowAsync(await chromium.Shop.ConfirmLinkAsync(email));
        return email;
    }
}
