using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>A connection that is lost in the middle of something takes nothing away that was typed.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffFormTests(Chromium chromium)
{
    private const string Kept = "() => Object.keys(sessionStorage).filter(key => key.startsWith('typed ')).length";

    [Fact]
    public Task An_address_is_offered_back_until_it_was_sent_and_ends_when_one_signs_out() => chromium.JourneyAsync(
        async page =>
        {
            var number = await BuyAsync();
            var line = await Line.LayAsync(page);
            await page.SignInAsStaffAsync($"/admin/orders/{number}");
            await page.EnterAsync(Button(page, "Correct the address"));
            await page.WriteAsync(page.GetByLabel("Full name"), "Dana Whitlock-Reed");
            await page.PickAsync(page.GetByLabel("State"), "Wisconsin");
            await line.CutAsync();
            await page.GetByLabel("City").FillAsync("Madison");
            await line.LoseAsync();

            await page.EnterAsync(Button(page, "Correct the address"));
            await Assertions.Expect(page.GetByText("What you typed here on")).ToContainTextAsync("was not sent.");
            await Assertions.Expect(page.GetByLabel("Full name")).ToBeFocusedAsync();
            await page.TabToAsync(Button(page, "Bring it back"), back: true);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByLabel("Full name")).ToHaveValueAsync("Dana Whitlock-Reed");
            await Assertions.Expect(page.GetByLabel("State")).ToHaveValueAsync("WI");
            await Assertions.Expect(page.GetByLabel("City")).ToHaveValueAsync("Madison");
            await page.WriteAsync(page.GetByLabel("ZIP code"), "53703");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("address")).ToContainTextAsync("Madison, WI 53703");

            await page.EnterAsync(Button(page, "Correct the address"));
            await Assertions.Expect(page.GetByLabel("Full name")).ToBeFocusedAsync();
            await KeepsAsync(page, 0);
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await page.WriteAsync(page.Locator("#note"), "She has moved.");
            await KeepsAsync(page, 1);
            await page.GotoAsync("/account");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
            await KeepsAsync(page, 0);
        },
        missing: Line.Complaints);

    [Fact]
    public Task A_count_is_offered_back_and_what_is_typed_while_the_line_is_down_arrives_when_it_is_up_again() => chromium.JourneyAsync(
        async page =>
        {
            var line = await Line.LayAsync(page);
            await page.SignInAsStaffAsync("/admin/stock?q=SUP-021");
            var change = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Change the stock of") });
            await page.EnterAsync(change);
            await Assertions.Expect(page.GetByLabel("How many units")).ToBeFocusedAsync();
            await page.TabToAsync(page.GetByRole(AriaRole.Radio, new() { Name = "A delivery came" }), back: true);
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("ArrowDown");
            await page.WriteAsync(page.GetByLabel("How many are there"), "17");
            await page.WriteAsync(page.GetByLabel("What explains a difference, if you know"), "Shelf");
            await line.CutAsync();
            await line.LoseAsync();

            await page.EnterAsync(change);
            await page.TabToAsync(Button(page, "Bring it back"), back: true);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "I have counted" })).ToBeCheckedAsync();
            await Assertions.Expect(page.GetByLabel("How many are there")).ToHaveValueAsync("17");

            await line.CutAsync();
            await page.GetByLabel("What explains a difference, if you know").FillAsync("Shelf and cellar");
            await line.MendAsync();
            await page.GetByLabel("What explains a difference, if you know").PressAsync("Enter");
            await Assertions.Expect(page.GetByText(": 17 on hand,")).ToBeVisibleAsync();
            await page.EnterAsync(change);
            await Assertions.Expect(page.GetByLabel("How many units")).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("5");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await KeepsAsync(page, 0);

            await page.Locator("#main td a").First.ClickAsync();
            await Assertions.Expect(page.Locator("table.rows tbody tr").First).ToContainTextAsync("Counted 17. Shelf and cellar");
        },
        missing: Line.Complaints);

    /// <returns>The number of an order that is not packed yet.</returns>
    private async Task<string> BuyAsync()
    {
        await using var db = chromium.Shop.Db();
        var product = await db.Set<Product>().SingleAsync(p => p.Sku == "SUP-022");
        using var visitor = chromium.Shop.NewVisitor();
        return (await visitor.BuyAsync(product)).Number;
    }

    /// <summary>So many forms are kept in this tab, or will be as soon as the shop has answered.</summary>
    private static Task<int> KeepsAsync(IPage page, int forms) => Poll.UntilAsync(() => page.EvaluateAsync<int>(Kept), kept => kept == forms, $"{forms} kept forms");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
