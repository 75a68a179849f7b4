using GlpCommerce.Core.Common;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Pricing;

/// <summary>Says what tax a state takes on an amount.</summary>
public interface ITaxCalculator
{
    /// <param name="state">Two letters, such as <c>IL</c>.</param>
    Money Tax(string state, TaxClass taxClass, Money amount);
}

/// <summary>Uses the rates in the configuration. Each line is rounded on its own, half a cent away from zero.</summary>
public sealed class RateTable(IOptions<TaxOptions> options) : ITaxCalculator
{
    public Money Tax(string state, TaxClass taxClass, Money amount) =>
        options.Value.Rates.TryGetValue(state, out var rates) && Rate(rates, taxClass) is { } percent
            ? Money.Of(amount.Amount * percent / 100m)
            : Money.Zero;

    private static decimal? Rate(Dictionary<string, decimal> rates, TaxClass taxClass)
    {
        foreach (var (name, percent) in rates)
        {
            if (name.Equals(taxClass.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return percent;
            }
        }

        return null;
    }
}
