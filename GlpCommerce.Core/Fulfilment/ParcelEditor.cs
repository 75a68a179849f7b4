using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Sends parcels: the order's step, the number on the label, the shopper's e-mail and the audit row are one.</summary>
public sealed class ParcelEditor(IShopDbFactory shop, OrderEditor orders, AuditLog audit, JobQueue jobs, TimeProvider clock)
{
    /// <summary>The parcel leaves the house. Repeating it with the same number changes nothing.</summary>
    /// <param name="trackingNumber">As typed or scanned.</param>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>shipment.tracking_invalid</c>, <c>shipment.known</c>, or why the order cannot be sent.</returns>
    public async Task<Result<long>> ShipAsync(long orderId, Carrier carrier, string? trackingNumber, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        var parcel = Parcel.Check(carrier, trackingNumber);
        return parcel.Problem is { } problem ? problem : await orders.ShipAsync(
            orderId, (db, moved) => moved ? WriteAsync(db, orderId, parcel.Value!, by, ct) : CompareAsync(db, orderId, parcel.Value!, ct), ct);
    }

    /// <summary>The parcel has arrived. Repeating it changes nothing.</summary>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>order.unknown</c> or <c>order.not_shipped</c>.</returns>
    public async Task<Result<long>> DeliverAsync(long orderId, Actor by, CancellationToken ct = default) =>
        by.Refuse(Rights.HandleOrders) is { } refused ? refused : await orders.DeliverAsync(
            orderId,
            async (db, moved) =>
            {
                if (moved)
                {
                    await audit.AddAsync(db, by, "order.delivered", $"order:{orderId}", ct: ct);
                }

                return null;
            },
            ct);

    /// <summary>
    /// Another carrier or number than was written down as it left. The shopper sees it at once and is told by e-mail; what it said
    /// before stays on the order's timeline. Repeating it changes nothing.
    /// </summary>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>shipment.tracking_invalid</c>, <c>order.unknown</c>, <c>order.erased</c> or <c>shipment.none</c>.</returns>
    public async Task<Result<long>> CorrectAsync(long orderId, Carrier carrier, string? trackingNumber, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        var parcel = Parcel.Check(carrier, trackingNumber);
        return parcel.Problem is { } problem ? problem : await shop.InTransactionAsync(db => CorrectAsync(db, orderId, parcel.Value!, by, ct), ct);
    }

    private async Task<Result<long>> CorrectAsync(ShopDb db, long orderId, Parcel parcel, Actor by, CancellationToken ct)
    {
        if (!await OrderLedger.HoldAsync(db, orderId, ct))
        {
            return OrderProblems.Unknown;
        }

        if (await db.IsErasedAsync(orderId, ct))
        {
            return FulfilmentProblems.Erased;
        }

        if (await db.Shipments.AsNoTracking().SingleOrDefaultAsync(s => s.OrderId == orderId, ct) is not { } old)
        {
            return FulfilmentProblems.NotSent;
        }

        if (old.Carrier == parcel.Carrier && old.TrackingNumber == parcel.TrackingNumber)
        {
            return orderId;
        }

        await db.Shipments.Where(s => s.OrderId == orderId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Carrier, parcel.Carrier).SetProperty(s => s.TrackingNumber, parcel.TrackingNumber), ct);
        await TellAsync(db, old, by, ct);
        return orderId;
    }

    private async Task TellAsync(ShopDb db, Shipment old, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var correction = new ParcelCorrection { OrderId = old.OrderId, OldCarrier = old.Carrier, OldTrackingNumber = old.TrackingNumber, At = now, AccountId = by.AccountId };
        db.ParcelCorrections.Add(correction);
        await OrderMoves.NoteAsync(db, old.OrderId, OrderEventKind.TrackingCorrected, "We corrected how you can follow your parcel.", now, ct);
        await db.SaveChangesAsync(ct);
        jobs.Add(db, SendShippedNotice.Corrected(old.OrderId, correction.Id));
        await audit.AddAsync(db, by, "order.tracking_corrected", $"order:{old.OrderId}", ct: ct);
    }

    private async Task<Problem?> WriteAsync(ShopDb db, long orderId, Parcel parcel, Actor by, CancellationToken ct)
    {
        db.Shipments.Add(new Shipment
        {
            OrderId = orderId, Carrier = parcel.Carrier, TrackingNumber = parcel.TrackingNumber, ShippedAt = clock.GetUtcNow().UtcDateTime, AccountId = by.AccountId,
        });
        jobs.Add(db, new SendShippedNotice(orderId));
        await audit.AddAsync(db, by, "order.shipped", $"order:{orderId}", parcel.Carrier.ToString(), ct);
        return null;
    }

    /// <summary>A second press is no error; a second parcel, or another number, would be lost without a word.</summary>
    private static async Task<Problem?> CompareAsync(ShopDb db, long orderId, Parcel parcel, CancellationToken ct) =>
        await db.Shipments.AnyAsync(s => s.OrderId == orderId && s.Carrier == parcel.Carrier && s.TrackingNumber == parcel.TrackingNumber, ct)
            ? null : FulfilmentProblems.Sent;
}
