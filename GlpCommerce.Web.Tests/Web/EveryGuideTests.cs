using GlpCommerce.Core.Content;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What the page of every guide must show.</summary>
[Collection(WholeSite.Name)]
public sealed class EveryGuideTests(WholeSite site)
{
    [Fact]
    public void All_12_guides_have_a_page() => Assert.Equal(12, site.Guides.Count);

    [Fact]
    public void Every_page_shows_its_title_and_its_whole_text() => None((guide, page) =>
        page.Heading != guide.Title || page.Text("main article .read") != Rendered.Words(guide.Body));

    [Fact]
    public void Every_page_names_its_sources() => None((guide, page) =>
        guide.Sources.Count == 0 || !page.Texts("main article .src li").SequenceEqual(guide.Sources.Select(Rendered.Line)));

    private void None(Func<Article, Page, bool> isWrong) =>
        Assert.Empty(site.Guides.Where(g => isWrong(g.Guide, g.Page)).Select(g => g.Guide.Slug));
}
