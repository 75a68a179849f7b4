using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Payments;

/// <summary>How an order's money stands, as its ledger says.</summary>
public enum LedgerState
{
    Pending,
    RequiresAction,
    Processing,
    Succeeded,
    Failed,
    Canceled,
    PartiallyRefunded,
    Refunded,
    Disputed,
}

/// <summary>Adds facts about an order's money, each once, and computes where it stands. Nothing is ever changed or taken out.</summary>
public static class PaymentLedger
{
    private const char Again = '~';

    /// <summary>Adds the fact unless it is there already.</summary>
    /// <returns>Where the order's money stands now; null when the fact was known, so that nothing follows from it twice.</returns>
    public static async Task<LedgerState?> RecordAsync(ShopDb db, LedgerEntry entry, CancellationToken ct)
    {
        var entries = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == entry.OrderId).ToListAsync(ct);
        if (entries.Any(e => e.AttemptId == entry.AttemptId && e.Kind == entry.Kind && e.Reference == entry.Reference))
        {
            return null;
        }

        db.PaymentLedger.Add(entry);
        return StateOf([.. entries, entry]);
    }

    /// <summary>A fact about a payment attempt.</summary>
    public static LedgerEntry Fact(
        PaymentAttempt attempt, LedgerKind kind, Money amount, DateTime now, string reference = "", string? code = null) => new()
    {
        OrderId = attempt.OrderId, AttemptId = attempt.Id, Kind = kind, Reference = reference, Amount = amount, Code = code, At = now,
    };

    /// <summary>
    /// Money the shop holds counts, whatever came before or after; a payment that was given back in full counts only as
    /// long as no newer attempt follows it that was not cancelled. Else the newest attempt's newest fact does.
    /// </summary>
    public static LedgerState StateOf(IReadOnlyCollection<LedgerEntry> entries)
    {
        if (IsDisputed(entries))
        {
            return LedgerState.Disputed;
        }

        var captured = entries.GroupBy(e => e.AttemptId).Where(a => a.Any(e => e.Kind == LedgerKind.Captured)).ToList();
        var held = captured.Where(a => Captured(a) > Returned(a)).ToList();
        if (held.Count > 0)
        {
            return held.Any(a => Returned(a) > Money.Zero) ? LedgerState.PartiallyRefunded : LedgerState.Succeeded;
        }

        var newest = entries.Max(e => e.AttemptId);
        var last = entries.Where(e => e.AttemptId == newest).MaxBy(e => (int)e.Kind)!.Kind;
        return captured.Any(a => a.Key == newest || last == LedgerKind.Canceled) ? LedgerState.Refunded : Uncaptured(last);
    }

    /// <summary>What was captured.</summary>
    public static Money Captured(IEnumerable<LedgerEntry> entries) => Sum(entries, LedgerKind.Captured);

    /// <summary>What was given back and stayed there.</summary>
    public static Money Returned(IEnumerable<LedgerEntry> entries) => Sum(entries, LedgerKind.Refunded) - Sum(entries, LedgerKind.RefundFailed);

    /// <summary>What banks took for payers who objected.</summary>
    public static Money Lost(IEnumerable<LedgerEntry> entries) => Sum(Disputes(entries), LedgerKind.DisputeLost);

    /// <summary>Whether a bank has taken money, and none has still to decide.</summary>
    public static bool IsLost(IReadOnlyCollection<LedgerEntry> entries) =>
        Disputes(entries).Any(e => e.Kind == LedgerKind.DisputeLost) && Disputes(entries).All(e => e.Kind != LedgerKind.DisputeOpened);

    /// <summary>The dispute that a fact is about: told anew, a fact carries its number behind the dispute's id.</summary>
    internal static string DisputeOf(LedgerEntry fact) => fact.Reference.Split(Again)[0];

    /// <summary>Names the same word about a dispute once more: a bank may take it up again, and decide again.</summary>
    /// <param name="told">How often it was told before.</param>
    internal static string ReferenceTo(string disputeId, int told) => told == 0 ? disputeId : $"{disputeId}{Again}{told + 1}";

    private static bool IsDisputed(IReadOnlyCollection<LedgerEntry> entries) => Disputes(entries).Any(e => e.Kind != LedgerKind.DisputeWon);

    /// <summary>The last word on each dispute: a bank can decide again. A fact that is not saved yet is the newest.</summary>
    private static IEnumerable<LedgerEntry> Disputes(IEnumerable<LedgerEntry> entries) => entries
        .Where(e => e.Kind is LedgerKind.DisputeOpened or LedgerKind.DisputeWon or LedgerKind.DisputeLost)
        .GroupBy(e => (e.AttemptId, DisputeOf(e)))
        .Select(words => words.MaxBy(e => e.Id == 0 ? long.MaxValue : e.Id)!);

    private static LedgerState Uncaptured(LedgerKind newest) => newest switch
    {
        LedgerKind.RequiresAction => LedgerState.RequiresAction,
        LedgerKind.Processing => LedgerState.Processing,
        LedgerKind.Declined => LedgerState.Failed,
        LedgerKind.Canceled => LedgerState.Canceled,
        _ => LedgerState.Pending,
    };

    private static Money Sum(IEnumerable<LedgerEntry> entries, LedgerKind kind) =>
        Money.Sum(entries.Where(e => e.Kind == kind).Select(e => e.Amount));
}

/// <summary>A bank's refusal, said so that a shopper knows what to do next.</summary>
public static class Declines
{
    private const string Untouched = "Nothing was charged.";

    public static string Explain(string? code) => code switch
    {
        "insufficient_funds" => $"Your bank said there is not enough money on this card. {Untouched}",
        "expired_card" => $"This card has expired. {Untouched}",
        "authentication_failed" or "payment_intent_authentication_failure" => $"The payment was not approved with your bank. {Untouched}",
        "invalid_method" => $"This way to pay is not known to us. {Untouched}",
        _ => $"Your bank said no to this card. {Untouched}",
    };
}
