using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>An administrator says who is staff, with the keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class MembersPageTests(Chromium chromium)
{
    [Fact]
    public Task Somebody_is_appointed_and_leaves_again_and_the_last_administrator_stays() => chromium.JourneyAsync(async page =>
    {
        var email = await JoinAsync();
        await page.GotoAsync("/account/sign-in?return=/admin/staff");
        await page.GetByLabel("Email").FillAsync(Some.AdminEmail);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Some.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Staff");

        await page.EnterAsync(page.Locator("#main").GetByRole(AriaRole.Button, new() { Name = "Appoint somebody" }));
        var dialog = page.GetByRole(AriaRole.Dialog);
        await page.StandsInAsync("[role=dialog]");
        await page.WriteAsync(dialog.GetByLabel("Their email address"), "nobody@example.com");
        await page.EnterAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Appoint somebody" }));
        await Assertions.Expect(dialog).ToContainTextAsync("Nobody has an account with this address yet");
        await page.WriteAsync(dialog.GetByLabel("Their email address"), email);
        await page.TabToAsync(dialog.GetByRole(AriaRole.Radio, new() { Checked = true }));
        await ArrowToAsync(page, dialog.GetByRole(AriaRole.Radio, new() { NameRegex = Manager() }));
        await page.EnterAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Appoint somebody" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync($"{email} is Manager now.");

        await ChangeAsync(page, email);
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync($"{email} is no longer staff.");
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = email })).ToHaveCountAsync(0);

        await ChangeAsync(page, Some.AdminEmail);
        await Assertions.Expect(dialog).ToContainTextAsync("This is the last administrator");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = Some.AdminEmail })).ToBeVisibleAsync();
    });

    private static async Task ChangeAsync(IPage page, string email)
    {
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = $"Change role of {email}" }));
        var dialog = page.GetByRole(AriaRole.Dialog);
        await page.StandsInAsync("[role=dialog]");
        await page.TabToAsync(dialog.GetByRole(AriaRole.Radio, new() { Checked = true }));
        await ArrowToAsync(page, dialog.GetByRole(AriaRole.Radio, new() { Name = "No longer staff" }));
        await page.EnterAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }));
    }

    /// <summary>The choices of one question are one stop, and the arrows go from one to the next.</summary>
    private static async Task ArrowToAsync(IPage page, ILocator choice)
    {
        for (var step = 0; !await choice.IsCheckedAsync(); step++)
        {
            Assert.True(step < 10, $"No arrow leads to {choice}.");
            await page.Keyboard.PressAsync("ArrowUp");
            // The shop answers each choice by drawing it: an answer that comes late would take a newer choice back.
            await page.WaitForFunctionAsync("() => document.activeElement.checked && document.activeElement.closest('.mud-radio')?.querySelector('.mud-checked')");
        }
    }

    [GeneratedRegex("^Manager")]
    private static partial Regex Manager();

    private async Task<string> JoinAsync()
    {
        var email = Members.NewAddress();
        using var visitor = chromium.Shop.NewVisitor();
        await visitor.RegisterAsync(email);
        await visitor.FollowAsync(await chromium.Shop.ConfirmLinkAsync(email));
        return email;
    }
}
