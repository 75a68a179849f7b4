using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Ends an order that nobody paid: first no payment may start any more, then the provider cancels the one that did, and
/// only its word (or that there was none) gives the stock back. If the provider says "paid", the order is confirmed. A
/// payment that nobody knows any more, since the provider or its keys were changed, holds the stock for a day.
/// </summary>
public sealed partial record ExpireOrder(long OrderId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "expire-order", JobPriority.Medium, MaxAttempts: 200,
        FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(15));

    internal sealed partial class Handler(
        IShopDbFactory shop, PaymentGateways gateways, PaymentSettlement settlement, JobQueue jobs, TimeProvider clock, ILogger<Handler> logger) : IJobHandler<ExpireOrder>
    {
        private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(30);

        /// <summary>Keys that were changed by mistake are back by then. Should the payment go through later all the same, it goes back.</summary>
        private static readonly TimeSpan WaitsForUnknown = TimeSpan.FromDays(1);

        public async Task HandleAsync(ExpireOrder payload, JobLease lease, CancellationToken ct)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            if (await PendingAsync(payload.OrderId, ct) is not var (expiresAt, isWished) || expiresAt > now)
            {
                // Settled already, or being paid again: the newer attempt brought its own expiry.
                return;
            }

            await lease.CheckpointAsync(db => FenceAsync(db, payload.OrderId, now, ct), ct);
            if (await StartedAsync(payload.OrderId, ct) is not { } attempt)
            {
                await lease.CompleteAsync(db => CancelAsync(db, payload.OrderId, now, ct), ct);
                return;
            }

            try
            {
                await EndAsync(payload, attempt, isWished, now, lease, ct);
            }
            catch (UnknownPaymentException unknown)
            {
                await lease.CompleteAsync(db => LeaveAsync(db, payload, unknown, expiresAt, now, ct), ct);
            }
        }

        /// <param name="isWished">Whether somebody asked to cancel the order.</param>
        private async Task EndAsync(ExpireOrder payload, PaymentAttempt attempt, bool isWished, DateTime now, JobLease lease, CancellationToken ct)
        {
            // What the bank still works on is not taken from it: it may say yes days later. Only who asked to cancel the order
            // has it cancelled, as far as the provider lets go of it. What the bank has refused, unheard, is told as refused, so that
            // the shopper can choose another way to pay.
            var gateway = gateways.Of(attempt);
            var intent = await gateway.ReadAsync(attempt.IntentId!, ct);
            if (isWished || intent.Status is not (IntentStatus.Processing or IntentStatus.Declined))
            {
                intent = await gateway.CancelAsync(attempt.IntentId!, ct);
            }

            await lease.CompleteAsync(db => SettleAsync(db, payload, attempt, intent, now, ct), ct);
        }

        /// <summary>Nobody can say how the payment stands: the order waits for a while, and then ends without an answer.</summary>
        private async Task LeaveAsync(ShopDb db, ExpireOrder payload, UnknownPaymentException unknown, DateTime expiresAt, DateTime now, CancellationToken ct)
        {
            if (now - expiresAt < WaitsForUnknown)
            {
                jobs.Add(db, payload, now + LookAgain);
            }
            else if (await HoldExpiredAsync(db, payload.OrderId, now, ct))
            {
                LogUnknown(payload.OrderId, unknown.Message);
                await OrderExpiry.CancelAsync(db, payload.OrderId, now, ct, "The order was not paid in time, so it ended.");
                await db.PaymentAttempts.Where(a => a.OrderId == payload.OrderId).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextCheckAt, (DateTime?)null), ct);
            }
        }

        [LoggerMessage(LogLevel.Error, "Order {OrderId} has ended without anybody saying how its payment stands: {Why}")]
        private partial void LogUnknown(long orderId, string why);

        private async Task<(DateTime ExpiresAt, bool IsWished)?> PendingAsync(long orderId, CancellationToken ct)
        {
            await using var db = shop.Open();
            return await db.Orders.Where(o => o.Id == orderId && o.Status == OrderStatus.Pending)
                .Select(o => new { o.ExpiresAt, IsWished = o.CancelRequestedAt != null }).SingleOrDefaultAsync(ct) is { } order ? (order.ExpiresAt, order.IsWished) : null;
        }

        private static async Task FenceAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct)
        {
            if (await HoldExpiredAsync(db, orderId, now, ct))
            {
                await db.PaymentAttempts.Where(a => a.OrderId == orderId && a.FencedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.FencedAt, now), ct);
            }
        }

        /// <summary>Locks the order's row, if it is still an unpaid one past its time: paying again moves that time forward.</summary>
        private static async Task<bool> HoldExpiredAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct) =>
            await db.Orders.Where(o => o.Id == orderId && o.Status == OrderStatus.Pending && o.ExpiresAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct) == 1;

        private static async Task CancelAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct)
        {
            if (await HoldExpiredAsync(db, orderId, now, ct))
            {
                await OrderExpiry.CancelAsync(db, orderId, now, ct);
            }
        }

        private async Task<PaymentAttempt?> StartedAsync(long orderId, CancellationToken ct)
        {
            await using var db = shop.Open();
            return await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == orderId && a.FencedAt != null)
                .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct) is { IntentId: not null } attempt ? attempt : null;
        }

        private async Task SettleAsync(
            ShopDb db, ExpireOrder payload, PaymentAttempt attempt, PaymentIntent intent, DateTime now, CancellationToken ct)
        {
            await settlement.ApplyAsync(db, attempt, intent, ct);
            if (intent.Status is IntentStatus.Processing or IntentStatus.RequiresAction or IntentStatus.RequiresConfirmation)
            {
                // On its way, or not to be cancelled right now: the stock stays aside until that is decided.
                jobs.Add(db, payload, now + LookAgain);
            }
        }
    }
}

/// <summary>The end of an unpaid order.</summary>
internal static class OrderExpiry
{
    private static readonly PaymentStatus[] Unpaid =
        [PaymentStatus.Pending, PaymentStatus.RequiresAction, PaymentStatus.Processing, PaymentStatus.Failed];

    /// <summary>Who wished an unpaid order to end, as the shopper reads it.</summary>
    public static async Task<string> WhoAsync(ShopDb db, long orderId, CancellationToken ct) =>
        await db.Orders.AnyAsync(o => o.Id == orderId && o.Events.Any(e => e.Kind == OrderEventKind.CancelledByStaff && e.At == o.CancelRequestedAt), ct) ? "We" : "You";

    /// <param name="why">In words the shopper reads; null where nothing was charged for certain.</param>
    public static async Task CancelAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct, string? why = null)
    {
        var wished = await db.Orders.AnyAsync(o => o.Id == orderId && o.CancelRequestedAt != null, ct);
        why ??= wished ? $"{await WhoAsync(db, orderId, ct)} cancelled the order. Nothing was charged." : "The order was not paid in time, so it ended. Nothing was charged.";
        if (await OrderMoves.MoveAsync(db, orderId, OrderStatus.Cancelled, why, now, ct))
        {
            // Money of an earlier attempt, which goes back or is objected to, is still told of.
            await db.Orders.Where(o => o.Id == orderId && Unpaid.Contains(o.PaymentStatus))
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.PaymentStatus, PaymentStatus.Canceled), ct);
            await StockLedger.ReleaseAsync(db, orderId, now, ct);
            await DiscountLedger.GiveBackAsync(db, orderId, ct);
        }
    }
}
