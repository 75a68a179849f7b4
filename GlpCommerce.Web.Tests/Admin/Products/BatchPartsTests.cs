using Bunit;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Batches;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class BatchPartsTests : ShopComponentContext
{
    public BatchPartsTests() => Services.AddMudServices();

    [Fact]
    public void Columns_are_taken_as_they_were_guessed_until_somebody_chooses_otherwise()
    {
        ColumnChoice? chosen = null;
        string[] header = ["Article no", "Price", "Vendor"];
        var order = new ImportOrder(header, ["A-1", "9.50"], ';', FileColumns.Guess(header), new Dictionary<string, string>());
        var mapping = Render<ColumnMapping>(p => p.Add(m => m.Order, order).Add(m => m.OnCheck, choice => chosen = choice));

        mapping.Find("[aria-label='Article no is taken as']").Change("sku");
        mapping.Find("#d-category").Change("meal-prep");
        mapping.Find("form").Submit();

        Assert.Equal(["sku", "price", null], chosen!.Targets);
        Assert.Equal(("category", "meal-prep"), (chosen.Defaults.Single().Key, chosen.Defaults.Single().Value));
        Assert.Contains("parted by semicolons", mapping.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_empty_or_becomes_empty_is_said_and_a_list_stands_on_one_line()
    {
        var diff = Render<DiffList>(p => p.Add(d => d.Changes, [new TextChange("needs", "", "fiber\nprotein"), new TextChange("claim", "Fiber.", "")]));

        Assert.Equal(["nothing", "Fiber."], diff.FindAll("del").Select(text => text.TextContent));
        Assert.Equal(["fiber · protein", "nothing"], diff.FindAll("ins").Select(text => text.TextContent));
    }

    [Fact]
    public void Files_hold_what_the_list_shows_and_only_who_may_write_changes_many()
    {
        var query = new ProductListQuery { Text = "tea", Page = 3 };
        var (ticks, none) = (new ProductTicks(), new ProductTicks());
        ticks.Set(5, true);

        var reader = Render<ProductTools>(p => p.Add(t => t.Query, query).Add(t => t.Ticks, none).Add(t => t.Total, 40).Add(t => t.MayEdit, false));
        var writer = Render<ProductTools>(p => p.Add(t => t.Query, query).Add(t => t.Ticks, none).Add(t => t.Total, 40).Add(t => t.MayEdit, true));
        var ticked = Render<ProductTools>(p => p.Add(t => t.Query, query).Add(t => t.Ticks, ticks).Add(t => t.Total, 40).Add(t => t.MayEdit, true));

        Assert.Equal(["/admin/products/export.csv?q=tea", "/admin/products/export-shopify.csv?q=tea"], Links(reader));
        Assert.Contains("/admin/products/change?q=tea", Links(writer));
        Assert.Contains("/admin/products/change?ids=5", Links(ticked));
        Assert.DoesNotContain("/admin/products/change?q=tea", Links(ticked));
    }

    [Fact]
    public void More_products_than_an_import_takes_are_also_exported_in_parts_that_it_takes()
    {
        var tools = Render<ProductTools>(p => p.Add(t => t.Query, new ProductListQuery()).Add(t => t.Ticks, new ProductTicks()).Add(t => t.Total, 100_001).Add(t => t.MayEdit, false));

        Assert.Equal(
            ["/admin/products/export.csv", "/admin/products/export.csv?part=1", "/admin/products/export.csv?part=2", "/admin/products/export.csv?part=3", "/admin/products/export-shopify.csv"],
            Links(tools));
    }

    private static List<string?> Links(IRenderedComponent<ProductTools> tools) => [.. tools.FindAll("a").Select(link => link.GetAttribute("href"))];
}
