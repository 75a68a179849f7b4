using Bunit;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Content;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Admin.Rules;
using GlpCommerce.Web.Features.Learn;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin.Editing;

public sealed class EditingPartsTests : ShopComponentContext
{
    [Theory]
    [InlineData(ArticleKind.Guide, "Ozempic cures.", new[] { "cures" })]
    [InlineData(ArticleKind.Product, "Ozempic cures.", new[] { "Ozempic", "cures" })]
    public void A_field_marks_what_is_being_typed_by_the_rules_of_its_kind(ArticleKind kind, string typed, string[] marked)
    {
        var desk = new FormDesk(Typed.Guide(), ArticleForm.Fields, field => ArticleForm.CopyOf(kind, field));
        var input = Render<FormInput>(p => p.Add(f => f.Desk, desk).Add(f => f.Name, "body").Add(f => f.Lines, 5));

        input.Find("textarea").Input(typed);

        input.WaitForAssertion(() => Assert.Equal(marked, input.FindAll("mark").Select(mark => mark.TextContent)));
        Assert.Equal(typed, desk.Form["body"]);
    }

    [Fact]
    public void A_refused_rate_says_so_in_its_cell_until_it_is_typed_anew()
    {
        var desk = new FormDesk(new FieldForm(), RateForm.Fields);
        desk.Refuse([new Problem("rates.invalid", "A percentage, please.", "IL.Food"), new Problem("rates.changed", "Too late.")]);
        Assert.Equal([("IL.Food", "Illinois, food", "A percentage, please.")], desk.Refused);
        Assert.Equal(["Too late."], desk.General);
        var cell = Render<RateCell>(p => p.Add(c => c.Desk, desk).Add(c => c.Name, "IL.Food"));
        Assert.Equal(("true", "A percentage, please."), (cell.Find("input").GetAttribute("aria-invalid"), cell.Find("#said-IL\\.Food").TextContent));

        cell.Find("input").Change("1");

        Assert.Empty(cell.FindAll(".refusal"));
        Assert.Equal("1", desk.Form["IL.Food"]);
    }

    [Fact]
    public void What_is_ticked_stands_in_the_shops_own_order()
    {
        var desk = new FormDesk(new FieldForm { ["stages"] = "active" }, ArticleForm.Fields);
        var ticks = Render<FormTicks>(p => p.Add(t => t.Desk, desk).Add(t => t.Name, "stages").Add(t => t.Terms, Core.Catalog.Vocabulary.Stages));

        ticks.Find("input[value=starting]").Change(true);

        Assert.Equal("starting\nactive", desk.Form["stages"]);
    }

    [Theory]
    [InlineData("CDC, About water https://www.cdc.gov/water/", "https://www.cdc.gov/water/")]
    [InlineData("A book (from memory)", null)]
    [InlineData("Not safe javascript:alert(1)", null)]
    [InlineData("Not ours http://example.com/", null)]
    public void A_source_reads_as_it_was_written_and_its_https_address_is_a_link(string source, string? link)
    {
        var article = ArticleForm.Shown(Typed.Guide(("sources", source)), ArticleKind.Guide);

        var item = Render<SourceList>(p => p.Add(s => s.Article, article)).Find("li");

        Assert.Equal(source, item.TextContent);
        Assert.Equal(link, item.QuerySelector("a")?.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/admin/guides", null, null, null, null, null)]
    [InlineData("/admin/guides?kind=product&q=iron%20%26%20zinc&state=draft&overdue=true&page=3", "product", "iron & zinc", "Draft", "true", "3")]
    [InlineData("/admin/guides", "nothing", "", "nowhere", "maybe", "-1")]
    public void A_list_of_guides_is_told_by_its_address(string url, string? kind, string? text, string? state, string? overdue, string? page) =>
        Assert.Equal(url, GuideQuery.Of(kind, text, state, overdue, page).Url());
}
