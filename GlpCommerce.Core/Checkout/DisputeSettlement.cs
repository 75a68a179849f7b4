using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Records what a payer's bank says about an objection. While one is open, or lost, the order's payment is disputed, and
/// nothing is shipped or refunded.
/// </summary>
public sealed partial class DisputeSettlement(TimeProvider clock, ILogger<DisputeSettlement> logger)
{
    /// <summary>Applies it inside the caller's transaction. Messages may come twice and in any order.</summary>
    /// <param name="readAfter">The newest entry of the ledger before the dispute was read.</param>
    /// <exception cref="InvalidOperationException">Another decision was recorded meanwhile, and either may be the newer one: to be read again.</exception>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, long readAfter, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
        await RefuseOvertakenAsync(db, attempt, dispute, readAfter, ct);
        await RecordAsync(db, attempt, dispute, LedgerKind.DisputeOpened, OrderEventKind.Disputed, "Your bank told us that you object to this payment. Nothing is sent until it has decided.", ct);
        if (dispute.Status == DisputeStatus.Won)
        {
            await RecordAsync(db, attempt, dispute, LedgerKind.DisputeWon, OrderEventKind.DisputeEnded, "Your bank has decided that the payment stands.", ct);
        }
        else if (dispute.Status == DisputeStatus.Lost)
        {
            await RecordAsync(db, attempt, dispute, LedgerKind.DisputeLost, OrderEventKind.DisputeEnded, "Your bank has given the money back to you.", ct);
        }
    }

    /// <summary>The last word recorded is the one believed, so a decision that was read earlier must not come after it.</summary>
    private static async Task RefuseOvertakenAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, long readAfter, CancellationToken ct)
    {
        LedgerKind? other = dispute.Status switch
        {
            DisputeStatus.Won => LedgerKind.DisputeLost,
            DisputeStatus.Lost => LedgerKind.DisputeWon,
            _ => null,
        };
        if (other is { } kind && await db.PaymentLedger.AnyAsync(e => e.AttemptId == attempt.Id && e.Kind == kind && e.Reference == dispute.Id && e.Id > readAfter, ct))
        {
            throw new InvalidOperationException($"Dispute {dispute.Id} of order {attempt.OrderId} was decided otherwise while it was read.");
        }
    }

    private async Task RecordAsync(
        ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, LedgerKind kind, OrderEventKind step, string text, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, kind, new Money(dispute.AmountCents), now, dispute.Id), ct) is { } status)
        {
            LogDispute(attempt.OrderId, kind);
            if (status is PaymentStatus.Succeeded or PaymentStatus.PartiallyRefunded && await GivesNothingAsync(db, attempt.OrderId, ct))
            {
                LogBroughtBack(attempt.OrderId);
            }

            await OrderMoves.NoteAsync(db, attempt.OrderId, step, text, now, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private static Task<bool> GivesNothingAsync(ShopDb db, long orderId, CancellationToken ct) =>
        db.Orders.AnyAsync(o => o.Id == orderId && (o.Status == OrderStatus.Cancelled || o.Status == OrderStatus.Failed), ct);

    [LoggerMessage(LogLevel.Error, "A bank has decided that the payment of order {OrderId} stands, which has failed or was cancelled: the money has to be given back")]
    private partial void LogBroughtBack(long orderId);

    [LoggerMessage(LogLevel.Warning, "The payment of order {OrderId} is disputed: {Kind}")]
    private partial void LogDispute(long orderId, LedgerKind kind);
}
