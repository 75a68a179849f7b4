using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>The shelf with its filters, on the catalogue as it opens.</summary>
[Collection(WholeSite.Name)]
public sealed class ShelfTests(WholeSite site)
{
    private const int MostBytes = 60 * 1024;

    /// <summary>Questions that combine filters, and what a product must be to answer them.</summary>
    public static TheoryData<string, Func<Product, bool>> Combined => new()
    {
        { "/shop?stage=starting", p => Suits(p, JourneyStage.Starting) },
        { "/shop?need=protein", p => p.Needs.Contains("protein") },
        { "/shop/meal-prep?stage=active", p => p.Category == Category.MealPrep && Suits(p, JourneyStage.Active) },
        { "/shop?stage=starting&need=protein", p => Suits(p, JourneyStage.Starting) && p.Needs.Contains("protein") },
        { "/shop?stage=maintenance&need=muscle&diet=vegan", p => Suits(p, JourneyStage.Maintenance) && p.Needs.Contains("muscle") && p.Diets.Contains("vegan") },
        { "/shop?need=protein&without=milk", p => p.Needs.Contains("protein") && !p.Allergens.Any(a => a.StartsWith("milk", StringComparison.OrdinalIgnoreCase)) },
        { "/shop?diet=gluten-free&diet=vegan", p => p.Diets.Contains("gluten-free") && p.Diets.Contains("vegan") },
        { "/shop?price=10-20", p => p.Price.Amount is >= 10 and <= 20 },
    };

    [Theory, MemberData(nameof(Combined))]
    public async Task Filters_combine_to_exactly_what_answers_all_of_them(string address, Func<Product, bool> fits)
    {
        using var visitor = site.NewVisitor();
        var expected = site.Products.Select(p => p.Product).Where(fits).Select(p => p.Name).ToHashSet();

        var found = new List<string>();
        for (Page? page = await visitor.OpenAsync(address); page is not null;)
        {
            found.AddRange(page.Texts("ul.shelf .item h2"));
            page = page.Document.QuerySelector("a[rel=next]") is { } next ? await visitor.OpenAsync(next.GetAttribute("href")!) : null;
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public async Task Every_filter_value_leads_to_as_many_products_as_it_says()
    {
        using var visitor = site.NewVisitor();
        var shelf = await visitor.OpenAsync("/shop");
        var wrong = new List<string>();
        var values = shelf.Document.QuerySelectorAll(".filters input:not([type=hidden])").Where(input => input.GetAttribute("value") != "").ToList();
        foreach (var input in values)
        {
            var address = $"/shop?{input.GetAttribute("name")}={input.GetAttribute("value")}";
            var says = Page.Words(input.Closest("label")!.QuerySelector(".num"));
            var count = Count(await visitor.OpenAsync(address));
            if (says != count.ToString(CultureInfo.InvariantCulture))
            {
                wrong.Add($"{address} says {says} and has {count}");
            }
        }

        Assert.True(values.Count > 20, $"Only {values.Count} filter values.");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Counts_beside_the_filters_know_what_is_chosen_already()
    {
        using var visitor = site.NewVisitor();
        var shelf = await visitor.OpenAsync("/shop?stage=starting");
        var says = Page.Words(shelf.Document.QuerySelector("input[name=need][value=protein]")!.Closest("label")!.QuerySelector(".num"));

        Assert.Equal(Count(await visitor.OpenAsync("/shop?stage=starting&need=protein")).ToString(CultureInfo.InvariantCulture), says);
    }

    [Fact]
    public async Task A_chosen_filter_can_be_taken_back_alone()
    {
        using var visitor = site.NewVisitor();
        var shelf = await visitor.OpenAsync("/shop?stage=starting&need=protein");
        var chip = shelf.Document.QuerySelectorAll("a.chip").Single(a => a.TextContent.Contains("Protein", StringComparison.Ordinal));

        Assert.Equal("/shop?stage=starting", chip.GetAttribute("href"));
    }

    [Fact]
    public async Task Sorting_by_price_starts_with_the_cheapest()
    {
        using var visitor = site.NewVisitor();

        var shelf = await visitor.OpenAsync("/shop?sort=price");

        Assert.Contains(site.Products.MinBy(p => p.Product.Price.Cents).Product.Price.ToString(), shelf.Texts("ul.shelf .price")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/shop")]
    [InlineData("/shop?stage=starting")]
    [InlineData("/shop?page=2")]
    public async Task The_html_of_a_shelf_is_below_60_kb(string address)
    {
        using var visitor = site.NewVisitor();

        var shelf = await visitor.OpenAsync(address);

        Assert.InRange(Encoding.UTF8.GetByteCount(shelf.Html), 1, MostBytes);
    }

    [Fact]
    public async Task A_shelf_that_holds_nothing_offers_the_way_out_that_helps_most()
    {
        using var visitor = site.NewVisitor();

        var empty = await visitor.OpenAsync("/shop/fitness?need=protein&diet=vegan&q=zzzz");

        Assert.Contains("Nothing stands here", empty.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(empty.Document.QuerySelector("main .empty a[href^='/shop']"));
    }

    [Fact]
    public async Task A_search_that_finds_no_product_leads_to_the_guides_that_speak_of_it()
    {
        using var visitor = site.NewVisitor();

        var empty = await visitor.OpenAsync("/shop?q=constipated");

        var guide = empty.Document.QuerySelector("main .empty a[href^='/learn/']")!;
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync(guide.GetAttribute("href")!)).Status);
        Assert.Empty((await visitor.OpenAsync("/shop?q=zzzz")).Document.QuerySelectorAll("main .empty a[href^='/learn/']"));
    }

    [Fact]
    public async Task The_words_of_a_search_are_shown_as_words()
    {
        using var visitor = site.NewVisitor();

        var shelf = await visitor.OpenAsync("/shop?q=" + Uri.EscapeDataString("<script>alert(1)</script>"));

        Assert.Contains("<script>alert(1)</script>", shelf.Heading, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", shelf.Html, StringComparison.Ordinal);
    }

    private static int Count(Page shelf) => int.Parse(shelf.Text("main [role=status]").Split(' ')[0], CultureInfo.InvariantCulture);

    private static bool Suits(Product product, JourneyStage stage) => product.Stages.Any(s => s.Stage == stage);
}
