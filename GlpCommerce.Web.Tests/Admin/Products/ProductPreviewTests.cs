using Bunit;
using GlpCommerce.Core.Content;
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

    private IRenderedComponent<ProductPreview> Preview(string summary = "Short.", string description = "Long.", string claim = "", params string[] cautions) => Render<ProductPreview>(p => p
        .Add(v => v.Name, "Cups").Add(v => v.Summary, summary).Add(v => v.Description, description).Add(v => v.Claim, claim).Add(v => v.Cautions, cautions));
}
