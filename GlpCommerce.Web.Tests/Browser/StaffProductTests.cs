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
            await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "New product" }));
            await TypeAsync(page, ("Name", name), ("SKU", $"BAR-{width}"), ("Price ($)", "24.5"), ("Weight (g)", "600"), ("Summary", "Six small cups."));
            await page.PickAsync(page.GetByLabel("Category", new() { Exact = true }), "Meal Prep");
            await page.PickAsync(page.GetByLabel("Kind", new() { Exact = true }), "Food");
            await TypeAsync(page, ("Description", "Add **hot** water.\n\nA miracle."));
            await Assertions.Expect(page.Locator("#f-description-said mark")).ToHaveTextAsync("miracle");
            await Assertions.Expect(page.Locator("aside strong")).ToHaveTextAsync("hot");
            await page.TickAsync(page.GetByLabel("Starting"));
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }));
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);

            await page.WriteAsync(page.GetByLabel("Summary"), "Six small cups of barley.");
            await AddPicturesAsync(page);

            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("miracle");
            await page.WriteAsync(page.GetByLabel("Description"), "Add **hot** water.");
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
            await Assertions.Expect(page.GetByText("Published: it is in the shop.")).ToBeVisibleAsync();
            Assert.Equal(0, await page.TooWideAsync());

            await Assertions.Expect(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "See it in the shop" })).ToBeVisibleAsync();
            await page.GotoAsync($"/products/barley-cups-{width}");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
            await Assertions.Expect(page.Locator(".read strong").First).ToHaveTextAsync("hot");
            await Assertions.Expect(page.Locator(".lead")).ToHaveTextAsync("Six small cups of barley.");
            await IsSeenAsync(page.Locator(".gallery img"));
            Assert.Equal(0, await page.TooWideAsync());
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
        await page.WriteAsync(page.GetByLabel("Summary"), "My own summary.");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"/admin/products/{id}");
        await other.GetByLabel("Summary").FillAsync("The other summary.");
        await other.GetByLabel("Price ($)").FillAsync("19");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await other.CloseAsync();

        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Somebody else changed this meanwhile" })).ToBeVisibleAsync();
        await page.TabToAsync(page.GetByRole(AriaRole.Radio, new() { Name = "The other summary." }));
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "My own summary." })).ToBeCheckedAsync();
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Go on with these" }));
        await Assertions.Expect(page.GetByLabel("Price ($)")).ToHaveValueAsync("19.00");
        await page.StandsInAsync("#main");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
        await Assertions.Expect(page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();

        await using var db = chromium.Shop.Db();
        var product = await db.Set<Product>().AsNoTracking().SingleAsync(p => p.Id == id);
        Assert.Equal(("My own summary.", 1900), (product.Summary, product.Price.Cents));
    });

    [Fact]
    public Task Marked_words_are_approved_by_another_manager_and_the_product_waits_for_its_day() => chromium.JourneyAsync(async page =>
    {
        await SignInAsync(page);
        await page.GotoAsync("/admin/products/new");
        await TypeAsync(page, ("Name", "Rye Cups"), ("SKU", "RYE-001"), ("Price ($)", "24.5"), ("Weight (g)", "600"), ("Summary", "Six small cups."), ("Description", "A miracle in a cup."));
        await page.PickAsync(page.GetByLabel("Category", new() { Exact = true }), "Meal Prep");
        await page.PickAsync(page.GetByLabel("Kind", new() { Exact = true }), "Food");
        await Assertions.Expect(page.Locator("#f-description-said mark")).ToHaveTextAsync("miracle");
        await page.TickAsync(page.GetByLabel("Starting"));
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Rye Cups");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("miracle");

        await ApproveAsync(new Uri(page.Url).AbsolutePath);
        await page.ReloadAsync();
        await page.TabToAsync(page.GetByLabel("Publish on (your time)"));
        await page.Keyboard.TypeAsync("12312027");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("1000AM");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }));
        await Assertions.Expect(page.Locator(".bar b")).ToContainTextAsync("Dec 31, 2027, 16:00 UTC");
        await page.StandsInAsync("#main");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
        await Assertions.Expect(page.GetByText("Published: it is in the shop.")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_product_is_edited_in_the_drawer_and_the_focus_goes_back_to_its_row() => chromium.JourneyAsync(async page =>
    {
        await SignInAsync(page);
        await page.GotoAsync("/admin/products?q=FIT-015");
        var edit = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Edit 12-Week") });
        var drawer = page.GetByRole(AriaRole.Dialog);
        await page.EnterAsync(edit);
        await Assertions.Expect(drawer.GetByLabel("Name")).ToBeFocusedAsync();
        await page.WriteAsync(drawer.GetByLabel("Price ($)"), "0");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(drawer.Locator("#f-price-said")).ToContainTextAsync("price");
        await page.StandsInAsync("[role=dialog]");
        await page.WriteAsync(drawer.GetByLabel("Price ($)"), "21.5");

        await ChangeMeanwhileAsync(page, await ProductIdAsync("FIT-015"));
        await page.EnterAsync(drawer.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
        await Assertions.Expect(drawer.GetByRole(AriaRole.Heading, new() { Name = "Somebody else changed this meanwhile" })).ToBeVisibleAsync();
        await page.EnterAsync(drawer.GetByRole(AriaRole.Button, new() { Name = "Go on with these" }));
        await page.StandsInAsync("[role=dialog]");
        await page.EnterAsync(drawer.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));

        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".goods tbody tr")).ToContainTextAsync("$21.50");
        await Assertions.Expect(edit).ToBeFocusedAsync();
        await using var db = chromium.Shop.Db();
        Assert.Equal("Changed meanwhile.", (await db.Set<Product>().AsNoTracking().SingleAsync(p => p.Sku == "FIT-015")).Summary);
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

    [Fact]
    public Task A_draft_is_offered_to_nobody_but_who_typed_it_and_ends_when_somebody_signs_out() => chromium.JourneyAsync(async page =>
    {
        const string Kept = "() => [staff.hasKept('product:new'), Object.keys(localStorage).filter(key => key.startsWith('draft ')).length].join()";
        await SignInAsync(page);
        await page.GotoAsync("/admin/products/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Half a product");
        Assert.Equal("true,1", await page.EvaluateAsync<string>(Kept));

        // Nobody signs out: the cookie goes, as when a session has ended.
        await page.GotoAsync("/");
        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, await chromium.ManagerAsync());
        await page.GotoAsync("/admin/products/new");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("");
        Assert.Equal("false,1", await page.EvaluateAsync<string>(Kept));

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(localStorage).filter(key => key.startsWith('draft ')).length"));
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
            await page.WaitForURLAsync("**/admin/products?q=magnesium", new() { WaitUntil = WaitUntilState.Commit });
            await page.GetByLabel("Category", new() { Exact = true }).SelectOptionAsync("Supplements");
            await page.WaitForURLAsync("**q=magnesium&category=supplements", new() { WaitUntil = WaitUntilState.Commit });
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Without the filter Supplements" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("SUP-017")).ToBeVisibleAsync();
            var brief = page.Locator(".goods tbody tr").First.Locator(":is(.brief, .c-brief)");
            await Assertions.Expect(brief.And(page.GetByText("on hand")).Locator("visible=true")).ToHaveCountAsync(width < 1280 ? 1 : 0);

            await page.ReloadAsync();

            await Assertions.Expect(page.GetByText("SUP-017")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByLabel("Name, SKU, ingredient")).ToHaveValueAsync("magnesium");
            Assert.Equal(0, await page.TooWideAsync());
        },
        width);

    /// <summary>A manager who did not write it vouches for the first marked words of a product.</summary>
    private async Task ApproveAsync(string path)
    {
        var email = await chromium.ManagerAsync();
        await chromium.JourneyAsync(async manager =>
        {
            await SignInAsync(manager, email);
            await manager.GotoAsync(path);
            await manager.WriteAsync(manager.GetByLabel("Why they may stand, and where that is proven"), "It is the name of the mill.");
            await manager.EnterAsync(manager.GetByRole(AriaRole.Button, new() { Name = "Approve these words", Exact = true }));
            await Assertions.Expect(manager.Locator("[aria-labelledby=approvals]")).ToContainTextAsync("pproved");
            await manager.StandsInAsync("#main");
        });
    }

    private static async Task ChangeMeanwhileAsync(IPage page, int id)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"/admin/products/{id}");
        await other.GetByLabel("Summary").FillAsync("Changed meanwhile.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await other.CloseAsync();
    }

    /// <summary>Two files at once, of which one is no picture: with the keyboard alone, while the form holds what is not saved yet.</summary>
    private static async Task AddPicturesAsync(IPage page)
    {
        await page.ChooseFilesAsync(
            page.GetByLabel("Choose pictures"),
            new() { Name = "cups.jpg", MimeType = "image/jpeg", Buffer = PictureFile.Photo(orientation: 6, width: 2_000, height: 1_500) },
            new() { Name = "setup.jpg", MimeType = "image/jpeg", Buffer = "MZ and more"u8.ToArray() });
        await page.WriteAsync(page.GetByLabel("What cups.jpg shows"), "Six cups of barley");
        await page.WriteAsync(page.GetByLabel("What setup.jpg shows"), "The same from behind");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Add the chosen pictures" }));
        await Assertions.Expect(page.GetByText("This file is no JPEG, PNG or WebP picture")).ToBeVisibleAsync();
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Leave out setup.jpg" }));
        await IsSeenAsync(page.Locator(".pictures img"));
    }

    private static async Task IsSeenAsync(ILocator picture)
    {
        await picture.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(picture).ToHaveAttributeAsync("alt", "Six cups of barley");
        await Poll.UntilAsync(
            () => picture.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0 && image.naturalHeight > image.naturalWidth"), isDrawn => isDrawn, "an upright picture");
    }

    private static async Task SignInAsync(IPage page, string email = Some.AdminEmail)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Some.Password);
        await page.GetByLabel("Password").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
    }

    private static async Task TypeAsync(IPage page, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            await page.WriteAsync(page.GetByLabel(label, new() { Exact = true }), text);
        }
    }

    private async Task<int> ProductIdAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        return await db.Set<Product>().Where(p => p.Sku == sku).Select(p => p.Id).SingleAsync();
    }
}
