using AngleSharp.Html.Parser;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Content;

public sealed class MarkdownRendererTests
{
    private static readonly string[] Attributes = ["href", "id", "title", "start"];

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("*")]
    [InlineData("[")]
    public void A_text_that_is_nested_too_deep_is_shown_as_it_is_written(string opener)
    {
        using var renderer = new MarkdownRenderer();

        var shown = new HtmlParser().ParseDocument(renderer.Render(string.Concat(Enumerable.Repeat(opener, 2_000)) + " Rest" + new string('*', 2_000)).Html);

        Assert.Contains("Rest", shown.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("![x](https://tracker.example/pixel.gif)")]
    [InlineData("[x](https://a.example \"onmouseover=alert(1) title\")")]
    [InlineData("<iframe src=https://evil.example></iframe>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("# x {onclick=alert(1) style=color:red}")]
    [InlineData("```<script>\nalert(1)\n```")]
    [InlineData("| a |\n|---|\n| <b onclick=x>y</b> |")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("<javascript:alert(1)>")]
    public void Nothing_that_acts_or_loads_gets_through(string markdown)
    {
        using var renderer = new MarkdownRenderer();

        var html = new HtmlParser().ParseDocument(renderer.Render(markdown).Html);

        Assert.Empty(html.Body!.QuerySelectorAll("script, iframe, img, svg, style, object, embed, form, input, link, meta, base"));
        Assert.All(html.Body!.QuerySelectorAll("*").SelectMany(e => e.Attributes), a => Assert.Contains(a.Name, Attributes));
        Assert.All(html.Body!.QuerySelectorAll("a[href]"), a => Assert.Matches("^(https?|mailto|tel):|^[/#]", a.GetAttribute("href")));
    }

    [Fact]
    public void Plain_text_lists_tables_and_links_are_drawn()
    {
        using var renderer = new MarkdownRenderer();

        var html = renderer.Render("A **b** [c](https://example.com) [d](/learn)\n\n- e\n\n| f |\n|---|\n| g |").Html;

        foreach (var part in new[] { "<strong>b</strong>", "href=\"https://example.com\"", "href=\"/learn\"", "<li>e</li>", "<td>g</td>" })
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Second_headings_can_be_linked_to()
    {
        using var renderer = new MarkdownRenderer();

        var text = renderer.Render("# Title\n\n## What it **is**\n\nx\n\n## What it is\n\n### Deeper");

        Assert.Equal(["What it is", "What it is"], text.Headings.Select(h => h.Text));
        Assert.Equal(2, text.Headings.Select(h => h.Id).Distinct().Count());
        Assert.All(text.Headings, h => Assert.Contains($"<h2 id=\"{h.Id}\">", text.Html, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_article_of_the_opening_shop_is_drawn_without_a_leftover()
    {
        using var renderer = new MarkdownRenderer();

        foreach (var article in Seeder.Articles(Some.Noon))
        {
            var html = renderer.Render(article.Body).Html;
            Assert.DoesNotContain("**", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\n## ", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<h1", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_text_at_all_is_drawn()
    {
        using var renderer = new MarkdownRenderer();

        Assert.All(Some.Nonsense, text => Assert.NotNull(renderer.Render(text).Html));
    }
}
