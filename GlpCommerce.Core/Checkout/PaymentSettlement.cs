using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// The one place where what a provider says becomes an order's state. Called by the payment job, by expiry and by
/// whatever reconciles; a message that repeats or comes late changes nothing twice.
/// </summary>
public sealed partial class PaymentSettlement(JobQueue jobs, TimeProvider clock, ILogger<PaymentSettlement> logger)
{
    /// <summary>Records what the provider says about an attempt, and moves the order, inside the caller's transaction.</summary>
    /// <exception cref="InvalidOperationException">The provider captured another amount than the attempt was for.</exception>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (KindOf(intent.Status) is not { } kind)
        {
            return;
        }

        if (kind == LedgerKind.Captured && intent.AmountCents != attempt.Amount.Cents)
        {
            throw new InvalidOperationException($"Payment attempt {attempt.Id} was for another amount than was captured.");
        }

        // One settlement of an order at a time: two that read the ledger at once would each write its older half.
        await db.Orders.Where(o => o.Id == attempt.OrderId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        var amount = new Money(intent.AmountCents);
        if (await PaymentLedger.RecordAsync(db, attempt, kind, amount, now, ct, intent.DeclineCode) is not { } state)
        {
            return;
        }

        await db.SaveChangesAsync(ct);
        await db.Orders.Where(o => o.Id == attempt.OrderId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.PaymentStatus, StatusOf(state)), ct);
        await MoveAsync(db, attempt, kind, intent.DeclineCode, now, ct);
    }

    private Task MoveAsync(ShopDb db, PaymentAttempt attempt, LedgerKind kind, string? code, DateTime now, CancellationToken ct) => kind switch
    {
        LedgerKind.Captured => ConfirmAsync(db, attempt.OrderId, now, ct),
        LedgerKind.Declined => FailAsync(db, attempt, Declines.Explain(code), now, ct),
        LedgerKind.Canceled => CancelAsync(db, attempt, now, ct),
        _ => Task.CompletedTask,
    };

    /// <summary>
    /// A failed order whose money came late gets its stock again, if there is any. A capture that finds no order to
    /// confirm stays in the ledger, where a person sees that money is held for an order that has ended.
    /// </summary>
    private async Task ConfirmAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct)
    {
        var status = await db.Orders.Where(o => o.Id == orderId).Select(o => o.Status).SingleAsync(ct);
        if (status == OrderStatus.Failed && await ReserveAgainAsync(db, orderId, now, ct))
        {
            await OrderMoves.MoveAsync(db, orderId, OrderStatus.Pending, "The payment came through late.", now, ct);
            status = OrderStatus.Pending;
        }

        if (status != OrderStatus.Pending)
        {
            LogUnclaimed(orderId, status);
            return;
        }

        if (await OrderMoves.MoveAsync(db, orderId, OrderStatus.Confirmed, "Your bank said yes.", now, ct))
        {
            jobs.Add(db, new UpdateInventory(orderId));
            jobs.Add(db, new SendOrderConfirmation(orderId));
        }
    }

    private static async Task<bool> ReserveAgainAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct)
    {
        var lines = await db.Orders.AsNoTracking().Where(o => o.Id == orderId).SelectMany(o => o.Lines).ToListAsync(ct);
        var missing = await StockLedger.ReserveAsync(
            db, orderId, lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity)), now, ct);
        await db.SaveChangesAsync(ct);
        if (missing is not null)
        {
            await StockLedger.ReleaseAsync(db, orderId, now, ct);
        }

        return missing is null;
    }

    private static async Task FailAsync(ShopDb db, PaymentAttempt attempt, string reason, DateTime now, CancellationToken ct)
    {
        if (!await IsAwaitedAsync(db, attempt, ct) || !await OrderMoves.MoveAsync(db, attempt.OrderId, OrderStatus.Failed, reason, now, ct))
        {
            return;
        }

        await db.Orders.Where(o => o.Id == attempt.OrderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.FailureReason, reason), ct);
        await StockLedger.ReleaseAsync(db, attempt.OrderId, now, ct);
    }

    private static async Task CancelAsync(ShopDb db, PaymentAttempt attempt, DateTime now, CancellationToken ct)
    {
        if (await IsAwaitedAsync(db, attempt, ct))
        {
            await OrderExpiry.CancelAsync(db, attempt.OrderId, now, ct);
        }
    }

    /// <summary>A refusal ends an order only while that waits for this attempt: not once it is paid, nor when a newer attempt is under way.</summary>
    private static async Task<bool> IsAwaitedAsync(ShopDb db, PaymentAttempt attempt, CancellationToken ct) =>
        await db.Orders.AnyAsync(o => o.Id == attempt.OrderId && o.Status == OrderStatus.Pending, ct)
        && !await db.PaymentAttempts.AnyAsync(a => a.OrderId == attempt.OrderId && a.Id > attempt.Id, ct);

    private static LedgerKind? KindOf(IntentStatus status) => status switch
    {
        IntentStatus.RequiresAction => LedgerKind.RequiresAction,
        IntentStatus.Processing => LedgerKind.Processing,
        IntentStatus.Succeeded => LedgerKind.Captured,
        IntentStatus.Declined => LedgerKind.Declined,
        IntentStatus.Canceled => LedgerKind.Canceled,
        _ => null,
    };

    private static PaymentStatus StatusOf(LedgerState state) => state switch
    {
        LedgerState.RequiresAction => PaymentStatus.RequiresAction,
        LedgerState.Processing => PaymentStatus.Processing,
        LedgerState.Succeeded => PaymentStatus.Succeeded,
        LedgerState.Failed => PaymentStatus.Failed,
        LedgerState.Canceled => PaymentStatus.Canceled,
        _ => PaymentStatus.Pending,
    };

    [LoggerMessage(LogLevel.Error, "Money was captured for order {OrderId}, which is {Status} and does not wait for it: it has to be refunded")]
    private partial void LogUnclaimed(long orderId, OrderStatus status);
}
