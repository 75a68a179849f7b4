using System.Globalization;

namespace GlpCommerce.Core.Common;

/// <summary>
/// An amount in US dollars, kept in whole cents: exact, indexable, and what a payment provider wants.
/// Arithmetic is checked, so an absurd quantity fails loudly instead of turning negative.
/// </summary>
public readonly record struct Money(long Cents) : IComparable<Money>
{
    public const string Currency = "USD";

    public static Money Zero => default;

    public decimal Amount => Cents / 100m;

    /// <summary>Turns dollars into cents; half a cent goes away from zero.</summary>
    public static Money Of(decimal dollars) =>
        new(checked((long)decimal.Round(dollars * 100, MidpointRounding.AwayFromZero)));

    public static Money operator +(Money left, Money right) => new(checked(left.Cents + right.Cents));

    public static Money operator -(Money left, Money right) => new(checked(left.Cents - right.Cents));

    public static Money operator *(Money price, int quantity) => new(checked(price.Cents * quantity));

    public static bool operator <(Money left, Money right) => left.Cents < right.Cents;

    public static bool operator >(Money left, Money right) => left.Cents > right.Cents;

    public static bool operator <=(Money left, Money right) => left.Cents <= right.Cents;

    public static bool operator >=(Money left, Money right) => left.Cents >= right.Cents;

    public static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    public int CompareTo(Money other) => Cents.CompareTo(other.Cents);

    public override string ToString() =>
        (Cents < 0 ? "-$" : "$") + Math.Abs(Amount).ToString("N2", CultureInfo.InvariantCulture);
}
