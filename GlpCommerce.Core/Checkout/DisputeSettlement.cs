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
    /// <exception cref="InvalidOperationException">Another word was recorded meanwhile, and either may be the newer one: to be read again.</exception>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, long readAfter, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
        var said = await SaidAsync(db, attempt, dispute, ct);
        var word = dispute.Status switch { DisputeStatus.Won => LedgerKind.DisputeWon, DisputeStatus.Lost => LedgerKind.DisputeLost, _ => LedgerKind.DisputeOpened };
        // The last word recorded is the one believed, so what was read earlier must not come after it. The first word is always that it was opened.
        if (said.Skip(1).Any(e => e.Id > readAfter && e.Kind != word))
        {
            throw new InvalidOperationException($"Dispute {dispute.Id} of order {attempt.OrderId} went on while it was read.");
        }

        if (said.Count == 0)
        {
            await RecordAsync(db, attempt, dispute, LedgerKind.DisputeOpened, said, ct);
        }

        if ((said.Count == 0 ? LedgerKind.DisputeOpened : said[^1].Kind) != word)
        {
            await RecordAsync(db, attempt, dispute, word, said, ct);
        }
    }

    /// <summary>What was recorded of this dispute, in order.</summary>
    private static async Task<List<LedgerEntry>> SaidAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, CancellationToken ct)
    {
        var words = await db.PaymentLedger.AsNoTracking()
            .Where(e => e.AttemptId == attempt.Id && (e.Kind == LedgerKind.DisputeOpened || e.Kind == LedgerKind.DisputeWon || e.Kind == LedgerKind.DisputeLost))
            .OrderBy(e => e.Id).ToListAsync(ct);
        return [.. words.Where(word => PaymentLedger.DisputeOf(word) == dispute.Id)];
    }

    private async Task RecordAsync(ShopDb db, PaymentAttempt attempt, ProviderDispute dispute, LedgerKind word, List<LedgerEntry> said, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var reference = PaymentLedger.ReferenceTo(dispute.Id, said.Count(e => e.Kind == word));
        if (await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, word, new Money(dispute.AmountCents), now, reference), ct) is { } status)
        {
            LogDispute(attempt.OrderId, word);
            if (status is PaymentStatus.Succeeded or PaymentStatus.PartiallyRefunded && await GivesNothingAsync(db, attempt.OrderId, ct))
            {
                LogBroughtBack(attempt.OrderId);
            }

            var step = word == LedgerKind.DisputeOpened ? OrderEventKind.Disputed : OrderEventKind.DisputeEnded;
            await OrderMoves.NoteAsync(db, attempt.OrderId, step, Explain(word, isAgain: said.Count > 0), now, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private static string Explain(LedgerKind word, bool isAgain) => word switch
    {
        LedgerKind.DisputeWon => "Your bank has decided that the payment stands.",
        LedgerKind.DisputeLost => "Your bank has given the money back to you.",
        _ when isAgain => "Your bank looks at your objection once more. Nothing is sent until it has decided.",
        _ => "Your bank told us that you object to this payment. Nothing is sent until it has decided.",
    };

    private static Task<bool> GivesNothingAsync(ShopDb db, long orderId, CancellationToken ct) =>
        db.Orders.AnyAsync(o => o.Id == orderId && (o.Status == OrderStatus.Cancelled || o.Status == OrderStatus.Failed), ct);

    [LoggerMessage(LogLevel.Error, "A bank has decided that the payment of order {OrderId} stands, which has failed or was cancelled: the money has to be given back")]
    private partial void LogBroughtBack(long orderId);

    [LoggerMessage(LogLevel.Warning, "The payment of order {OrderId} is disputed: {Kind}")]
    private partial void LogDispute(long orderId, LedgerKind kind);
}
