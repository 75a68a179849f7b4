using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>A day in the stock room, in a real browser and by keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffStockTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_delivery_is_received_by_keyboard_and_stands_in_the_ledger(int width) => chromium.JourneyAsync(
        async page =>
        {
            await page.SignInAsStaffAsync("/admin/stock");
            await page.WriteAsync(page.GetByLabel("Name or SKU"), "SUP-019");
            await Assertions.Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
            var change = page.GetByRole(AriaRole.Button, new() { NameRegex = new("Change the stock of Ginger Root") });
            await page.EnterAsync(change);
            var units = page.GetByLabel("How many units");
            await Assertions.Expect(units).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("a box");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByText("Write a whole number.")).ToBeVisibleAsync();
            await page.TabToAsync(page.GetByRole(AriaRole.Radio, new() { Name = "A delivery came" }), back: true);
            await page.Keyboard.PressAsync("Space");
            await page.WriteAsync(units, "24");
            await page.WriteAsync(page.GetByLabel("Why, in a few words"), "Two boxes of twelve");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByText("on hand,")).ToBeVisibleAsync();
            await Assertions.Expect(change).ToBeFocusedAsync();

            await page.TabToAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new("Ginger Root") }), back: true);
            await page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Ginger Root");
            var newest = page.Locator("table.rows tbody tr").First;
            await Assertions.Expect(newest).ToContainTextAsync("Two boxes of twelve");
            await Assertions.Expect(newest).ToContainTextAsync("+24");
            await Assertions.Expect(newest).ToContainTextAsync(Some.AdminEmail);
        },
        width: width);

    [Fact]
    public Task A_delivery_is_expected_and_received_in_part_by_keyboard() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/deliveries");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Expect a delivery" }));
        await Assertions.Expect(page.GetByLabel("SKU")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("sup-007");
        await page.WriteAsync(page.GetByLabel("How many units"), "two boxes");
        await page.TabToAsync(page.GetByLabel("Expected on"));
        await page.Keyboard.TypeAsync(DateTime.UtcNow.AddDays(3).ToString("MMddyyyy", System.Globalization.CultureInfo.InvariantCulture));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Write a whole number.")).ToBeVisibleAsync();
        await page.WriteAsync(page.GetByLabel("How many units"), "24");
        await page.Keyboard.PressAsync("Enter");

        var row = page.Locator("table.rows tbody tr", new() { HasText = "SUP-007" });
        await page.EnterAsync(row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Receive") }));
        await Assertions.Expect(page.GetByLabel("How many came")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("10");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(row.Locator("td.num").Nth(0)).ToHaveTextAsync("14");
        await page.EnterAsync(row.GetByRole(AriaRole.Link));
        await Assertions.Expect(page.Locator("table.rows tbody tr", new() { HasText = "Expected delivery" }).First).ToContainTextAsync("+10");
    });

    [Fact]
    public Task A_scanned_code_opens_its_product_and_the_next_one_takes_its_place() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/stock");
        var (find, dialog) = (page.GetByLabel("Name or SKU"), page.GetByRole(AriaRole.Dialog));
        await page.TabToAsync(find);
        await page.Keyboard.TypeAsync("SUP-019\n");
        await Assertions.Expect(dialog).ToContainTextAsync("Change the stock of Ginger Root");
        await Assertions.Expect(page.GetByLabel("How many units")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(find).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("SUP-007\n");
        await Assertions.Expect(dialog).ToContainTextAsync("Change the stock of");
        await Assertions.Expect(page.Locator(".mud-table-body tr", new() { HasText = "SUP-007" })).ToHaveCountAsync(1);
        await Assertions.Expect(find).ToHaveValueAsync("SUP-007");
    });

    [Fact]
    public Task What_was_looked_for_stands_in_the_address_and_is_found_again_by_it() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/stock?q=SUP-019");

        await Assertions.Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByLabel("Name or SKU")).ToHaveValueAsync("SUP-019");
    });
}
