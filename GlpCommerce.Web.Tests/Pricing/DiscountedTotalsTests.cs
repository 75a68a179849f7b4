using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Web.Tests.Pricing;

public sealed class DiscountedTotalsTests
{
    private static readonly PriceList Prices = new(Rates.Of(
        new ShippingOptions(), new TaxOptions { Rates = { ["IL"] = new() { ["General"] = 10m, ["Shipping"] = 10m } } }));

    [Theory]
    [InlineData(10, 33.33, 3.33)]
    [InlineData(50, 0.01, 0.01)]
    [InlineData(12.5, 0.04, 0.01)]
    [InlineData(0.01, 49.99, 0)]
    [InlineData(100, 33.33, 33.33)]
    public void A_share_is_taken_of_the_goods_and_half_a_cent_goes_to_the_shopper(decimal share, decimal goods, decimal off) =>
        Assert.Equal(Money.Of(off), Prices.Add([Item(goods)], null, Percent(share)).Discount);

    [Theory]
    [InlineData(5, 30, 5)]
    [InlineData(30, 30, 30)]
    [InlineData(50, 30, 30)]
    public void An_amount_is_taken_off_and_never_more_than_the_goods_cost(decimal amount, decimal goods, decimal off)
    {
        var totals = Prices.Add([Item(goods)], null, Fixed(amount));

        Assert.Equal((Money.Of(off), Money.Of(goods - off + 5.90m)), (totals.Discount, totals.Total));
    }

    [Fact]
    public void Whether_the_parcel_is_free_is_judged_by_the_goods_before_the_discount()
    {
        Assert.Equal(Money.Zero, Prices.Add([Item(75m)], null, Percent(50)).Shipping);
        Assert.Equal(Money.Of(5.90m), Prices.Add([Item(74.99m)], null, Percent(1)).Shipping);
    }

    [Fact]
    public void Each_line_is_taxed_after_its_share_and_the_parcel_apart()
    {
        var totals = Prices.Add([Item(10m), Item(20m)], "IL", Fixed(6));

        Assert.Equal([Money.Of(2m), Money.Of(4m)], totals.ItemDiscounts);
        Assert.Equal([Money.Of(0.80m), Money.Of(1.60m)], totals.ItemTaxes);
        Assert.Equal((Money.Of(0.59m), Money.Of(2.99m)), (totals.ShippingTax, totals.Tax));
        Assert.Equal(Money.Of(32.89m), totals.Total);
    }

    [Fact]
    public void Cents_that_do_not_divide_go_to_the_largest_remainder_and_then_to_the_earlier_line() =>
        Assert.Equal([Money.Of(0.34m), Money.Of(0.33m), Money.Of(0.33m)], Prices.Add([Item(5m), Item(5m), Item(5m)], null, Fixed(1)).ItemDiscounts);

    [Fact]
    public void Without_a_code_nothing_is_taken_off()
    {
        var totals = Prices.Add([Item(10m), Item(20m)], "IL");

        Assert.Equal((Money.Zero, null), (totals.Discount, totals.DiscountCode));
        Assert.Equal([Money.Zero, Money.Zero], totals.ItemDiscounts);
    }

    private static PricedItem Item(decimal price) => new(1, TaxClass.General, Money.Of(price), 1);

    private static Discount Percent(decimal share) => new(1, "CODE", DiscountKind.Percent, (int)(share * 100));

    private static Discount Fixed(decimal dollars) => new(1, "CODE", DiscountKind.Fixed, (int)(dollars * 100));
}
