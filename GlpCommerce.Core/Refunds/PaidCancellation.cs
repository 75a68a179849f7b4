using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>
/// Ends a paid order that has not left the house: its units go back on the shelf, its use of a discount code is given back,
/// and all its money goes back to the payer.
/// </summary>
public sealed class PaidCancellation(RefundBook book, TimeProvider clock)
{
    private const string Why = "The order was cancelled.";

    /// <summary>Cancels it inside the caller's transaction. The caller holds the order, which is confirmed.</summary>
    /// <param name="text">What happened, in words the shopper reads.</param>
    /// <returns>Null, or why it cannot be cancelled now: nothing was changed then.</returns>
    public async Task<Problem?> CancelAsync(ShopDb db, long orderId, string text, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == orderId, ct);
        if (order.PaymentStatus == PaymentStatus.Disputed)
        {
            return RefundProblems.Disputed;
        }

        var rest = RefundEditor.Rest(order, restock: false);
        await EndAsync(db, order, rest, text, ct);
        var withShipping = !order.ShippingRefunded && order.Shipping + order.ShippingTax > Money.Zero;
        if (await LeftAsync(db, order, rest, withShipping, ct) is { } less)
        {
            await PromiseLeftAsync(db, less, ct);
            return null;
        }

        var promised = await book.PromiseAsync(db, order, new RefundKey("cancelled", null), rest, withShipping, Why, ct);
        return promised.Problem == RefundProblems.Nothing ? null : promised.Problem;
    }

    /// <summary>As <see cref="CancelAsync"/>, and also an order whose money a bank has taken: what the shop still holds of it goes back.</summary>
    public async Task<Problem?> WriteOffAsync(ShopDb db, long orderId, string text, CancellationToken ct)
    {
        var facts = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == orderId).ToListAsync(ct);
        if (!PaymentLedger.IsLost(facts))
        {
            return await CancelAsync(db, orderId, text, ct);
        }

        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == orderId, ct);
        await EndAsync(db, order, RefundEditor.Rest(order, restock: false), text, ct);
        var taken = facts.ToLookup(e => e.AttemptId);
        await PromiseLeftAsync(db, await PaidAsync(db, orderId, a => PaymentLedger.Lost(taken[a.Id]), ct), ct);
        return null;
    }

    private async Task EndAsync(ShopDb db, Order order, IReadOnlyList<RefundUnits> rest, string text, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await OrderMoves.MoveAsync(db, order.Id, OrderStatus.Cancelled, text, now, ct);
        // Either the units were still put aside, or the job has taken them off the shelf: all of an order's or none.
        var wasHeld = await StockLedger.ReleaseAsync(db, order.Id, now, ct);
        foreach (var units in wasHeld ? [] : rest)
        {
            await RefundedUnits.ReturnAsync(db, StockMovementKind.Cancellation, units.OrderLineId, units.OrderLineId, units.Quantity, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await DiscountLedger.GiveBackAsync(db, order.Id, ct);
    }

    /// <summary>The payments, when the one it was paid with has not as much left as the units come to: somebody gave a part back at the provider.</summary>
    private static async Task<List<(PaymentAttempt, Money Left)>?> LeftAsync(
        ShopDb db, Order order, IReadOnlyList<RefundUnits> rest, bool withShipping, CancellationToken ct)
    {
        var due = withShipping ? order.Shipping + order.ShippingTax : Money.Zero;
        foreach (var units in rest)
        {
            var line = order.Lines.Single(l => l.Id == units.OrderLineId);
            due += await RefundedUnits.CostAsync(db, line, line.RefundedQuantity, units.Quantity, ct);
        }

        var paid = await PaidAsync(db, order.Id, _ => Money.Zero, ct);
        return paid is [var first, ..] && first.Left >= due ? null : paid;
    }

    /// <summary>The order's payments, with what is left of each.</summary>
    private static async Task<List<(PaymentAttempt Attempt, Money Left)>> PaidAsync(
        ShopDb db, long orderId, Func<PaymentAttempt, Money> lost, CancellationToken ct)
    {
        var paid = await RefundBook.PaidAsync(db, orderId, ct);
        return [.. paid.Select(a => (a, new Money(a.CapturedCents - a.RefundedCents) - lost(a)))];
    }

    private async Task PromiseLeftAsync(ShopDb db, List<(PaymentAttempt Attempt, Money Left)> paid, CancellationToken ct)
    {
        foreach (var (attempt, left) in paid.Where(p => p.Left > Money.Zero))
        {
            await book.PromiseWholeAsync(db, attempt, left, Why, ct);
        }
    }
}
