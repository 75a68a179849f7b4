using Bunit;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Components;

public sealed class PagerTests : ShopComponentContext
{
    [Fact]
    public void One_page_needs_no_pager() => Assert.Empty(Show(1, 1).Markup.Trim());

    [Theory]
    [InlineData(1, 2, "1 2")]
    [InlineData(1, 10, "1 2 … 10")]
    [InlineData(5, 10, "1 … 4 5 6 … 10")]
    [InlineData(3, 5, "1 2 3 4 5")]
    [InlineData(10, 10, "1 … 9 10")]
    [InlineData(4, 7, "1 … 3 4 5 … 7")]
    public void It_shows_both_ends_and_what_is_near(int page, int count, string shown) => Assert.Equal(shown, Shown(Show(page, count)));

    [Fact]
    public void The_page_one_is_on_is_marked_and_no_link()
    {
        var current = Show(3, 5).Find("[aria-current=page]");

        Assert.Equal(("B", true), (current.TagName, current.TextContent.EndsWith('3')));
    }

    [Theory]
    [InlineData(1, null, "?page=2")]
    [InlineData(2, "?page=1", "?page=3")]
    [InlineData(3, "?page=2", null)]
    public void Previous_and_next_lead_to_the_neighbours_where_there_are_any(int page, string? previous, string? next)
    {
        var pager = Show(page, 3);

        Assert.Equal((previous, next), (Href("prev"), Href("next")));

        string? Href(string rel) => pager.FindAll($"a[rel={rel}]").SingleOrDefault()?.GetAttribute("href");
    }

    private IRenderedComponent<Pager> Show(int page, int count) =>
        Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.PageCount, count).Add(x => x.Url, number => $"?page={number}"));

    private static string Shown(IRenderedComponent<Pager> pager) => string.Join(
        ' ', pager.FindAll("nav > :not([rel])").Select(element => element.TextContent.Replace("Page", "", StringComparison.Ordinal).Trim()));
}
