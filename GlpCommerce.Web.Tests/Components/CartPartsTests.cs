using Bunit;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Features.Carts;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Components;

public sealed class CartPartsTests : ShopComponentContext
{
    [Fact]
    public void A_line_shows_its_quantity_and_its_total()
    {
        var line = Show(new CartLineView(7, Card(price: 12.5m), 3, Money.Of(12.5m), null));

        Assert.Equal(("3", "$37.50"), (line.Find("input").GetAttribute("value"), line.Find(".sum-p").TextContent));
    }

    [Fact]
    public void What_was_typed_stays_beside_the_reason_why_it_cannot_be()
    {
        var line = Show(new CartLineView(7, Card(), 3, Money.Of(30m), null), typed: "1000", refused: CartProblems.BadQuantity);

        var field = line.Find("input");
        Assert.Equal(("1000", "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
        Assert.Equal(CartProblems.BadQuantity.Message, line.Find($"#{field.GetAttribute("aria-describedby")}").TextContent);
    }

    [Fact]
    public void A_refusal_goes_before_what_is_wrong_with_the_line_anyway()
    {
        var line = Show(new CartLineView(7, Card(available: 1), 3, Money.Of(30m), CartProblems.TooFew("Plain shake", 1)), refused: CartProblems.LineGone);

        Assert.Equal(CartProblems.LineGone.Message, Assert.Single(line.FindAll("[role=alert]")).TextContent);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(29, true)]
    public void A_price_that_changed_is_told(decimal seen, bool told)
    {
        var line = Show(new CartLineView(7, Card(price: 30m), 1, Money.Of(seen), null));

        Assert.Equal(told, line.Markup.Contains("The price was", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_product_that_is_no_longer_sold_has_no_page_to_go_to(bool published, int links)
    {
        var line = Show(new CartLineView(7, Card(published: published), 1, Money.Of(30m), null));

        Assert.Equal(links, line.FindAll("a").Count);
    }

    [Fact]
    public void Take_out_names_its_line_and_its_product()
    {
        var button = Show(new CartLineView(7, Card("Whey & more"), 1, Money.Of(30m), null)).Find("button");

        Assert.Equal("7", button.GetAttribute("value"));
        Assert.Contains("Whey & more", button.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_a_state_is_known_the_tax_is_not_guessed()
    {
        var costs = Cost(new Totals(Money.Of(20m), Money.Of(6m), null, []));

        Assert.Equal(["$20.00", "$6.00", "tax at checkout", "$26.00"], costs.FindAll("td").Select(cell => cell.TextContent));
        Assert.Equal("Total before tax", costs.FindAll("th")[^1].TextContent);
    }

    [Fact]
    public void With_a_tax_the_last_line_is_the_total()
    {
        var costs = Cost(new Totals(Money.Of(20m), Money.Of(6m), Money.Of(1.25m), []));

        Assert.Equal(["$20.00", "$6.00", "$1.25", "$27.25"], costs.FindAll("td").Select(cell => cell.TextContent));
    }

    [Theory]
    [InlineData(74, 6, true)]
    [InlineData(75, 0, false)]
    public void What_would_make_the_parcel_free_is_said_only_while_it_is_not(decimal goods, decimal shipping, bool said)
    {
        var costs = Cost(new Totals(Money.Of(goods), Money.Of(shipping), null, []) { FreeOver = Money.Of(75m) });

        Assert.Equal(said, costs.Markup.Contains("Free shipping from $75.00", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parcel_that_costs_nothing_is_free() =>
        Assert.Equal("Free", Cost(new Totals(Money.Of(80m), Money.Zero, null, [])).FindAll("td")[1].TextContent);

    [Theory]
    [InlineData("SPRING-10", "Discount (SPRING-10)")]
    [InlineData(null, "Discount")]
    public void A_discount_is_a_line_of_its_own_with_its_sign(string? code, string name)
    {
        var costs = Cost(new Totals(Money.Of(20m), Money.Of(6m), Money.Zero, []) { Discount = Money.Of(5m), DiscountCode = code });

        Assert.Equal(["$20.00", "−$5.00", "$6.00", "$0.00", "$21.00"], costs.FindAll("td").Select(cell => cell.TextContent));
        Assert.Equal(name, costs.FindAll("th")[1].TextContent);
    }

    [Fact]
    public void Without_a_code_the_field_is_folded_and_empty()
    {
        var choice = Choice();

        Assert.False(choice.Find("details").HasAttribute("open"));
        Assert.Null(choice.Find("#discountCode").GetAttribute("value"));
        Assert.Empty(choice.FindAll("button[name=forget]"));
    }

    [Fact]
    public void A_remembered_code_stands_in_the_field_and_can_be_removed()
    {
        var choice = Choice(remembered: "SPRING-10");

        Assert.True(choice.Find("details").HasAttribute("open"));
        Assert.Equal(("SPRING-10", null), (choice.Find("#discountCode").GetAttribute("value"), choice.Find("#discountCode").GetAttribute("aria-invalid")));
        Assert.Equal("Remove SPRING-10", choice.Find("button[name=forget]").TextContent);
    }

    [Fact]
    public void A_code_that_was_refused_stays_beside_the_reason_and_the_remembered_one_can_still_be_removed()
    {
        var choice = Choice(remembered: "SPRING-10", typed: "SUMMER", problem: DiscountProblems.Ended);

        var field = choice.Find("#discountCode");
        Assert.Equal(("SUMMER", "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
        Assert.Equal(DiscountProblems.Ended.Message, choice.Find($"#{field.GetAttribute("aria-describedby")}").TextContent);
        Assert.Equal("Remove SPRING-10", choice.Find("button[name=forget]").TextContent);
    }

    private IRenderedComponent<DiscountChoice> Choice(string? remembered = null, string? typed = null, Problem? problem = null) =>
        Render<DiscountChoice>(p => p.Add(x => x.Remembered, remembered).Add(x => x.Typed, typed).Add(x => x.Problem, problem).Add(x => x.OnUse, () => { }));

    private IRenderedComponent<CartLineItem> Show(CartLineView line, string? typed = null, Problem? refused = null) =>
        Render<CartLineItem>(p => p.Add(x => x.Line, line).Add(x => x.Typed, typed).Add(x => x.Refused, refused));

    private IRenderedComponent<CostTable> Cost(Totals totals) => Render<CostTable>(p => p.Add(x => x.Totals, totals).Add(x => x.Count, 1));
}
