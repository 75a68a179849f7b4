using GlpCommerce.Core.Common;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Features.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Receipts that add up. A test names only what it is about.</summary>
internal static class SomeReceipt
{
    public static readonly Merchant Merchant = new("Plain Shelf LLC", "40 Harbor Way, Portland, ME 04101", "help@plainshelf.example");

    /// <summary>The shop's own words and documents.</summary>
    public static RazorReceipts Templates { get; } = new(
        new ServiceCollection().AddLogging().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);

    public static Receipt With(
        IReadOnlyList<ReceiptLine>? lines = null,
        ReceiptDiscount? discount = null,
        decimal shipping = 5.90m,
        decimal tax = 0m,
        IReadOnlyList<ReceiptEntry>? refunds = null,
        IReadOnlyList<string>? shipTo = null,
        Merchant? merchant = null)
    {
        lines ??= [new("TST-0001", "Plain shake", 2, Money.Of(29.99m)), new("TST-0002", "Broth cups", 1, Money.Of(12.5m))];
        var subtotal = Money.Sum(lines.Select(line => line.Total));
        var total = subtotal - (discount?.Amount ?? Money.Zero) + Money.Of(shipping) + Money.Of(tax);
        return new Receipt(
            merchant ?? Merchant, "GLP-100042", "dana@example.com", Some.Noon, Some.Noon.AddMinutes(1), Some.Noon.AddMinutes(2),
            shipTo ?? Some.Address.Lines(), lines, subtotal, discount, Money.Of(shipping), Money.Of(tax), total,
            [new(Some.Noon.AddMinutes(1), "Paid by card", total)], refunds ?? []);
    }

    /// <summary>A discount of six dollars, and a part of the money gone back.</summary>
    public static Receipt Refunded() => With(
        [new("TST-0001", "Plain shake", 2, Money.Of(29.99m), Money.Of(4.96m)), new("TST-0002", "Broth cups", 1, Money.Of(12.5m), Money.Of(1.04m))],
        new ReceiptDiscount("WELCOME6", Money.Of(6m)), tax: 1.32m,
        refunds: [new(Some.Noon.AddDays(3), "Refunded to your card", Money.Of(11.46m))]);

    /// <summary>Fifty lines with names that need more than one row.</summary>
    public static Receipt Long() => With([.. Enumerable.Range(1, 50).Select(i => new ReceiptLine(
        $"TST-{i:0000}", $"Number {i} of a long row of jars, tins and boxes with a name that nobody would ever want to say aloud twice", i, Money.Of(1.25m * i)))]);
}
