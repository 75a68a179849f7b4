using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Receipts;

/// <summary>
/// The words of a receipt in one language, and which of them a receipt needs: the PDF and the HTML say the same.
/// Texts with <c>{0}</c> take a value.
/// </summary>
public sealed record ReceiptWords
{
    public required CultureInfo Culture { get; init; }

    public required string Headline { get; init; }

    /// <summary>With the order's number.</summary>
    public required string Title { get; init; }

    public required string Order { get; init; }

    public required string Placed { get; init; }

    public required string Paid { get; init; }

    public required string Email { get; init; }

    public required string ShipTo { get; init; }

    /// <summary>With a moment in UTC.</summary>
    public required string Moment { get; init; }

    public required string Bought { get; init; }

    public required string Item { get; init; }

    public required string Quantity { get; init; }

    public required string Price { get; init; }

    public required string Amount { get; init; }

    /// <summary>With the signed part of the discount that fell on a line.</summary>
    public required string DiscountShare { get; init; }

    public required string Subtotal { get; init; }

    /// <summary>With the code.</summary>
    public required string Discount { get; init; }

    public required string Shipping { get; init; }

    public required string Tax { get; init; }

    public required string Total { get; init; }

    public required string Payments { get; init; }

    /// <summary>Stands for the payment of an order that costs nothing.</summary>
    public required string NothingToPay { get; init; }

    /// <summary>A payment through Stripe.</summary>
    public required string PaidStripe { get; init; }

    /// <summary>A payment on the sandbox.</summary>
    public required string PaidSandbox { get; init; }

    /// <summary>Heads the times of payments and refunds.</summary>
    public required string When { get; init; }

    /// <summary>Heads their words.</summary>
    public required string What { get; init; }

    public required string Refunds { get; init; }

    public required string Balance { get; init; }

    /// <summary>With the merchant's e-mail address.</summary>
    public required string Contact { get; init; }

    /// <summary>With a moment.</summary>
    public required string Issued { get; init; }

    /// <summary>With this page's number and the last one's.</summary>
    public required string Page { get; init; }

    /// <summary>The headline of the paper that lies in the box.</summary>
    public required string PackingSlip { get; init; }

    public required string Sku { get; init; }

    /// <summary>With how many there are in the box.</summary>
    public required string Units { get; init; }

    public string TitleOf(Receipt receipt) => Say(Title, receipt.Number);

    /// <param name="provider">By its name in the shop's tables.</param>
    public string PaidThrough(string provider) => provider switch
    {
        "sandbox" => PaidSandbox,
        "stripe" => PaidStripe,
        _ => Paid,
    };

    public string Time(DateTime utc) => Say(Moment, utc);

    /// <summary>The order's number, its times and its e-mail address, each with its name.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts(Receipt receipt) =>
    [
        (Order, receipt.Number),
        (Placed, Time(receipt.PlacedAt)),
        .. receipt.PaidAt is { } paid ? [(Paid, Time(paid))] : Array.Empty<(string, string)>(),
        (Email, receipt.Email),
    ];

    /// <summary>What leads from the lines to the total, without the total.</summary>
    public IReadOnlyList<(string Name, Money Amount)> Sums(Receipt receipt) =>
    [
        (Subtotal, receipt.Subtotal),
        .. receipt.Discount is { } discount ? [(Say(Discount, discount.Code), Money.Zero - discount.Amount)] : Array.Empty<(string, Money)>(),
        (Shipping, receipt.Shipping),
        (Tax, receipt.Tax),
    ];

    /// <summary>Under a line's name: its SKU, and its part of the discount.</summary>
    public string Detail(ReceiptLine line) => line.DiscountShare == Money.Zero
        ? line.Sku
        : $"{line.Sku} · {Say(DiscountShare, Money.Zero - line.DiscountShare)}";

    public string Say(string text, params ReadOnlySpan<object?> values) => string.Format(Culture, text, values);
}
