using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>A refund that could not be given: what it had taken is there again, and the shopper reads why.</summary>
internal static class BrokenPromise
{
    /// <summary>What could not be given back can be refunded again. Units that went back on the shelf stay there.</summary>
    public static async Task GiveBackAsync(ShopDb db, Refund refund, CancellationToken ct)
    {
        await db.Refunds.Where(r => r.Id == refund.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, (DateTime?)null), ct);
        await db.PaymentAttempts.Where(a => a.Id == refund.AttemptId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RefundedCents, a => a.RefundedCents - refund.Amount.Cents), ct);
        foreach (var line in refund.Lines)
        {
            var restocked = line.Restocked ? line.Quantity : 0;
            await db.Set<OrderLine>().Where(l => l.Id == line.OrderLineId).ExecuteUpdateAsync(set => set
                .SetProperty(l => l.RefundedQuantity, l => l.RefundedQuantity - line.Quantity)
                .SetProperty(l => l.RestockedQuantity, l => l.RestockedQuantity + restocked), ct);
        }

        if (refund.Shipping > Money.Zero)
        {
            await db.Orders.Where(o => o.Id == refund.OrderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.ShippingRefunded, false), ct);
        }
    }

    /// <param name="owed">What the payer still waits for.</param>
    public static string Explain(Refund refund, ProviderRefund told, Money owed) => told switch
    {
        { IsDisputed: true } => $"{refund.Amount} was not given back by us, because your bank decides about this payment.",
        _ when owed == Money.Zero => $"{refund.Amount} did not go back this way, because it was given back by hand.",
        _ => $"{owed} could not be given back to the card or account you paid with. We still owe it to you, and find another way.",
    };
}
