using Bunit;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductPreviewTests : ShopComponentContext
{
    private const string Nasty =
        "  \n| a | b |\n|---|---|\n| **1** | `2` |\n\n- one\n  - [two](javascript:alert(1))\n    1. three\n\n<script>alert(1)</script> <b onclick=\"x()\">bold</b> ![x](http://elsewhere.example/a.png)\n\n> [out](https://example.org \"title\") &amp; in  ";

    public ProductPreviewTests() => Services.AddSingleton<MarkdownRenderer>();

    [Fact]
    public void A_description_is_shown_as_the_shop_shows_it()
    {
        var shop = Render<ProductDescription>(p => p.Add(d => d.Text, Nasty).Add(d => d.Summary, "Short."));
        var preview = Preview(description: Nasty);

        Assert.Equal(shop.Find(".read").OuterHtml, preview.Find(".read").OuterHtml);
        Assert.Equal(("table", 2), (preview.Find(".read > table").LocalName, preview.FindAll(".read ul").Count));
        Assert.Empty(preview.FindAll("script, img, b[onclick], a[href^=javascript]"));
    }

    [Theory]
    [InlineData("Six small cups.", "  Six small cups. \n")]
    [InlineData("Six small cups.", "   ")]
    public void A_description_that_says_no_more_than_the_summary_is_left_out_as_in_the_shop(string summary, string description) =>
        Assert.Empty(Preview(summary, description).FindAll(".read"));

    [Fact]
    public void A_claim_stands_with_its_star_and_the_words_of_the_law()
    {
        var preview = Preview(claim: "Zinc contributes to normal hair.");

        Assert.Contains(preview.FindAll("p"), p => p.TextContent == "Zinc contributes to normal hair.*");
        Assert.Equal($"* {FdaDisclaimer.For("Zinc contributes to normal hair.")}", preview.Find(".fda").TextContent);
        Assert.Empty(Preview().FindAll(".fda"));
    }

    [Fact]
    public void Who_should_ask_first_is_shown() =>
        Assert.Equal(["Ask first if you are pregnant.", "Contains caffeine."], Preview(cautions: ["Ask first if you are pregnant.", "Contains caffeine."]).FindAll(".care li").Select(li => li.TextContent));

    [Fact]
    public void The_label_and_the_first_numbers_are_letter_by_letter_those_of_the_shop()
    {
        (string, string)[] typed = [("fiber", "4.5 g"), ("sodium", "90"), ("addedSugar", "0"), ("other", "Zinc: 2 mg"), ("allergens", "milk\ntree nuts (almonds)"), ("diets", "vegetarian"), ("number", "12"), ("unit", "g"), ("what", "protein")];
        var sold = FormProduct.New(ProductCheck.Run(Typed.Product(typed)).Value!, Some.Noon);

        var preview = Shown(typed);

        Assert.Equal(Render<LabelTable>(p => p.Add(l => l.Product, sold)).Markup, preview.FindComponent<LabelTable>().Markup);
        Assert.Equal(Render<StatList>(p => p.Add(l => l.Product, sold)).Markup, preview.FindComponent<StatList>().Markup);
        Assert.Contains("Zinc: 2 mg", preview.Find("table.label").TextContent, StringComparison.Ordinal);
        Assert.Contains("4.5 g", preview.Find("table.label").TextContent, StringComparison.Ordinal);
    }

    /// <summary>A form is previewed from the first letter on.</summary>
    [Fact]
    public void What_cannot_be_read_yet_is_not_stated_and_the_rest_is_shown()
    {
        var half = Shown(("protein", "1o g"), ("kcal", "220"), ("price", "a lot"), ("weight", ""), ("category", ""), ("kind", "?"), ("stages", "never"), ("name", ""), ("sku", ""));

        var rows = half.FindAll("table.label tbody tr").ToDictionary(row => row.Children[0].TextContent, row => row.Children[1].TextContent);
        Assert.Equal(("not stated", "220 kcal"), (rows["Protein"].ToLowerInvariant(), rows["Energy"]));
        Assert.NotEmpty(Render<ProductPreview>(p => p.Add(v => v.Product, ProductForm.Shown(new()))).FindAll("table.label"));
    }

    [Fact]
    public void Whatever_is_typed_into_any_field_is_previewed()
    {
        foreach (var field in ProductFields.All)
        {
            Assert.All(Some.Nonsense, nonsense => Assert.NotNull(ProductForm.Shown(Typed.Product((field.Name, nonsense)))));
        }
    }

    private IRenderedComponent<ProductPreview> Preview(string summary = "Short.", string description = "Long.", string claim = "", params string[] cautions) =>
        Shown(("summary", summary), ("description", description), ("claim", claim), ("cautions", string.Join('\n', cautions)));

    private IRenderedComponent<ProductPreview> Shown(params (string Field, string Text)[] typed) =>
        Render<ProductPreview>(p => p.Add(v => v.Product, ProductForm.Shown(Typed.Product(typed))));
}
