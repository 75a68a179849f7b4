using CsCheck;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Web.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly Gen<PricedItem> Item = Gen.Select(
        Gen.Int[1, 500], Gen.Enum<TaxClass>(), Gen.Long[0, 50_000], Gen.Int[1, 99],
        (id, kind, cents, quantity) => new PricedItem(id, kind, new Money(cents), quantity));

    [Theory]
    [InlineData(74.99, 5.90)]
    [InlineData(75.00, 0)]
    [InlineData(75.01, 0)]
    public void Sending_is_free_from_the_threshold_on(decimal subtotal, decimal shipping) =>
        Assert.Equal(Money.Of(shipping), Prices().Add([Of(subtotal)], null).Shipping);

    [Fact]
    public void Without_a_threshold_sending_always_costs() =>
        Assert.Equal(Money.Of(5.90m), Prices(new ShippingOptions { FreeOver = null }).Add([Of(9_999m)], null).Shipping);

    [Fact]
    public void An_empty_cart_costs_nothing() => Assert.Equal(Money.Zero, Prices().Add([], "IL").Total);

    [Fact]
    public void The_tax_is_unknown_until_a_state_is()
    {
        var totals = Prices().Add([Of(10m)], null);

        Assert.Null(totals.Tax);
        Assert.Equal(Money.Of(15.90m), totals.Total);
    }

    [Fact]
    public void Each_state_taxes_each_kind_of_goods_in_its_own_way()
    {
        var tax = new TaxOptions
        {
            Rates = { ["IL"] = new() { ["food"] = 1m, ["General"] = 6.25m }, ["TX"] = new() { ["Shipping"] = 10m } },
        };

        Assert.Equal(Money.Of(0.10m), Prices(tax: tax).Add([Of(10m, TaxClass.Food)], "IL").Tax);
        Assert.Equal(Money.Of(0.63m), Prices(tax: tax).Add([Of(10m)], "il").Tax);
        Assert.Equal(Money.Zero, Prices(tax: tax).Add([Of(10m, TaxClass.Supplement)], "IL").Tax);
        Assert.Equal(Money.Of(0.59m), Prices(tax: tax).Add([Of(10m)], "TX").Tax);
        Assert.Equal(Money.Zero, Prices(tax: tax).Add([Of(10m)], "OR").Tax);
    }

    [Theory]
    [InlineData(0.50, 0.01)]
    [InlineData(0.49, 0.00)]
    [InlineData(1.50, 0.02)]
    [InlineData(2.50, 0.03)]
    public void Half_a_cent_of_tax_is_rounded_up(decimal amount, decimal expected)
    {
        var tax = new TaxOptions { Rates = { ["IL"] = new() { ["General"] = 1m } } };

        Assert.Equal(Money.Of(expected), Prices(tax: tax).Add([Of(amount)], "IL").Tax);
    }

    [Fact]
    public void Every_total_is_the_sum_of_its_parts()
    {
        var prices = Prices(tax: new TaxOptions
        {
            Rates = { ["IL"] = new() { ["Food"] = 1m, ["Supplement"] = 2.225m, ["General"] = 6.25m, ["Shipping"] = 7.33m } },
        });

        Item.List[0, 50].Sample(
            items =>
            {
                var totals = prices.Add(items, "IL");
                var lines = Money.Sum(items.Select(i => i.LineTotal));
                var shippingTax = totals.Tax!.Value - Money.Sum(totals.ItemTaxes);
                return totals.Subtotal == lines
                    && totals.Total == lines + totals.Shipping + totals.Tax.Value
                    && totals.ItemTaxes.Count == items.Count
                    && shippingTax == Money.Of(totals.Shipping.Amount * 0.0733m)
                    && totals.Total >= Money.Zero;
            },
            iter: 20_000);
    }

    private static PriceList Prices(ShippingOptions? shipping = null, TaxOptions? tax = null) =>
        new(Rates.Of(shipping ?? new ShippingOptions(), tax ?? new TaxOptions()));

    private static PricedItem Of(decimal price, TaxClass taxClass = TaxClass.General) => new(1, taxClass, Money.Of(price), 1);
}
