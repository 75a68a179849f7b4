using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Inventory;

/// <summary>Units wanted of one product for one order line.</summary>
public sealed record StockRequest(long OrderLineId, int ProductId, int Quantity);

/// <summary>
/// Moves stock. Every move is one conditional update inside the caller's transaction: selling, cancelling and expiring
/// compete on the reservation's state, and exactly one of them wins. Lines are taken in product order, so that two
/// orders never wait for each other in a circle.
/// </summary>
public static class StockLedger
{
    /// <summary>Puts stock aside for every request, or tells which product is short and leaves the rest to the rollback.</summary>
    /// <returns>The id of the first product that has too few units, or null when all were reserved.</returns>
    public static async Task<int?> ReserveAsync(
        ShopDb db, long orderId, IEnumerable<StockRequest> requests, DateTime now, CancellationToken ct)
    {
        foreach (var request in requests.OrderBy(r => r.ProductId))
        {
            var reserved = await db.Stock
                .Where(s => s.ProductId == request.ProductId && s.OnHand - s.Reserved >= request.Quantity)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Reserved, s => s.Reserved + request.Quantity), ct);
            if (reserved == 0)
            {
                return request.ProductId;
            }

            db.Reservations.Add(new Reservation
            {
                OrderId = orderId,
                OrderLineId = request.OrderLineId,
                ProductId = request.ProductId,
                Quantity = request.Quantity,
                CreatedAt = now,
            });
        }

        return null;
    }

    /// <summary>Held → sold: the units leave the shelf. Repeating it changes nothing.</summary>
    public static Task SellAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct) =>
        SettleAsync(db, orderId, ReservationState.Sold, now, ct);

    /// <summary>Held → released: the units can be bought again. Repeating it changes nothing.</summary>
    /// <returns>Whether anything was still held and is released now.</returns>
    public static Task<bool> ReleaseAsync(ShopDb db, long orderId, DateTime now, CancellationToken ct) =>
        SettleAsync(db, orderId, ReservationState.Released, now, ct);

    /// <summary>Puts units of a sold line back on the shelf.</summary>
    /// <param name="kind"><see cref="StockMovementKind.Return"/> or <see cref="StockMovementKind.Cancellation"/>.</param>
    /// <param name="sourceId">The row that brings them back; each does so once.</param>
    public static async Task ReturnAsync(
        ShopDb db, StockMovementKind kind, long sourceId, int productId, int quantity, DateTime now, CancellationToken ct)
    {
        await db.Stock.Where(s => s.ProductId == productId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand + quantity), ct);
        db.StockMovements.Add(new StockMovement
        {
            Kind = kind, SourceId = sourceId, ProductId = productId, Delta = quantity, At = now,
        });
    }

    /// <summary>Takes units of a line off the shelf again that a refund had brought back, to be sent after all.</summary>
    /// <param name="lineId">The order's line; it takes its units once.</param>
    /// <returns>False when too few are left that nobody else was promised.</returns>
    public static async Task<bool> TakeBackAsync(ShopDb db, long lineId, int productId, int quantity, DateTime now, CancellationToken ct)
    {
        var taken = await db.Stock.Where(s => s.ProductId == productId && s.OnHand - s.Reserved >= quantity)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand - quantity), ct);
        if (taken == 0)
        {
            return false;
        }

        db.StockMovements.Add(new StockMovement
        {
            Kind = StockMovementKind.Resent, SourceId = lineId, ProductId = productId, Delta = -quantity, At = now,
        });
        return true;
    }

    private static async Task<bool> SettleAsync(ShopDb db, long orderId, ReservationState to, DateTime now, CancellationToken ct)
    {
        var held = await db.Reservations.AsNoTracking()
            .Where(r => r.OrderId == orderId && r.State == ReservationState.Held)
            .OrderBy(r => r.ProductId).ToListAsync(ct);
        var moved = held.Count == 0 ? 0 : await db.Reservations.Where(r => r.OrderId == orderId && r.State == ReservationState.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, to), ct);
        if (moved == 0)
        {
            // Nothing is held, or somebody else has settled it since it was read: only what moved here counts.
            return false;
        }

        if (moved != held.Count)
        {
            throw new InvalidOperationException($"Of the {held.Count} reservations of order {orderId}, {moved} were still held.");
        }

        foreach (var reservation in held)
        {
            await MoveUnitsAsync(db, reservation, to, now, ct);
        }

        return true;
    }

    private static async Task MoveUnitsAsync(ShopDb db, Reservation reservation, ReservationState to, DateTime now, CancellationToken ct)
    {
        var sold = to == ReservationState.Sold ? reservation.Quantity : 0;
        await db.Stock.Where(s => s.ProductId == reservation.ProductId).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.OnHand, s => s.OnHand - sold)
            .SetProperty(s => s.Reserved, s => s.Reserved - reservation.Quantity), ct);
        if (sold > 0)
        {
            db.StockMovements.Add(new StockMovement
            {
                Kind = StockMovementKind.Sale,
                SourceId = reservation.Id,
                ProductId = reservation.ProductId,
                Delta = -sold,
                At = now,
            });
        }
    }
}
