using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Pricing;

/// <summary>A code that was judged and counts for the goods it was judged for.</summary>
/// <param name="Value">Hundredths of a percent or cents, as <paramref name="Kind"/> says.</param>
public sealed record Discount(int CodeId, string Code, DiscountKind Kind, int Value)
{
    private const int Whole = 10_000;

    /// <summary>What it takes off the goods: never more than they cost, and half a cent goes to the shopper.</summary>
    public Money Off(Money goods)
    {
        var off = Kind == DiscountKind.Percent ? Money.Of(goods.Amount * Value / Whole) : new Money(Value);
        return off < goods ? off : goods;
    }
}
