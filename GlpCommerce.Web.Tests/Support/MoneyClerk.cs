using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// Judges how an order's money stands without asking the shop's own rule: by what each payment took, by what its refunds
/// gave, and by the last word on each objection.
/// </summary>
internal sealed class MoneyClerk(List<PaymentAttempt> attempts, List<Refund> refunds, List<LedgerEntry> ledger)
{
    public Money Captured => new(attempts.Sum(a => a.CapturedCents));

    /// <summary>What the shop has: taken, not given back, and not lost to a bank.</summary>
    public Money Held => Captured - new Money(attempts.Sum(Given)) - Money.Sum(LastWords().Where(e => e.Kind == LedgerKind.DisputeLost).Select(e => e.Amount));

    /// <summary>What a bank had taken, and has given to the shop again.</summary>
    public Money BroughtBack => Money.Sum(LastWords()
        .Where(last => last.Kind == LedgerKind.DisputeWon && ledger.Any(e => e.Kind == LedgerKind.DisputeLost && e.Reference == last.Reference)).Select(e => e.Amount));

    public PaymentStatus Status
    {
        get
        {
            if (LastWords().Any(e => e.Kind != LedgerKind.DisputeWon))
            {
                return PaymentStatus.Disputed;
            }

            var kept = attempts.Where(a => a.CapturedCents > Given(a)).ToList();
            return kept.Count == 0 ? WithoutMoney() : kept.Any(a => Given(a) > 0) ? PaymentStatus.PartiallyRefunded : PaymentStatus.Succeeded;
        }
    }

    private PaymentStatus WithoutMoney()
    {
        var newest = attempts.MaxBy(a => a.Id)!;
        var said = ledger.Where(e => e.AttemptId == newest.Id).Select(e => e.Kind).ToHashSet();
        var isOver = said.Contains(LedgerKind.Canceled);
        return newest.CapturedCents > 0 || (isOver && attempts.Any(a => a.CapturedCents > 0)) ? PaymentStatus.Refunded
            : isOver ? PaymentStatus.Canceled
            : said.Contains(LedgerKind.Declined) ? PaymentStatus.Failed
            : said.Contains(LedgerKind.Processing) ? PaymentStatus.Processing
            : said.Contains(LedgerKind.RequiresAction) ? PaymentStatus.RequiresAction
            : PaymentStatus.Pending;
    }

    private long Given(PaymentAttempt attempt) =>
        refunds.Where(r => r.AttemptId == attempt.Id && r.State == RefundState.Succeeded).Sum(r => r.Amount.Cents);

    private IEnumerable<LedgerEntry> LastWords() => ledger
        .Where(e => e.Kind is LedgerKind.DisputeOpened or LedgerKind.DisputeWon or LedgerKind.DisputeLost)
        .GroupBy(e => (e.AttemptId, e.Reference)).Select(words => words.OrderBy(e => e.Id).Last());
}
