using System.Xml.Linq;
using AngleSharp.Dom;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What the page of every product of the opening catalogue must show.</summary>
[Collection(WholeSite.Name)]
public sealed class EveryProductTests(WholeSite site)
{
    // 21 CFR 101.93(c), word for word.
    private const string OneClaim =
        "This statement has not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.";

    private const string SeveralClaims =
        "These statements have not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.";

    [Fact]
    public void All_127_products_have_a_page() => Assert.Equal(127, site.Products.Count);

    [Fact]
    public void Every_page_names_its_product_and_its_price() => None((product, page) =>
        page.Heading != product.Name || !page.Text("main .price").Contains(product.Price.ToString(), StringComparison.Ordinal));

    [Fact]
    public async Task Every_picture_is_drawn_from_symbols_that_exist()
    {
        var drawn = site.Products.SelectMany(p => p.Page.Document.QuerySelectorAll("svg.pack use").Select(use => use.GetAttribute("href")!)).ToHashSet();
        var symbols = new HashSet<string>();
        using var visitor = site.NewVisitor();
        foreach (var sprite in drawn.Select(href => href.Split('#')[0]).Distinct())
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, sprite);
            var ids = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants().Attributes("id");
            symbols.UnionWith(ids.Select(id => $"{sprite}#{id.Value}"));
        }

        None((_, page) => page.Document.QuerySelector("main svg.pack use") is null);
        Assert.Empty(drawn.Except(symbols));
    }

    [Fact]
    public void Every_large_picture_says_what_it_shows() => None((_, page) =>
        string.IsNullOrWhiteSpace(page.Document.QuerySelector("main .stand svg.pack[role=img]")?.GetAttribute("aria-label")));

    [Fact]
    public void Every_caution_is_on_the_page() => None((product, page) =>
        product.Cautions.Any(caution => !page.Texts(".note.care li").Contains(string.Join(' ', caution.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));

    [Fact]
    public void Every_allergen_is_on_the_label() => None((product, page) =>
        product.Allergens.Any(allergen => !page.Text("table.label").Contains(allergen, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void A_claim_is_followed_by_the_statement_of_the_law_and_marked_with_its_star() => None((product, page) => product.Claim is { Length: > 0 } claim
        && (page.Document.QuerySelectorAll("[id=fda]").Length != 1 || page.Text("#fda") != "* " + (Sentences(claim) > 1 ? SeveralClaims : OneClaim)
            || !page.Text("main").Contains(claim + "*", StringComparison.Ordinal)));

    [Fact]
    public void Without_a_claim_there_is_no_statement_of_the_law() => None((product, page) =>
        product.Claim is null && page.Html.Contains("Food and Drug Administration", StringComparison.Ordinal)
        && !page.Text(".read").Contains("Food and Drug Administration", StringComparison.Ordinal));

    [Fact]
    public void Only_a_supplement_carries_a_claim() => None((product, _) => product.Claim is not null && product.Kind != ProductKind.Supplement);

    [Fact]
    public void Every_cell_of_the_label_agrees_with_the_products_data() => None((product, page) =>
        !LabelTable.On(page).SequenceEqual(LabelTable.Of(product)));

    [Fact]
    public void The_educational_article_of_a_product_stands_on_its_page() => None((product, page) => product.ArticleSlug is { } slug
        && (page.Text("main article h2") != site.Articles[slug].Title || page.Text("main article .read") != Rendered.Words(site.Articles[slug].Body)));

    [Fact]
    public void The_article_names_its_sources() => None((product, page) => product.ArticleSlug is { } slug
        && !page.Texts("main article .src li").SequenceEqual(site.Articles[slug].Sources.Select(Rendered.Line)));

    [Fact]
    public void There_are_25_articles_on_the_pages_of_products() =>
        Assert.Equal(25, site.Products.Where(p => p.Page.Document.QuerySelector("main article .read") is not null).Select(p => p.Product.ArticleSlug).Distinct().Count());

    [Fact]
    public void What_stands_well_beside_a_product_stands_there_as_tiles() => None((product, page) =>
    {
        var instead = Tiles(page, "instead");
        var related = product.Related.Select(sku => site.Products.Single(p => p.Product.Sku == sku).Product.Slug).Except(instead);
        return !Tiles(page, "beside").SequenceEqual(related);
    });

    [Fact]
    public void Every_product_has_something_that_stands_well_beside_it() => None((_, page) =>
        Tiles(page, "beside").Count + Tiles(page, "instead").Count == 0);

    [Fact]
    public void A_product_in_stock_can_be_bought_and_a_sold_out_one_cannot() => None((product, page) =>
        product.Stock.Available > 0 != (page.Document.QuerySelector("main input[name=quantity]") is not null));

    [Fact]
    public void The_data_for_search_engines_says_the_same_price_and_stock() => None((product, page) =>
    {
        var offer = System.Text.Json.JsonDocument.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement.GetProperty("offers");
        return offer.GetProperty("price").GetString() != product.Price.Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)
            || offer.GetProperty("availability").GetString()!.EndsWith("InStock", StringComparison.Ordinal) != product.Stock.Available > 0;
    });

    private static int Sentences(string claim) => claim.Split(". ", StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The slugs of the products in a row of tiles.</summary>
    private static List<string> Tiles(Page page, string row) =>
        [.. page.Document.QuerySelectorAll($"section[aria-labelledby={row}] li.item h3 a").Select(a => a.GetAttribute("href")!.Split('/')[^1])];

    private void None(Func<Product, Page, bool> isWrong) =>
        Assert.Empty(site.Products.Where(p => isWrong(p.Product, p.Page)).Select(p => p.Product.Slug));
}
