using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Pricing;

/// <summary>One line to be priced.</summary>
public sealed record PricedItem(int ProductId, TaxClass TaxClass, Money UnitPrice, int Quantity)
{
    public Money LineTotal => UnitPrice * Quantity;
}

/// <summary>The full cost of some goods. <see cref="Total"/> is always the sum of its parts, less the discount, and never negative.</summary>
/// <param name="Subtotal">The goods before the discount.</param>
/// <param name="Tax">Null as long as no state is known.</param>
/// <param name="ItemTaxes">The tax of each item after its share of the discount, in the order of the items; with <see cref="ShippingTax"/> it sums to <paramref name="Tax"/>.</param>
public sealed record Totals(Money Subtotal, Money Shipping, Money? Tax, IReadOnlyList<Money> ItemTaxes)
{
    /// <summary>What a code takes off the goods; never negative, and never more than they cost.</summary>
    public Money Discount { get; init; }

    /// <summary>The code that did; null without one.</summary>
    public string? DiscountCode { get; init; }

    /// <summary>Each item's share of the discount, in the order of the items; never more than the item costs.</summary>
    public IReadOnlyList<Money> ItemDiscounts { get; init; } = [];

    /// <summary>The parcel's share of the tax.</summary>
    public Money ShippingTax { get; init; }

    /// <summary>From which goods on the parcel is free; null where it never is.</summary>
    public Money? FreeOver { get; init; }

    public Money Total => Subtotal - Discount + Shipping + (Tax ?? Money.Zero);
}

/// <summary>
/// Adds up goods, discount, shipping and tax by one version of the rates. Cart, checkout and placing all ask here, so they cannot
/// differ; <see cref="RateBook"/> has the present one.
/// </summary>
public sealed class PriceList(Rates rates)
{
    public Rates Rates => rates;

    /// <param name="state">Where it goes, two letters; null while unknown.</param>
    /// <param name="discount">As <see cref="DiscountBook"/> gave it for these goods; null without a code.</param>
    public Totals Add(IReadOnlyList<PricedItem> items, string? state, Discount? discount = null)
    {
        var lines = items.Select(item => item.LineTotal).ToList();
        var subtotal = Money.Sum(lines);
        var off = discount?.Off(subtotal) ?? Money.Zero;
        var shares = Allocation.ByWeight(off, lines);
        // The parcel is judged by the goods before the discount: a code never makes it dearer.
        var parcel = items.Count == 0 || (rates.FreeOver is { } free && subtotal >= free) ? Money.Zero : rates.FlatRate;
        var itemTaxes = items.Select((item, i) => Tax(state, item.TaxClass, item.LineTotal - shares[i])).ToList();
        var shippingTax = Tax(state, TaxClass.Shipping, parcel);
        return new Totals(subtotal, parcel, state is null ? null : Money.Sum(itemTaxes) + shippingTax, itemTaxes)
        {
            Discount = off, DiscountCode = discount?.Code, ItemDiscounts = shares, ShippingTax = shippingTax, FreeOver = rates.FreeOver,
        };
    }

    private Money Tax(string? state, TaxClass taxClass, Money amount) =>
        state is null ? Money.Zero : rates.Tax(state, taxClass, amount);
}
