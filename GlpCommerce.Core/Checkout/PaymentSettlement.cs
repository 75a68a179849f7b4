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

/// <summary>
/// The one place where what a provider says about a payment becomes an order's state. Called by the payment job, by
/// expiry, by the provider's messages and by the sweep; what repeats or comes late changes nothing twice.
/// </summary>
public sealed partial class PaymentSettlement(CaptureSettlement captures, JobQueue jobs, TimeProvider clock, ILogger<PaymentSettlement> logger)
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MayComeLate = TimeSpan.FromDays(2);

    /// <summary>Records what the provider says about an attempt, and moves the order, inside the caller's transaction.</summary>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
        await NoteAsync(db, attempt, intent, now, ct);
        if (KindOf(intent.Status) is not { } kind)
        {
            return;
        }

        var isOther = intent.Status == IntentStatus.Succeeded && (intent.AmountCents != attempt.Amount.Cents || intent.Currency != Money.Currency);
        var fact = PaymentLedger.Fact(attempt, kind, new Money(intent.AmountCents), now, code: isOther ? $"not_as_asked_{intent.Currency}" : intent.DeclineCode);
        if (await OrderLedger.RecordAsync(db, fact, ct) is not null)
        {
            await (isOther ? FreezeAsync(db, attempt, intent, now, ct) : MoveAsync(db, attempt, kind, intent, now, ct));
        }
    }

    /// <summary>
    /// Another amount or currency than was asked for is on record, so that refunds and objections can follow it, and does
    /// nothing more: it confirms no order, and what becomes of it a person decides.
    /// </summary>
    private async Task FreezeAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, DateTime now, CancellationToken ct)
    {
        LogOther(attempt.OrderId, intent.AmountCents, intent.Currency, attempt.Amount.Cents);
        const string Why = "The payment was not the amount that was asked for. We look into it, and write to you.";
        await FailAsync(db, attempt, Why, now, ct, ended: Why);
    }

    /// <summary>Keeps what later calls need: the payment's own id, when to ask again, and what was captured.</summary>
    private static async Task NoteAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, DateTime now, CancellationToken ct)
    {
        var (paymentId, next) = (intent.PaymentId, NextCheck(attempt, intent.Status, now));
        var captured = intent.Status == IntentStatus.Succeeded ? intent.AmountCents : 0;
        await db.PaymentAttempts.Where(a => a.Id == attempt.Id).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.PaymentId, a => a.PaymentId ?? paymentId)
            .SetProperty(a => a.NextCheckAt, next)
            .SetProperty(a => a.CapturedCents, a => a.CapturedCents > 0 ? a.CapturedCents : captured), ct);
    }

    private static DateTime? NextCheck(PaymentAttempt attempt, IntentStatus status, DateTime now) => status switch
    {
        IntentStatus.Succeeded or IntentStatus.Canceled => null,
        // The payer's browser can try a declined payment once more without us.
        IntentStatus.Declined => now - attempt.CreatedAt < MayComeLate ? now + TimeSpan.FromDays(1) : null,
        IntentStatus.Processing => PaymentAttempt.NextCheck(now, attempt.CreatedAt, OnItsWay),
        _ => PaymentAttempt.NextCheck(now, attempt.CreatedAt, Usual),
    };

    private Task MoveAsync(ShopDb db, PaymentAttempt attempt, LedgerKind kind, PaymentIntent intent, DateTime now, CancellationToken ct) => kind switch
    {
        LedgerKind.Captured => captures.TakeAsync(db, attempt, new Money(intent.AmountCents), now, ct),
        LedgerKind.Declined => FailAsync(db, attempt, Declines.Explain(intent.DeclineCode), now, ct),
        LedgerKind.Canceled => CancelAsync(db, attempt, now, ct),
        _ => Task.CompletedTask,
    };

    private async Task FailAsync(ShopDb db, PaymentAttempt attempt, string reason, DateTime now, CancellationToken ct, string? ended = null)
    {
        if (!await IsAwaitedAsync(db, attempt, ct))
        {
            return;
        }

        if (await db.Orders.AnyAsync(o => o.Id == attempt.OrderId && o.CancelRequestedAt != null, ct))
        {
            await OrderExpiry.CancelAsync(db, attempt.OrderId, now, ct, ended);
            return;
        }

        await OrderMoves.MoveAsync(db, attempt.OrderId, OrderStatus.Failed, reason, now, ct);
        await db.Orders.Where(o => o.Id == attempt.OrderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.FailureReason, reason), ct);
        await StockLedger.ReleaseAsync(db, attempt.OrderId, now, ct);
        await DiscountLedger.GiveBackAsync(db, attempt.OrderId, ct);
        if (ended is null && await db.PaymentLedger.AnyAsync(e => e.AttemptId == attempt.Id && e.Kind == LedgerKind.Processing, ct))
        {
            // The bank took its time, and nobody waits at the page any more.
            jobs.Add(db, new SendPaymentNotice(attempt.Id));
        }
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

    [LoggerMessage(LogLevel.Error, "For order {OrderId} {Cents} cents of {Currency} were captured instead of the {Asked} that were asked for: it is frozen until a person has looked")]
    private partial void LogOther(long orderId, long cents, string currency, long asked);
}
