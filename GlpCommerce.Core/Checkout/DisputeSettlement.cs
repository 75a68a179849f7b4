using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Records what a payer's bank says about an objection. While one is open, or lost, the order's payment is disputed, and
/// nothing is shipped or refunded.
/// </summary>
public sealed partial class DisputeSettlement(TimeProvider clock, ILogger<DisputeSettlement> logger)
{
    /// <summary>Applies it inside the caller's transaction. Messages may come twice and in any order.</summary>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
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

    private async Task RecordAsync(
        ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, LedgerKind kind, OrderEventKind step, string text, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, kind, new Money(dispute.AmountCents), now, dispute.Id), ct) is not null)
        {
            LogDispute(attempt.OrderId, kind);
            await OrderMoves.NoteAsync(db, attempt.OrderId, step, text, now, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The payment of order {OrderId} is disputed: {Kind}")]
    private partial void LogDispute(long orderId, LedgerKind kind);
}
