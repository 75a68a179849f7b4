using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Components;

public sealed class FilterPanelTests : ShopComponentContext
{
    [Fact]
    public void Every_value_shows_its_count()
    {
        var panel = Show(new ShopQuery(), needs: [new("protein", "Protein", 32, false), new("fiber", "Regularity and fiber", 9, false)]);

        Assert.Equal(["Protein32", "Regularity and fiber9"], panel.FindAll("label:has(input[name=need])").Select(label => label.TextContent.Trim()));
    }

    [Fact]
    public void A_value_that_would_leave_nothing_is_switched_off()
    {
        var panel = Show(new ShopQuery(), needs: [new("protein", "Protein", 0, false)]);

        Assert.True(panel.Find("input[name=need]").HasAttribute("disabled"));
    }

    [Fact]
    public void A_chosen_value_can_always_be_taken_back()
    {
        var panel = Show(new ShopQuery { Needs = ["protein"] }, needs: [new("protein", "Protein", 0, true)]);

        var box = panel.Find("input[name=need]");
        Assert.False(box.HasAttribute("disabled"));
        Assert.True(box.HasAttribute("checked"));
    }

    [Fact]
    public void Stage_words_and_order_are_kept_when_a_filter_is_chosen()
    {
        var panel = Show(new ShopQuery { Stage = JourneyStage.Active, Text = "bowl & spoon", Sort = ProductSort.PriceUp, Page = 3 });

        Assert.Equal(
            ["stage=active", "q=bowl & spoon", "sort=price"],
            panel.FindAll("input[type=hidden]").Select(field => $"{field.GetAttribute("name")}={field.GetAttribute("value")}"));
    }

    [Fact]
    public void The_form_stays_on_its_shelf() =>
        Assert.Equal("/shop/meal-prep", Show(new ShopQuery { Category = Category.MealPrep }).Find("form").GetAttribute("action"));

    [Fact]
    public void A_price_of_ones_own_is_kept_as_a_choice()
    {
        var panel = Show(new ShopQuery { Price = new PriceRange(1234, 5678) });

        Assert.Equal("12.34-56.78", panel.Find("input[name=price][checked]").GetAttribute("value"));
    }

    [Fact]
    public void How_many_filters_are_on_can_be_read_while_the_panel_is_folded()
    {
        var panel = Show(new ShopQuery { Needs = ["protein", "fiber"], Diets = ["vegan"] });

        Assert.Contains("3", panel.Find("summary").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<FilterPanel> Show(ShopQuery query, IReadOnlyList<FacetValue>? needs = null) =>
        Render<FilterPanel>(p => p.Add(x => x.Query, query).Add(x => x.Facets, new Facets([], [], needs ?? [], [], [], [])));
}
