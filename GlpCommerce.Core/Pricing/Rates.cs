using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Pricing;

/// <summary>What a parcel costs and what states take, as it stood in one version.</summary>
/// <param name="Version">0 for what the configuration says, as long as the shop keeps nothing else.</param>
/// <param name="FreeOver">Goods worth this much or more are sent for nothing; null means never.</param>
/// <param name="Taxes">In thousandths of a percent; what is not there is not taxed.</param>
public sealed record Rates(int Version, Money FlatRate, Money? FreeOver, IReadOnlyDictionary<(string State, TaxClass Class), int> Taxes)
{
    private const int PerPercent = 1_000;

    /// <summary>The rates with which a new shop begins.</summary>
    public static Rates Of(ShippingOptions shipping, TaxOptions tax)
    {
        var taxes = tax.Rates.SelectMany(state => state.Value.Select(rate => (
            Key: (state.Key.ToUpperInvariant(), Enum.Parse<TaxClass>(rate.Key, ignoreCase: true)), Share: Thousandths(rate.Value))));
        return new Rates(
            0, Money.Of(shipping.FlatRate), shipping.FreeOver is { } amount ? Money.Of(amount) : null,
            taxes.Where(rate => rate.Share > 0).ToDictionary(rate => rate.Key, rate => rate.Share));
    }

    public static int Thousandths(decimal percent) => (int)decimal.Round(percent * PerPercent, MidpointRounding.AwayFromZero);

    public static decimal Percent(int thousandths) => thousandths / (decimal)PerPercent;

    /// <summary>The tax on an amount: each is rounded on its own, half a cent away from zero.</summary>
    /// <param name="state">Two letters, such as <c>IL</c>.</param>
    public Money Tax(string state, TaxClass taxClass, Money amount) =>
        Taxes.TryGetValue((state.ToUpperInvariant(), taxClass), out var share) ? Money.Of(amount.Amount * Percent(share) / 100m) : Money.Zero;
}
