using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Receipts;

/// <summary>Everything that is printed on a receipt, and nothing else. The same receipt is always the same document.</summary>
/// <param name="Number">The order's, such as GLP-100042.</param>
/// <param name="IssuedAt">When the last thing happened that the receipt tells of: not the clock, so that it can be written again.</param>
/// <param name="Subtotal">The sum of the lines, before the discount.</param>
/// <param name="Total">Subtotal less discount, with shipping and tax: anything else is refused.</param>
/// <param name="Refunds">Amounts above zero, that went back.</param>
/// <param name="ShipTo">The address as it stands on the parcel; empty when there is none.</param>
public sealed record Receipt(
    Merchant Merchant,
    string Number,
    string Email,
    DateTime PlacedAt,
    DateTime? PaidAt,
    DateTime IssuedAt,
    IReadOnlyList<string> ShipTo,
    IReadOnlyList<ReceiptLine> Lines,
    Money Subtotal,
    ReceiptDiscount? Discount,
    Money Shipping,
    Money Tax,
    Money Total,
    IReadOnlyList<ReceiptEntry> Payments,
    IReadOnlyList<ReceiptEntry> Refunds)
{
    public Money Total { get; } = Subtotal - (Discount?.Amount ?? Money.Zero) + Shipping + Tax == Total
        && Money.Sum(Lines.Select(line => line.Total)) == Subtotal
            ? Total
            : throw new ArgumentException($"The receipt of {Number} does not add up.", nameof(Total));

    /// <summary>What was paid and did not go back.</summary>
    public Money Balance => Sum(Payments) - Sum(Refunds);

    private static Money Sum(IEnumerable<ReceiptEntry> entries) => Money.Sum(entries.Select(entry => entry.Amount));
}

/// <summary>Who sells.</summary>
public sealed record Merchant(string LegalName, string Address, string ContactEmail);

/// <summary>A line as it was bought.</summary>
/// <param name="DiscountShare">The part of the order's discount that fell on this line; above zero, or zero.</param>
public sealed record ReceiptLine(string Sku, string Name, int Quantity, Money UnitPrice, Money DiscountShare = default)
{
    /// <summary>Before the discount.</summary>
    public Money Total => UnitPrice * Quantity;
}

/// <param name="Amount">What it took off; above zero.</param>
public sealed record ReceiptDiscount(string Code, Money Amount);

/// <summary>Money that moved.</summary>
/// <param name="Words">Such as "Paid with Stripe".</param>
public sealed record ReceiptEntry(DateTime At, string Words, Money Amount);
