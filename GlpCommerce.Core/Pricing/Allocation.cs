using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Pricing;

/// <summary>Shares out cents so that the parts always sum to the whole: largest remainder first, the earlier part on a tie.</summary>
public static class Allocation
{
    /// <summary>Shares an amount by weights. Parts never exceed their weight when the amount does not exceed the sum of the weights.</summary>
    /// <param name="amount">Not negative.</param>
    /// <param name="weights">Not negative; when all are 0 the amount must be 0 too.</param>
    public static IReadOnlyList<Money> ByWeight(Money amount, IReadOnlyList<Money> weights)
    {
        var whole = Money.Sum(weights).Cents;
        if (whole == 0)
        {
            return [.. weights.Select(_ => Money.Zero)];
        }

        var exact = weights.Select(weight => (Int128)amount.Cents * weight.Cents).ToList();
        var parts = exact.Select(share => (long)(share / whole)).ToArray();
        var left = (int)(amount.Cents - parts.Sum());
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] % whole).ThenBy(i => i).Take(left))
        {
            parts[index]++;
        }

        return [.. parts.Select(cents => new Money(cents))];
    }

    /// <summary>
    /// What some units of a line cost, when the units before them are gone already. Cents that do not divide evenly belong
    /// to the first units, so all units together always cost the whole line.
    /// </summary>
    /// <param name="whole">What all units cost together.</param>
    /// <param name="units">How many there are.</param>
    /// <param name="from">How many were taken before.</param>
    /// <param name="count">How many are taken now.</param>
    public static Money Units(Money whole, int units, int from, int count) => First(whole, units, from + count) - First(whole, units, from);

    private static Money First(Money whole, int units, int count)
    {
        var (each, rest) = Math.DivRem(whole.Cents, units);
        return new Money((each * count) + Math.Min(count, rest));
    }
}
