using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Staff and the catalogue, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffProductTests(Chromium chromium)
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_product_is_added_with_the_keyboard_and_bought_from_the_shop_window(int width) => chromium.JourneyAsync(
        async page =>
        {
            var name = $"Barley Cups {width}";
            await SignInAsync(page);
            await page.GotoAsync("/admin/products");
            await page.GetByRole(AriaRole.Link, new() { Name = "New product" }).PressAsync("Enter");
            await TypeAsync(page, ("Name", name), ("SKU", $"BAR-{width}"), ("Price ($)", "24.5"), ("Weight (g)", "600"), ("Summary", "Six small cups."));
            await page.GetByLabel("Category", new() { Exact = true }).SelectOptionAsync("meal-prep");
            await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("Food");
            await TypeAsync(page, ("Description", "Add **hot** water.\n\nA miracle."));
            await Assertions.Expect(page.Locator("#f-description-said mark")).ToHaveTextAsync("miracle");
            await Assertions.Expect(page.Locator("aside strong")).ToHaveTextAsync("hot");
            await page.GetByLabel("Starting").PressAsync("Space");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);

            await page.GetByLabel("Summary").FillAsync("Six small cups of barley.");
            await AddPicturesAsync(page);

            await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("miracle");
            await page.GetByLabel("Description").FillAsync("Add **hot** water.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.GetByText("Published: it is in the shop.")).ToBeVisibleAsync();
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

            await Assertions.Expect(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "See it in the shop" })).ToBeVisibleAsync();
            await page.GotoAsync($"/products/barley-cups-{width}");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
            await Assertions.Expect(page.Locator(".read strong").First).ToHaveTextAsync("hot");
            await Assertions.Expect(page.Locator(".lead")).ToHaveTextAsync("Six small cups of barley.");
            await IsSeenAsync(page.Locator(".gallery img"));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            await page.GotoAsync($"/shop?q=barley+cups+{width}");
            await IsSeenAsync(page.Locator(".item .wall img").First);
        },
        width);

    [Fact]
    public Task Of_two_editors_the_slower_one_sees_what_differs_and_loses_nothing() => chromium.JourneyAsync(async page =>
    {
        var id = await ProductIdAsync("WEL-011");
        await SignInAsync(page);
        await page.GotoAsync($"/admin/products/{id}");
        await page.GetByLabel("Summary").FillAsync("My own summary.");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"/admin/products/{id}");
        await other.GetByLabel("Summary").FillAsync("The other summary.");
        await other.GetByLabel("Price ($)").FillAsync("19");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await other.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Somebody else changed this product meanwhile" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "My own summary." }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Price ($)")).ToHaveValueAsync("19.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();

        await using var db = chromium.Shop.Db();
        var product = await db.Set<Product>().AsNoTracking().SingleAsync(p => p.Id == id);
        Assert.Equal(("My own summary.", 1900), (product.Summary, product.Price.Cents));
    });

    [Fact]
    public Task What_was_typed_and_not_saved_is_offered_back() => chromium.JourneyAsync(async page =>
    {
        await SignInAsync(page);
        await page.GotoAsync("/admin/products/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Half a product");
        await page.GetByLabel("Active").CheckAsync();

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring it back" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Half a product");
        await Assertions.Expect(page.GetByLabel("Active")).ToBeCheckedAsync();
    });

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    public Task A_list_is_searched_filtered_and_linked_to(int width) => chromium.JourneyAsync(
        async page =>
        {
            await SignInAsync(page);
            await page.GotoAsync("/admin/products");
            await page.GetByLabel("Name, SKU, ingredient").FillAsync("magnesium");
            await page.WaitForURLAsync("**/admin/products?q=magnesium");
            await page.GetByLabel("Category", new() { Exact = true }).SelectOptionAsync("Supplements");
            await page.WaitForURLAsync("**q=magnesium&category=supplements");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Without the filter Supplements" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("SUP-017")).ToBeVisibleAsync();

            await page.ReloadAsync();

            await Assertions.Expect(page.GetByText("SUP-017")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByLabel("Name, SKU, ingredient")).ToHaveValueAsync("magnesium");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        },
        width);

    /// <summary>Two files at once, of which one is no picture: with the keyboard alone, while the form holds what is not saved yet.</summary>
    private static async Task AddPicturesAsync(IPage page)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByLabel("Choose pictures").PressAsync("Enter"));
        await chooser.SetFilesAsync(new FilePayload[]
        {
            new() { Name = "cups.jpg", MimeType = "image/jpeg", Buffer = PictureFile.Photo(orientation: 6, width: 2_000, height: 1_500) },
            new() { Name = "setup.jpg", MimeType = "image/jpeg", Buffer = "MZ and more"u8.ToArray() },
        });
        await page.GetByLabel("What cups.jpg shows").FillAsync("Six cups of barley");
        await page.GetByLabel("What setup.jpg shows").FillAsync("The same from behind");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the chosen pictures" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByText("This file is no JPEG, PNG or WebP picture")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave out setup.jpg" }).PressAsync("Enter");
        await IsSeenAsync(page.Locator(".pictures img"));
    }

    private static async Task IsSeenAsync(ILocator picture)
    {
        await picture.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(picture).ToHaveAttributeAsync("alt", "Six cups of barley");
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await picture.EvaluateAsync<bool>("image => image.naturalWidth > 0 && image.naturalHeight > image.naturalWidth"));
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email").FillAsync(Some.AdminEmail);
        await page.GetByLabel("Password").FillAsync(Some.Password);
        await page.GetByLabel("Password").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
    }

    private static async Task TypeAsync(IPage page, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            await page.GetByLabel(label, new() { Exact = true }).PressSequentiallyAsync(text);
        }
    }

    private async Task<int> ProductIdAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        return await db.Set<Product>().Where(p => p.Sku == sku).Select(p => p.Id).SingleAsync();
    }
}
