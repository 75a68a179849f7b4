using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>What somebody who packs boxes does all day, in a real browser and without a mouse.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class StaffOrderTests(Chromium chromium)
{
    private const string Mistyped = "9400111202555554321986";
    private const string Tracking = "9400111202555554321987";

    [Fact]
    public Task A_parcel_is_sent_by_keyboard_the_shopper_sees_it_live_and_a_unit_is_refunded() => chromium.JourneyAsync(async shopper =>
    {
        await shopper.FillCartAndCheckOutAsync();
        await shopper.PlaceAsync(Journey.Works);
        await shopper.SaysAsync("confirmed");
        var number = (await shopper.Locator("main p.num.dim").First.TextContentAsync())!.Split(' ')[^1];

        await chromium.JourneyAsync(async staff =>
        {
            await SignInAsync(staff);
            await OpenAsync(staff, number);
            await ShipAsync(staff);
            await shopper.SaysAsync("shipped");
            await Assertions.Expect(shopper.GetByRole(AriaRole.Link, new() { Name = $"Tracking number {Mistyped}" })).ToBeVisibleAsync();

            await CorrectAsync(staff);
            await Assertions.Expect(shopper.GetByRole(AriaRole.Link, new() { Name = $"Tracking number {Tracking}" })).ToBeVisibleAsync(new() { Timeout = 30_000 });

            await RefundAsync(staff);
        });
    });

    [Fact]
    public Task A_new_order_appears_in_the_list_without_a_reload() => chromium.JourneyAsync(async staff =>
    {
        await SignInAsync(staff);
        await Assertions.Expect(staff.Locator("h1")).ToHaveTextAsync("Orders");
        await staff.EvaluateAsync("window.isTheSamePage = true");

        await chromium.JourneyAsync(async shopper =>
        {
            await shopper.FillCartAndCheckOutAsync();
            await shopper.PlaceAsync(Journey.Works);
            await shopper.SaysAsync("confirmed");
            var number = (await shopper.Locator("main p.num.dim").First.TextContentAsync())!.Split(' ')[^1];

            await Assertions.Expect(staff.Locator("tr", new() { HasText = number })).ToContainTextAsync("Confirmed");
        });

        await Assertions.Expect(staff.Locator("[role=status].note")).ToContainTextAsync("since you opened this page");
        Assert.True(await staff.EvaluateAsync<bool>("window.isTheSamePage"));
    });

    [Fact]
    public Task An_email_is_read_as_it_was_sent_and_sent_again_by_keyboard() => chromium.JourneyAsync(async shopper =>
    {
        await shopper.FillCartAndCheckOutAsync();
        await shopper.PlaceAsync(Journey.Works);
        await shopper.SaysAsync("confirmed");
        var number = (await shopper.Locator("main p.num.dim").First.TextContentAsync())!.Split(' ')[^1];

        await chromium.JourneyAsync(async staff =>
        {
            await SignInAsync(staff);
            await SentAsync(staff, number, emails: 1);
            await staff.EnterAsync(staff.Locator("tr", new() { HasText = number }).GetByRole(AriaRole.Link).First);
            await Assertions.Expect(staff.Locator("h1")).ToContainTextAsync(number);
            await Assertions.Expect(staff.Locator("dl.figures")).ToContainTextAsync("dana@example.com");
            await Assertions.Expect(staff.FrameLocator("iframe.mail").Locator("body")).ToContainTextAsync(number);
            await Assertions.Expect(staff.GetByRole(AriaRole.Region, new() { Name = "As plain text" })).ToContainTextAsync(number);

            await staff.EnterAsync(staff.Locator("dl.figures").GetByRole(AriaRole.Link, new() { Name = number }));
            await Assertions.Expect(staff.Locator("[data-order-status]")).ToBeVisibleAsync();
            await staff.EnterAsync(staff.GetByRole(AriaRole.Button, new() { NameRegex = SendAgain() }));
            await Assertions.Expect(staff.GetByText("The email is on its way to the shopper.")).ToBeVisibleAsync();
            await SentAsync(staff, number, emails: 2);
        });
    });

    [GeneratedRegex("^Send .* again$")]
    private static partial Regex SendAgain();

    /// <summary>Looks at the list of e-mails until so many about an order have left.</summary>
    private static Task<int> SentAsync(IPage page, string number, int emails) => Poll.UntilAsync(
        async () =>
        {
            await page.GotoAsync("/admin/emails");
            await Assertions.Expect(page.Locator("#main h1")).ToHaveTextAsync("E-mails");
            await page.Locator("table.rows").Or(page.GetByText("No e-mail has left yet.")).WaitForAsync();
            return await page.Locator("tr", new() { HasText = number }).Filter(new() { Has = page.GetByRole(AriaRole.Cell, new() { Name = "sent", Exact = true }) }).CountAsync();
        },
        sent => sent == emails, $"{emails} e-mails about {number}", TimeSpan.FromMinutes(1));

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in?return=/admin/orders");
        await page.GetByLabel("Email").FillAsync(Some.AdminEmail);
        await page.GetByLabel("Password").FillAsync(Some.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Orders");
    }

    private static async Task OpenAsync(IPage page, string number)
    {
        var search = page.GetByLabel("Number, name, email or tracking number");
        await page.WriteAsync(search, number);
        await search.PressAsync("Enter");
        await page.WaitForURLAsync($"**/admin/orders?q={number}", new() { WaitUntil = WaitUntilState.Commit });
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = number, Exact = true }));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(number);
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    private static async Task ShipAsync(IPage page)
    {
        var ship = page.GetByRole(AriaRole.Button, new() { Name = "Ship", Exact = true });
        await page.EnterAsync(ship);
        await Assertions.Expect(page.GetByLabel("Tracking number")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ship).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Tracking number")).ToBeFocusedAsync();
        await page.TabToAsync(page.GetByLabel("Carrier"), back: true);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.WriteAsync(page.GetByLabel("Tracking number"), Mistyped);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-order-status]")).ToHaveAttributeAsync("data-order-status", "shipped");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync($"Tracking number {Mistyped}");
    }

    private static async Task CorrectAsync(IPage page)
    {
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Correct the tracking number" }));
        await Assertions.Expect(page.GetByLabel("Tracking number", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(Tracking);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync($"Before: USPS, {Mistyped}");
        await page.StandsInAsync("#main");
    }

    private static async Task RefundAsync(IPage page)
    {
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Refund", Exact = true }));
        await Assertions.Expect(page.Locator("#units-0")).ToBeFocusedAsync();
        await page.WriteAsync(page.Locator("#units-0"), "1");
        await page.TabToAsync(page.GetByRole(AriaRole.Checkbox).First);
        await page.Keyboard.PressAsync("Space");
        await page.WriteAsync(page.GetByLabel("Why, for the shopper to read"), "It leaked.");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Money on its way back");
        await Assertions.Expect(page.Locator("table.plain tbody td.num").Nth(1)).ToHaveTextAsync("1");
        await page.StandsInAsync("#main");
    }
}
