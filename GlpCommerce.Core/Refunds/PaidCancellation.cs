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
    /// <returns>Null, or why it cannot be cancelled now; the caller then rolls back.</returns>
    public async Task<Problem?> CancelAsync(ShopDb db, long orderId, string text, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == orderId, ct);
        if (order.PaymentStatus == PaymentStatus.Disputed)
        {
            return RefundProblems.Disputed;
        }

        await OrderMoves.MoveAsync(db, orderId, OrderStatus.Cancelled, text, now, ct);
        // Either the units were still put aside, or the job has taken them off the shelf: all of an order's or none.
        var wasHeld = await StockLedger.ReleaseAsync(db, orderId, now, ct);
        var rest = RefundEditor.Rest(order, restock: false);
        foreach (var units in wasHeld ? [] : rest)
        {
            await RefundBook.ReturnAsync(db, StockMovementKind.Cancellation, units.OrderLineId, units.OrderLineId, units.Quantity, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await DiscountLedger.GiveBackAsync(db, orderId, ct);
        var withShipping = !order.ShippingRefunded && order.Shipping + order.ShippingTax > Money.Zero;
        if (await LeftAsync(db, order, rest, withShipping, ct) is { } less)
        {
            await PromiseLeftAsync(db, less, ct);
            return null;
        }

        var promised = order.Total == Money.Zero ? RefundProblems.Nothing
            : await book.PromiseAsync(db, order, new RefundKey("cancelled", null), rest, withShipping, Why, ct);
        return promised.Problem == RefundProblems.Nothing ? null : promised.Problem;
    }

    /// <summary>The payments, when less of them is left than the units come to: somebody gave a part back at the provider.</summary>
    private static async Task<List<PaymentAttempt>?> LeftAsync(
        ShopDb db, Order order, IReadOnlyList<RefundUnits> rest, bool withShipping, CancellationToken ct)
    {
        var paid = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == order.Id && a.CapturedCents > 0).ToListAsync(ct);
        var due = withShipping ? order.Shipping + order.ShippingTax : Money.Zero;
        foreach (var units in rest)
        {
            var line = order.Lines.Single(l => l.Id == units.OrderLineId);
            due += await RefundBook.CostAsync(db, line, line.RefundedQuantity, units.Quantity, ct);
        }

        return paid.Sum(a => a.CapturedCents - a.RefundedCents) < due.Cents ? paid : null;
    }

    private async Task PromiseLeftAsync(ShopDb db, List<PaymentAttempt> paid, CancellationToken ct)
    {
        foreach (var attempt in paid.Where(a => a.CapturedCents > a.RefundedCents))
        {
            await book.PromiseWholeAsync(db, attempt, new Money(attempt.CapturedCents - attempt.RefundedCents), Why, ct);
        }
    }
}
