using System.Text;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Staff and many products at once, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffImportTests(Chromium chromium)
{
    /// <summary>Jobs do the work, and a machine may be busy.</summary>
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    [Theory]
    [InlineData(390, "FIT-001")]
    [InlineData(1280, "FIT-015")]
    public Task A_file_is_brought_in_seen_done_and_undone_with_the_keyboard(int width, string sku) => chromium.JourneyAsync(
        async page =>
        {
            var before = await PriceAsync(sku);
            var csv = $"sku,price,name\n{sku},77.70,\nNO-CATEGORY-{width},5,Half a product\n".Replace(",\n", $",\"{await NameAsync(sku)}\"\n", StringComparison.Ordinal);
            await SignInAsync(page);
            await page.GotoAsync("/admin/products");
            await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Import products" }));
            await page.ChooseFilesAsync(page.GetByLabel("File", new() { Exact = true }), new FilePayload { Name = "prices.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Bring it in" }));
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("prices.csv");
            await Assertions.Expect(page.GetByLabel("price is taken as")).ToHaveValueAsync("price");

            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }));
            await Assertions.Expect(page.GetByText("Checked, nothing written yet")).ToBeVisibleAsync(Patience);
            await Assertions.Expect(page.Locator("del")).ToHaveTextAsync([before]);
            await Assertions.Expect(page.Locator("ins")).ToHaveTextAsync(["77.70"]);
            await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Wrong 1" }));
            await page.WaitForURLAsync("**?rows=wrong", new() { WaitUntil = WaitUntilState.Commit });
            await Assertions.Expect(page.GetByText("Category: Choose one of these")).ToBeVisibleAsync();
            Assert.Equal(0, await page.TooWideAsync());
            await page.RunAndWaitForDownloadAsync(() => page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Download the wrong rows (1)" })));
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Import 1, leave out 1" }));
            await Assertions.Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(Patience);
            Assert.Equal("77.70", await PriceAsync(sku));

            await page.EnterAsync(page.Locator("#main").GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
            await page.StandsInAsync("[role=dialog]");
            await page.EnterAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
            await Assertions.Expect(page.GetByText("Undone", new() { Exact = true })).ToBeVisibleAsync(Patience);
            Assert.Equal(before, await PriceAsync(sku));
        },
        width);

    [Fact]
    public Task Products_that_are_ticked_are_changed_together() => chromium.JourneyAsync(async page =>
    {
        await SignInAsync(page);
        await page.GotoAsync("/admin/products?q=FIT-021");
        await page.TickAsync(page.GetByRole(AriaRole.Checkbox, new() { Name = $"Tick {await NameAsync("FIT-021")}" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Change 1 ticked" }));
        await page.PickAsync(page.GetByLabel("Change", new() { Exact = true }), "Add the need");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose one from the list.");
        await page.PickAsync(page.GetByLabel("Which"), "Rest and sleep");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }));
        await Assertions.Expect(page.Locator("ins")).ToContainTextAsync("sleep", new() { Timeout = Patience.Timeout });
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Change 1", Exact = true }));
        await Assertions.Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(Patience);

        await using var db = chromium.Shop.Db();
        Assert.Contains("sleep", (await db.Set<Product>().AsNoTracking().SingleAsync(p => p.Sku == "FIT-021")).Needs);
    });

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email").FillAsync(Some.AdminEmail);
        await page.GetByLabel("Password").FillAsync(Some.Password);
        await page.GetByLabel("Password").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
    }

    private async Task<string> PriceAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        return (await db.Set<Product>().AsNoTracking().SingleAsync(p => p.Sku == sku)).Price.Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<string> NameAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        return await db.Set<Product>().Where(p => p.Sku == sku).Select(p => p.Name).SingleAsync();
    }
}
