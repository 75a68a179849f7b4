using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>Keeps an order's payment status in step with its ledger. Every fact after the attempt itself is added here.</summary>
internal static class OrderLedger
{
    /// <summary>Makes everybody else who settles this order wait: two that read its ledger at once would each know half.</summary>
    /// <returns>Whether there is such an order.</returns>
    public static async Task<bool> HoldAsync(ShopDb db, long orderId, CancellationToken ct) =>
        await db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct) == 1;

    /// <summary>Adds a fact, once, and says on the order how its money stands now. The caller holds the order.</summary>
    /// <returns>Where the money stands; null when the fact was known, so that nothing follows from it twice.</returns>
    public static async Task<PaymentStatus?> RecordAsync(ShopDb db, LedgerEntry entry, CancellationToken ct)
    {
        if (await PaymentLedger.RecordAsync(db, entry, ct) is not { } state)
        {
            return null;
        }

        await db.SaveChangesAsync(ct);
        var status = StatusOf(state);
        await db.Orders.Where(o => o.Id == entry.OrderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.PaymentStatus, status), ct);
        return status;
    }

    /// <summary>Says on the order how its money stands, after facts that were added by themselves. The caller holds the order.</summary>
    public static async Task RestateAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        var status = StatusOf(PaymentLedger.StateOf(await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == orderId).ToListAsync(ct)));
        await db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.PaymentStatus, status), ct);
    }

    /// <summary>Whether money of another payment of the same order is with the shop or with a bank. The caller holds the order.</summary>
    public static async Task<bool> HoldsOtherAsync(ShopDb db, PaymentAttempt attempt, CancellationToken ct)
    {
        var others = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == attempt.OrderId && e.AttemptId != attempt.Id).ToListAsync(ct);
        return others.Count > 0 && Order.MoneyIsHeld.Contains(StatusOf(PaymentLedger.StateOf(others)));
    }

    private static PaymentStatus StatusOf(LedgerState state) => state switch
    {
        LedgerState.RequiresAction => PaymentStatus.RequiresAction,
        LedgerState.Processing => PaymentStatus.Processing,
        LedgerState.Succeeded => PaymentStatus.Succeeded,
        LedgerState.Failed => PaymentStatus.Failed,
        LedgerState.Canceled => PaymentStatus.Canceled,
        LedgerState.PartiallyRefunded => PaymentStatus.PartiallyRefunded,
        LedgerState.Refunded => PaymentStatus.Refunded,
        LedgerState.Disputed => PaymentStatus.Disputed,
        _ => PaymentStatus.Pending,
    };
}
