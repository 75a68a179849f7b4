using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>What shipping costs and states take, in a real browser and by keyboard alone. No other test sends a parcel to these states.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffRatesTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, "10")]
    [InlineData(1280, "12.5")]
    public Task A_rate_is_typed_by_keyboard_refused_corrected_and_seen_in_the_cart(int width, string percent) => chromium.JourneyAsync(
        async page =>
        {
            await page.SignInAsStaffAsync("/admin/rates");
            var cell = page.GetByLabel("Puerto Rico, food", new() { Exact = true });
            await page.GetByLabel("Oregon, food", new() { Exact = true }).FocusAsync();
            foreach (var _ in "PA PR".Split(' '))
            {
                await page.Keyboard.PressAsync("ArrowDown");
            }

            await Assertions.Expect(cell).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("a tenth");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Puerto Rico, food: A percentage, please, such as 6.25.");
            await cell.FillAsync(percent);
            await cell.PressAsync("Enter");
            await Assertions.Expect(page.GetByText("Saved. The rates count now.")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("table.plain tbody tr").First).ToContainTextAsync("Puerto Rico, food");
            Assert.Equal(0, await page.TooWideAsync());

            await page.GotoAsync($"/products/{await FoodAsync()}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your cart");
            await page.GotoAsync("/cart?state=PR");

            var costs = await page.Locator("table.sum td").AllInnerTextsAsync();
            var (goods, tax) = (decimal.Parse(costs[0].Trim('$'), System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(costs[2].Trim('$'), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(decimal.Round(goods * decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture) / 100m, 2, MidpointRounding.AwayFromZero), tax);

            // At the checkout the total follows the state, before anything is placed.
            await page.GotoAsync("/checkout");
            await page.Locator("select#state").SelectOptionAsync("PR");
            await Assertions.Expect(page.Locator("#cost tr").Last).ToContainTextAsync(costs[^1]);
            await Assertions.Expect(page.Locator("#place")).ToContainTextAsync(costs[^1]);
        },
        width: width);

    [Fact]
    public Task A_block_from_a_spreadsheet_fills_the_cells() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/rates");
        var cell = page.GetByLabel("West Virginia, food", new() { Exact = true });

        await cell.EvaluateAsync(
            "(cell, text) => { const data = new DataTransfer(); data.setData('text', text); cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }",
            "1\t2\n3\t4\n");

        await Assertions.Expect(page.GetByLabel("West Virginia, supplements", new() { Exact = true })).ToHaveValueAsync("2");
        await Assertions.Expect(page.GetByLabel("Wisconsin, food", new() { Exact = true })).ToHaveValueAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved. The rates count now.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Wisconsin, supplements", new() { Exact = true })).ToHaveValueAsync("4");
    });

    private async Task<string> FoodAsync()
    {
        await using var db = chromium.Shop.Db();
        return await db.Set<Product>().Where(p => p.Kind == ProductKind.Food && p.IsPublished && p.Stock.OnHand - p.Stock.Reserved > 0).OrderBy(p => p.Id).Select(p => p.Slug).FirstAsync();
    }
}
