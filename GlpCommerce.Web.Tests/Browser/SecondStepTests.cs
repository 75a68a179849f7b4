using GlpCommerce.Core.Accounts;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>The second step at sign-in, and the list of sessions, in a real browser and with the keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed class SecondStepTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_code_is_set_up_asked_for_and_another_browser_ended_with_script_and_without(bool script) => chromium.JourneyAsync(
        async page =>
        {
            var email = await JoinAsync();
            await page.BringAxeAsync();
            await page.GotoAsync("/account/sign-in?return=/account/two-step");
            await SignInAsync(page, email);
            await page.GetByLabel("Present password").FillAsync(Some.Password);
            await page.Keyboard.PressAsync("Enter");
            var secret = Bytes((await page.Locator("#secret").TextContentAsync())!);
            await page.GetByLabel("The six digits that it shows now").FillAsync(Totp.Code(secret, DateTime.UtcNow));
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#recovery li")).ToHaveCountAsync(10);
            await LookAsync(page, script);
            var recovery = await page.Locator("#recovery li").AllTextContentsAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).PressAsync("Enter");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("main [role=status]")).ToContainTextAsync("You are signed out");

            await SignInAsync(page, email);
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("One step more");
            await LookAsync(page, script);
            await page.GetByLabel("Code").FillAsync(recovery[0].Trim());
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");

            using var elsewhere = chromium.Shop.NewVisitor();
            await elsewhere.SendAsync(await elsewhere.SignInAsync(email), ("code", recovery[1].Trim()));
            Assert.True(await elsewhere.IsSignedInAsync());
            await page.ReloadAsync();
            await Assertions.Expect(page.GetByText("This browser", new() { Exact = true })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "End: A browser" }).PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "End: A browser" })).ToHaveCountAsync(0);

            Assert.False(await elsewhere.IsSignedInAsync());
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
        },
        script: script);

    /// <summary>At pages that only whoever is half signed in gets to see.</summary>
    private static async Task LookAsync(IPage page, bool script)
    {
        if (script)
        {
            var walk = new PageWalk(page);
            await walk.LookAsync(page.Url);
            Assert.True(walk.Wrong.Count == 0, string.Join('\n', walk.Wrong));
        }
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Some.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
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

    /// <summary>What an app makes of the letters.</summary>
    private static byte[] Bytes(string letters)
    {
        var bits = string.Concat(letters.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
