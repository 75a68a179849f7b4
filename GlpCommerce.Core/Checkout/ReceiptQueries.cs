using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>An order's receipt as its money stood when it was read.</summary>
/// <param name="Known">What it knows of.</param>
public sealed record ReadReceipt(Receipt Receipt, ReceiptFacts Known);

/// <summary>
/// What an order's receipt depends on: its ledger, to which entries are only added, the address, which is given once and may be
/// corrected, the e-mail address, which may be corrected too, and whose the order is.
/// </summary>
/// <param name="LastFact">The newest entry of the order's ledger.</param>
/// <param name="Name">What its files are called; another one once the order was erased.</param>
public sealed record ReceiptFacts(long LastFact, ShippingAddress? Address, string Email, string Name);

/// <summary>
/// Reads what a receipt tells: the order as it was bought, what was captured, and what was given back and stayed there. A
/// bank's decision on an objection is the order page's news, not the receipt's.
/// </summary>
public sealed class ReceiptQueries(IShopDbFactory shop, IReceiptTemplates templates, IOptions<ShopOptions> options)
{
    private static readonly LedgerKind[] Told = [LedgerKind.Captured, LedgerKind.Refunded, LedgerKind.RefundFailed];

    /// <returns>Null for an order that has never been confirmed.</returns>
    public async Task<ReadReceipt?> FindAsync(long orderId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Id))
            .Include(o => o.Events.Where(e => e.Kind == OrderEventKind.Moved && e.Status == OrderStatus.Confirmed))
            .AsSplitQuery().SingleAsync(o => o.Id == orderId, ct);
        if (order.Events is not [{ At: var confirmedAt }, ..])
        {
            return null;
        }

        // In this order: what the ledger tells of is there to be read after it.
        var facts = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == orderId).OrderBy(e => e.Id)
            .Join(db.PaymentAttempts, e => e.AttemptId, a => a.Id, (e, a) => new Fact(e, a.Provider)).ToListAsync(ct);
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.OrderId == orderId && r.State == RefundState.Succeeded)
            .OrderBy(r => r.SettledAt).ThenBy(r => r.Id).ToListAsync(ct);
        return new ReadReceipt(
            Write(order, confirmedAt, facts, refunds),
            new ReceiptFacts(facts.Count == 0 ? 0 : facts.Max(f => f.Entry.Id), order.Address, order.Email, ReceiptFiles.NameOf(order.Number, order.AccessTokenHash)));
    }

    /// <summary>How it stands now: other than <see cref="ReadReceipt.Known"/>, the receipt may say something else.</summary>
    public async Task<ReceiptFacts> FactsAsync(long orderId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var lastFact = await db.PaymentLedger.Where(e => e.OrderId == orderId).MaxAsync(e => (long?)e.Id, ct) ?? 0;
        var order = await db.Orders.AsNoTracking().Where(o => o.Id == orderId).Select(o => new { o.Address, o.Email, o.AccessTokenHash }).SingleAsync(ct);
        return new ReceiptFacts(lastFact, order.Address, order.Email, ReceiptFiles.NameOf(Order.NumberOf(orderId), order.AccessTokenHash));
    }

    private Receipt Write(Order order, DateTime confirmedAt, List<Fact> facts, List<Refund> refunds) => new(
        new Merchant(options.Value.LegalName, options.Value.Address, options.Value.ContactEmail),
        order.Number, order.Email, order.PlacedAt, PaidAt: confirmedAt,
        IssuedAt: facts.Where(f => Told.Contains(f.Entry.Kind)).Select(f => f.Entry.At).Append(confirmedAt).Max(),
        order.Address?.Lines() ?? [],
        [.. order.Lines.Select(l => new ReceiptLine(l.Sku, l.Name, l.Quantity, l.UnitPrice, l.Discount))],
        order.Subtotal,
        order.Discount == Money.Zero ? null : new ReceiptDiscount(order.DiscountCode ?? "", order.Discount),
        order.Shipping, order.Tax, order.Total,
        Payments(order, confirmedAt, facts),
        [.. refunds.Select(r => new ReceiptEntry(r.SettledAt!.Value, r.Reason, r.Amount))]);

    private List<ReceiptEntry> Payments(Order order, DateTime confirmedAt, List<Fact> facts) => order.Total == Money.Zero
        ? [new(confirmedAt, templates.Words.NothingToPay, Money.Zero)]
        : [.. facts.Where(f => f.Entry.Kind == LedgerKind.Captured).Select(f => new ReceiptEntry(f.Entry.At, templates.Words.PaidThrough(f.Provider), f.Entry.Amount))];

    private sealed record Fact(LedgerEntry Entry, string Provider);
}
