using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What a product's page makes of data that the opening catalogue does not hold.</summary>
public sealed class ProductPageTests(ShopServers servers)
{
    [Theory]
    [InlineData("Energy")]
    [InlineData("Fiber")]
    [InlineData("Added sugar")]
    [InlineData("Sodium")]
    [InlineData("Potassium")]
    [InlineData("Magnesium")]
    public async Task What_the_label_does_not_say_is_not_stated_and_never_zero(string row)
    {
        var page = await OpenAsync(new LabelFacts { Serving = "1 scoop", Servings = 10, ProteinGrams = 12.5m });

        Assert.Equal("not stated", LabelTable.Cell(page, row));
    }

    [Fact]
    public async Task A_serving_that_is_not_stated_is_said_to_be_so()
    {
        var page = await OpenAsync(new LabelFacts { ProteinGrams = 12.5m });

        Assert.Equal(("not stated", "servings not stated"), LabelTable.On(page)[0]);
    }

    [Fact]
    public async Task A_zero_on_the_label_is_a_zero_on_the_page()
    {
        var page = await OpenAsync(new LabelFacts { Serving = "1 scoop", SodiumMilligrams = 0 });

        Assert.Equal("0 mg", LabelTable.Cell(page, "Sodium"));
    }

    [Fact]
    public async Task What_the_label_says_stands_there_to_the_hundredth()
    {
        var page = await OpenAsync(new LabelFacts { Serving = "1 scoop", ProteinGrams = 12.25m });

        Assert.Equal("12.25 g", LabelTable.Cell(page, "Protein"));
    }

    [Fact]
    public async Task Without_an_article_the_page_says_so_and_leads_to_the_guides()
    {
        var page = await OpenAsync(label: null);

        Assert.Null(page.Document.QuerySelector("main article"));
        Assert.NotNull(page.Document.QuerySelector("main .note a[href='/learn']"));
    }

    [Fact]
    public async Task Allergens_and_cautions_stand_on_the_page_in_their_order()
    {
        var shop = await servers.AnyAsync();
        var product = Some.Product(allergens: ["milk", "tree nuts (almonds)"], protein: 20);
        product.Cautions = ["Ask first if you take iron.", "Not below 12 & not while <nursing>."];
        await shop.StockAsync(product);
        using var visitor = shop.NewVisitor();

        var page = (await visitor.ProductAsync(product)).Page;

        Assert.Equal("Milk, tree nuts (almonds)", LabelTable.Cell(page, "Contains"));
        Assert.Equal(product.Cautions, page.Texts(".note.care li"));
    }

    private async Task<Page> OpenAsync(LabelFacts? label)
    {
        var shop = await servers.AnyAsync();
        var product = Some.Product();
        product.Label = label;
        await shop.StockAsync(product);
        using var visitor = shop.NewVisitor();
        return (await visitor.ProductAsync(product)).Page;
    }
}
