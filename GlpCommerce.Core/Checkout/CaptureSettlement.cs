using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>Decides what becomes of money that came: it confirms the order that waits for it, or it goes back.</summary>
public sealed partial class CaptureSettlement(JobQueue jobs, RefundBook refunds, PaidCancellation cancellation, ILogger<CaptureSettlement> logger)
{
    private const string PaidTwice = "The order was paid twice.";
    private const string Erased = "The payment came through after it had failed, and nobody can say any more whose the order was.";

    /// <summary>
    /// Money confirms the order that waits for it. A failed order gets its stock and its discount again, if they are still
    /// to be had, no other money for it is there, and it was not erased. Money that finds no order to confirm goes back.
    /// </summary>
    public async Task TakeAsync(ShopDb db, PaymentAttempt attempt, Money amount, DateTime now, CancellationToken ct)
    {
        var orderId = attempt.OrderId;
        var others = db.PaymentAttempts.Where(a => a.OrderId == orderId && a.Id != attempt.Id && a.NextCheckAt != null);
        var order = await db.Orders.Where(o => o.Id == orderId).Select(o => new { o.Status, o.CancelRequestedAt, IsErased = o.Email == EmailAddress.Erased, HasOthers = others.Any() }).SingleAsync(ct);
        var status = order.Status;
        var isTwice = status == OrderStatus.Failed && await IsPaidBeforeAsync(db, attempt, ct);
        if (status == OrderStatus.Failed && !isTwice && !order.IsErased && await ReserveAgainAsync(db, orderId, now, ct))
        {
            await OrderMoves.MoveAsync(db, orderId, OrderStatus.Pending, "The payment came through late.", now, ct);
            await db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.FailureReason, (string?)null), ct);
            status = OrderStatus.Pending;
        }

        if (status != OrderStatus.Pending)
        {
            LogUnclaimed(orderId, status);
            await refunds.PromiseWholeAsync(db, attempt, amount, isTwice ? PaidTwice : order.IsErased ? Erased : WhyBack(status), ct);
            return;
        }

        await OrderConfirmation.ConfirmAsync(db, jobs, orderId, "Your bank said yes.", now, ct);
        await (order.HasOthers ? EndAsync(db, others, now, ct) : Task.CompletedTask);
        if (order.CancelRequestedAt is not null)
        {
            await db.SaveChangesAsync(ct);
            // Refused while a bank decides about money of this order: the wish stands, and keeps it from being sent.
            await cancellation.CancelAsync(db, orderId, $"{await OrderExpiry.WhoAsync(db, orderId, ct)} cancelled the order while the payment was on its way.", ct);
        }
    }

    /// <summary>Other money for a failed order is there, or was given back unit by unit: neither way is it paid once more.</summary>
    private static async Task<bool> IsPaidBeforeAsync(ShopDb db, PaymentAttempt attempt, CancellationToken ct) =>
        await OrderLedger.HoldsOtherAsync(db, attempt, ct)
        || await db.Orders.AnyAsync(o => o.Id == attempt.OrderId && (o.ShippingRefunded || o.Lines.Any(l => l.RefundedQuantity > 0)), ct);

    /// <summary>No other payment of the order may begin from here on, and those that did are cancelled by their job.</summary>
    private async Task EndAsync(ShopDb db, IQueryable<PaymentAttempt> others, DateTime now, CancellationToken ct)
    {
        var ids = await others.Select(a => a.Id).ToListAsync(ct);
        await others.Where(a => a.FencedAt == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.FencedAt, now), ct);
        ids.ForEach(id => jobs.Add(db, new ProcessPayment(id)));
    }

    private static string WhyBack(OrderStatus status) => status switch
    {
        OrderStatus.Failed => "The payment came through after it had failed, and something you ordered was gone by then.",
        OrderStatus.Cancelled => "The payment came through after this order had ended.",
        _ => PaidTwice,
    };

    private static async Task<bool> ReserveAgainAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct)
    {
        // Stock first and the code last, as at placing: two orders never wait for each other in a circle.
        var lines = await db.Orders.AsNoTracking().Where(o => o.Id == orderId).SelectMany(o => o.Lines).ToListAsync(ct);
        var missing = await StockLedger.ReserveAsync(
            db, orderId, lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity)), now, ct);
        await db.SaveChangesAsync(ct);
        if (missing is null && await DiscountLedger.TakeAgainAsync(db, orderId, ct))
        {
            return true;
        }

        await StockLedger.ReleaseAsync(db, orderId, now, ct);
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "Money was captured for order {OrderId}, which is {Status} and does not wait for it: it goes back")]
    private partial void LogUnclaimed(long orderId, OrderStatus status);
}
