using GlpCommerce.Core.Common;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Pricing;

/// <summary>One line to be priced.</summary>
public sealed record PricedItem(int ProductId, TaxClass TaxClass, Money UnitPrice, int Quantity)
{
    public Money LineTotal => UnitPrice * Quantity;
}

/// <summary>The full cost of some goods. <see cref="Total"/> is always the sum of its parts.</summary>
/// <param name="Tax">Null as long as no state is known.</param>
/// <param name="ItemTaxes">The tax of each item, in the order of the items; it sums to the goods' share of <paramref name="Tax"/>.</param>
public sealed record Totals(Money Subtotal, Money Shipping, Money? Tax, IReadOnlyList<Money> ItemTaxes)
{
    public Money Total => Subtotal + Shipping + (Tax ?? Money.Zero);
}

/// <summary>Adds up goods, shipping and tax. Cart, checkout and placing all ask here, so they cannot differ.</summary>
public sealed class PriceList(IOptions<ShippingOptions> shipping, ITaxCalculator taxes)
{
    public Money FlatRate => Money.Of(shipping.Value.FlatRate);

    public Money? FreeOver => shipping.Value.FreeOver is { } amount ? Money.Of(amount) : null;

    /// <param name="state">Where it goes, two letters; null while unknown.</param>
    public Totals Add(IReadOnlyList<PricedItem> items, string? state)
    {
        var subtotal = Money.Sum(items.Select(item => item.LineTotal));
        var parcel = items.Count == 0 || (FreeOver is { } free && subtotal >= free) ? Money.Zero : FlatRate;
        if (state is null)
        {
            return new Totals(subtotal, parcel, null, [.. items.Select(_ => Money.Zero)]);
        }

        var itemTaxes = items.Select(item => taxes.Tax(state, item.TaxClass, item.LineTotal)).ToList();
        return new Totals(subtotal, parcel, Money.Sum(itemTaxes) + taxes.Tax(state, TaxClass.Shipping, parcel), itemTaxes);
    }
}
