using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Pricing;

/// <summary>What sending a parcel costs in a new shop; staff change it later. Amounts in dollars, as the merchant writes them.</summary>
public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    [Range(0, 1000, ErrorMessage = "Shipping:FlatRate must be an amount in dollars from 0 to 1000.")]
    public decimal FlatRate { get; set; } = 5.90m;

    /// <summary>Goods worth this much or more are sent for nothing; null means never.</summary>
    [Range(0, 100_000, ErrorMessage = "Shipping:FreeOver must be an amount in dollars from 0 to 100000, or be left out.")]
    public decimal? FreeOver { get; set; } = 75m;
}

/// <summary>Sales tax in a new shop, as the merchant enters it: no rates, no tax. Staff change it later.</summary>
public sealed class TaxOptions
{
    public const string Section = "Tax";

    /// <summary>Rates in percent by state (two letters), and in a state by tax class (see <see cref="TaxClass"/>).</summary>
    public Dictionary<string, Dictionary<string, decimal>> Rates { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>How a state taxes a kind of goods differently from others.</summary>
public enum TaxClass
{
    Food,
    Supplement,
    General,
    Shipping,
}
