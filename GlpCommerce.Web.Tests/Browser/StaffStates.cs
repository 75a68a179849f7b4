using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>What staff see of a page besides how it opens: what was refused, offered back, overtaken, or done.</summary>
internal sealed class StaffStates(Chromium chromium, IPage page, PageWalk walk)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    /// <summary>A file whose columns are to be looked at, the dry run (what is new, changed and wrong), one that was overtaken, done and undone.</summary>
    public async Task LookAtFileAsync()
    {
        await page.GotoAsync("/admin/products/import");
        await Button("Bring it in").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await walk.GlanceAsync("no file");
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload
        {
            Name = "prices.csv", MimeType = "text/csv", Buffer = "sku,price,color\nSUP-001,39.10,red\nNEW-1,much,\nNEW-2,5,\n"u8.ToArray(),
        });
        await Button("Bring it in").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("prices.csv");
        await walk.LookAsync("a file whose columns are to be looked at");
        await Button("See what would change").ClickAsync();
        await Assertions.Expect(page.GetByText("Checked, nothing written yet")).ToBeVisibleAsync(Patience);
        await walk.LookAsync("a dry run");

        await OvertakeAsync("SUP-001");
        await Button("Import 1, leave out 2").ClickAsync();
        await Assertions.Expect(page.GetByText("To be checked again", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await walk.GlanceAsync("a batch that was overtaken");
        await Button("Check again").ClickAsync();
        await Button("Import 1, leave out 2").ClickAsync(new() { Timeout = Patience.Timeout });
        await Assertions.Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await walk.GlanceAsync("a batch that is done");
        await Button("Undo").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Undone", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await walk.GlanceAsync("a batch that is undone");
    }

    /// <summary>A form that was refused, a draft that is offered back, and somebody else's change.</summary>
    public async Task LookAtProductAsync()
    {
        await page.GotoAsync($"/admin/products/{await ProductAsync("FIT-002")}");
        await page.GetByLabel("Price ($)").FillAsync("much");
        await Button("Save").ClickAsync();
        await Assertions.Expect(page.GetByText("Not saved.")).ToBeVisibleAsync();
        await walk.GlanceAsync("a product that was refused");
        await page.ReloadAsync();
        await Assertions.Expect(Button("Bring it back")).ToBeVisibleAsync();
        await walk.GlanceAsync("a draft that is offered back");
        await Button("Throw it away").ClickAsync();
        await CollideAsync();
        await walk.GlanceAsync("two editors at once");
    }

    private async Task CollideAsync()
    {
        await page.GetByLabel("Summary").FillAsync("Mine.");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await other.GetByLabel("Summary").FillAsync("Theirs.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await other.CloseAsync();
        await Button("Save").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Somebody else changed this meanwhile" })).ToBeVisibleAsync();
    }

    /// <summary>What was typed about an order and is offered back, what was refused, and an order that is shipped and given back.</summary>
    public async Task LookAtOrderAsync()
    {
        await page.GotoAsync($"/admin/orders/{await BuyAsync()}");
        await Button("Ship").ClickAsync();
        await page.GetByLabel("Tracking number").FillAsync("12 34");
        await page.ReloadAsync();
        await Button("Ship").ClickAsync();
        await Button("Bring it back").WaitForAsync();
        await walk.GlanceAsync("a parcel that is offered back");
        await Button("Bring it back").ClickAsync();
        await Dialog("It has left").ClickAsync();
        await Assertions.Expect(page.Locator("#tracking-e")).ToBeVisibleAsync();
        await walk.GlanceAsync("a parcel that was refused");
        await page.GetByLabel("Tracking number").FillAsync("9400111202555554321987");
        await Dialog("It has left").ClickAsync();
        await Assertions.Expect(page.Locator("[data-order-status]")).ToHaveAttributeAsync("data-order-status", "shipped");
        await walk.LookIntoAsync("an order that is shipped");

        await Button("Refund").ClickAsync();
        await page.Locator("#units-0").FillAsync("two");
        await Dialog("Give it back").ClickAsync();
        await Assertions.Expect(page.Locator("#units-0-e")).ToBeVisibleAsync();
        await walk.GlanceAsync("a refund that was refused");
        Assert.True(await page.EvaluateAsync<bool>("""Object.keys(sessionStorage).some(key => key.startsWith('typed ') && /"units \d+":"two"/.test(sessionStorage[key]))"""), "What is typed is kept by its line.");
        await page.Locator("#units-0").FillAsync("1");
        await page.GetByLabel("Why, for the shopper to read").FillAsync("It leaked.");
        await Dialog("Give it back").ClickAsync();
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Money on its way back");
        await walk.GlanceAsync("an order that is given back");
    }

    /// <summary>Somebody else was quicker.</summary>
    private async Task OvertakeAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        await db.Set<Product>().Where(p => p.Sku == sku).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.Summary, "Theirs."));
    }

    private async Task<int> ProductAsync(string sku)
    {
        await using var db = chromium.Shop.Db();
        return await db.Set<Product>().Where(p => p.Sku == sku).Select(p => p.Id).SingleAsync();
    }

    private async Task<string> BuyAsync()
    {
        await using var db = chromium.Shop.Db();
        using var visitor = chromium.Shop.NewVisitor();
        return (await visitor.BuyAsync(await db.Set<Product>().SingleAsync(p => p.Sku == "SUP-023"))).Number;
    }

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private ILocator Dialog(string name) => page.GetByRole(AriaRole.Dialog).Locator("button[type=submit]", new() { HasText = name });
}
