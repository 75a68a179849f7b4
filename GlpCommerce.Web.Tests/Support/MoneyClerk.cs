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
    public Money Held => Money.Sum(attempts.Select(Left));

    /// <summary>Whether each payment that was taken is the amount that was asked for.</summary>
    public bool IsAsAsked => attempts.All(a => a.CapturedCents == 0 || IsAsked(a));

    /// <summary>
    /// Payments of which more is left than failed refunds still owe, or a bank that changed its mind has brought back. Of
    /// one that is not the amount that was asked for, a person decides.
    /// </summary>
    public IReadOnlyList<PaymentAttempt> Kept => [.. attempts.Where(a => IsAsked(a) && Left(a) > Money.Zero && Left(a) > Owed(a))];

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
        if (attempts.MaxBy(a => a.Id) is not { } newest)
        {
            return PaymentStatus.Pending;
        }

        var said = ledger.Where(e => e.AttemptId == newest.Id).Select(e => e.Kind).ToHashSet();
        var isOver = said.Contains(LedgerKind.Canceled);
        return newest.CapturedCents > 0 || (isOver && attempts.Any(a => a.CapturedCents > 0)) ? PaymentStatus.Refunded
            : isOver ? PaymentStatus.Canceled
            : said.Contains(LedgerKind.Declined) ? PaymentStatus.Failed
            : said.Contains(LedgerKind.Processing) ? PaymentStatus.Processing
            : said.Contains(LedgerKind.RequiresAction) ? PaymentStatus.RequiresAction
            : PaymentStatus.Pending;
    }

    private static bool IsAsked(PaymentAttempt attempt) => attempt.CapturedCents == attempt.Amount.Cents;

    private Money Left(PaymentAttempt attempt) => new Money(attempt.CapturedCents - Given(attempt))
        - Money.Sum(LastWords().Where(e => e.AttemptId == attempt.Id && e.Kind == LedgerKind.DisputeLost).Select(e => e.Amount));

    private Money Owed(PaymentAttempt attempt)
    {
        var failed = Money.Sum(refunds.Where(r => r.AttemptId == attempt.Id && r.State == RefundState.Failed).Select(r => r.Amount));
        var broughtBack = LastWords().Where(last => last.AttemptId == attempt.Id && last.Kind == LedgerKind.DisputeWon
            && ledger.Any(e => e.AttemptId == attempt.Id && e.Kind == LedgerKind.DisputeLost && e.Reference.Split('~')[0] == last.Reference.Split('~')[0]));
        return failed + Money.Sum(broughtBack.Select(e => e.Amount));
    }

    private long Given(PaymentAttempt attempt) =>
        refunds.Where(r => r.AttemptId == attempt.Id && r.State == RefundState.Succeeded).Sum(r => r.Amount.Cents);

    private IEnumerable<LedgerEntry> LastWords() => ledger
        .Where(e => e.Kind is LedgerKind.DisputeOpened or LedgerKind.DisputeWon or LedgerKind.DisputeLost)
        .GroupBy(e => (e.AttemptId, Dispute: e.Reference.Split('~')[0])).Select(words => words.OrderBy(e => e.Id).Last());
}
