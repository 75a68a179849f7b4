using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>A refund that somebody made at the provider, without the shop.</summary>
internal static class HandRefund
{
    /// <summary>Takes it into the books, as a promise that is still to be told of. The caller holds the order.</summary>
    /// <returns>The refund's id; null when more is promised and given already than would leave as much.</returns>
    public static async Task<long?> AdoptAsync(ShopDb db, PaymentAttempt attempt, ProviderRefund told, DateTime now, CancellationToken ct)
    {
        var taken = await db.PaymentAttempts.Where(a => a.Id == attempt.Id && a.RefundedCents + told.AmountCents <= a.CapturedCents)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RefundedCents, a => a.RefundedCents + told.AmountCents), ct);
        if (taken == 0)
        {
            return null;
        }

        var refund = new Refund
        {
            OrderId = attempt.OrderId,
            AttemptId = attempt.Id,
            Key = $"provider-{told.Id}",
            ProviderKey = told.Key ?? $"provider-{told.Id}",
            ProviderId = told.Id,
            Amount = new Money(told.AmountCents),
            Reason = "We gave it back by hand.",
            CreatedAt = now,
        };
        db.Refunds.Add(refund);
        await OrderMoves.NoteAsync(db, refund.OrderId, OrderEventKind.RefundPromised, RefundBook.Promise(refund), now, ct);
        await db.SaveChangesAsync(ct);
        return refund.Id;
    }
}
