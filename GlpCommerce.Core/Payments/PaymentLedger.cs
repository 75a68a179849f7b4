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
}

/// <summary>Adds facts about an order's money, each once, and computes where it stands. Nothing is ever changed or taken out.</summary>
public static class PaymentLedger
{
    /// <summary>Adds the fact unless it is there already.</summary>
    /// <returns>Where the order's money stands now; null when the fact was known, so that nothing follows from it twice.</returns>
    public static async Task<LedgerState?> RecordAsync(
        ShopDb db, PaymentAttempt attempt, LedgerKind kind, Money amount, DateTime now, CancellationToken ct, string? code = null)
    {
        var entries = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == attempt.OrderId).ToListAsync(ct);
        if (entries.Any(e => e.AttemptId == attempt.Id && e.Kind == kind))
        {
            return null;
        }

        var entry = new LedgerEntry
        {
            OrderId = attempt.OrderId, AttemptId = attempt.Id, Kind = kind, Amount = amount, Code = code, At = now,
        };
        db.PaymentLedger.Add(entry);
        return StateOf([.. entries, entry]);
    }

    /// <summary>Money that was captured counts, whatever came before or after; else the newest attempt's newest fact does.</summary>
    public static LedgerState StateOf(IReadOnlyCollection<LedgerEntry> entries)
    {
        if (entries.Any(e => e.Kind == LedgerKind.Captured))
        {
            return LedgerState.Succeeded;
        }

        var newest = entries.Where(e => e.AttemptId == entries.Max(other => other.AttemptId)).MaxBy(e => (int)e.Kind);
        return newest?.Kind switch
        {
            LedgerKind.RequiresAction => LedgerState.RequiresAction,
            LedgerKind.Processing => LedgerState.Processing,
            LedgerKind.Declined => LedgerState.Failed,
            LedgerKind.Canceled => LedgerState.Canceled,
            _ => LedgerState.Pending,
        };
    }
}

/// <summary>A bank's refusal, said so that a shopper knows what to do next.</summary>
public static class Declines
{
    private const string Untouched = "Nothing was charged.";

    public static string Explain(string? code) => code switch
    {
        "insufficient_funds" => $"Your bank said there is not enough money on this card. {Untouched}",
        "expired_card" => $"This card has expired. {Untouched}",
        "authentication_failed" => $"The payment was not approved with your bank. {Untouched}",
        "invalid_method" => $"This way to pay is not known to us. {Untouched}",
        _ => $"Your bank said no to this card. {Untouched}",
    };
}
