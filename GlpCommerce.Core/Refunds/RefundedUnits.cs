using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>Units of an order line whose money goes back.</summary>
/// <param name="Restock">Whether they can be sold again. The units of an order that failed or was cancelled are back already: there it changes nothing.</param>
public sealed record RefundUnits(long OrderLineId, int Quantity, bool Restock);

/// <summary>The units of a refund: how many may be given back, what they cost, and which of them stand on the shelf again.</summary>
internal static class RefundedUnits
{
    /// <summary>Takes units that were not given back yet; a conditional update decides.</summary>
    /// <returns>Null when as many are not left.</returns>
    public static async Task<RefundLine?> TakeAsync(ShopDb db, Order order, RefundUnits wanted, CancellationToken ct)
    {
        var taken = await db.Set<OrderLine>()
            .Where(l => l.Id == wanted.OrderLineId && l.OrderId == order.Id && wanted.Quantity <= l.Quantity - l.RefundedQuantity)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RefundedQuantity, l => l.RefundedQuantity + wanted.Quantity), ct);
        if (taken == 0)
        {
            return null;
        }

        // Read after the update: what stands there now ends with these units.
        var line = await db.Set<OrderLine>().AsNoTracking().SingleAsync(l => l.Id == wanted.OrderLineId, ct);
        return new RefundLine
        {
            OrderLineId = line.Id,
            ProductId = line.ProductId,
            Quantity = wanted.Quantity,
            Amount = await CostAsync(db, line, line.RefundedQuantity - wanted.Quantity, wanted.Quantity, ct),
            // Units that a failed refund has left on the shelf are these, whatever was asked: they are not sent any more.
            Restocked = (wanted.Restock || line.RestockedQuantity >= wanted.Quantity) && order.Status is not (OrderStatus.Pending or OrderStatus.Failed or OrderStatus.Cancelled),
        };
    }

    /// <summary>
    /// What the next units of a line cost. After a refund that failed, cents that do not divide evenly may be among what it
    /// left: the last units take what is left, so that all of them together always cost the whole line.
    /// </summary>
    public static async Task<Money> CostAsync(ShopDb db, OrderLine line, int from, int count, CancellationToken ct)
    {
        var given = await Given(db).Where(l => l.OrderLineId == line.Id).Select(l => l.Amount).ToListAsync(ct);
        return Cost(line, Money.Sum(given), from, count);
    }

    /// <inheritdoc cref="CostAsync"/>
    /// <param name="given">What the line's refunds come to that have not failed.</param>
    public static Money Cost(OrderLine line, Money given, int from, int count)
    {
        var (left, share) = (line.Charged - given, Allocation.Units(line.Charged, line.Quantity, from, count));
        return from + count == line.Quantity || share > left ? left : share;
    }

    /// <summary>The parts of refunds that are promised, or were given and stayed there.</summary>
    public static IQueryable<RefundLine> Given(ShopDb db) =>
        db.Set<RefundLine>().Where(l => db.Set<Refund>().Any(r => r.Id == l.RefundId && r.State != RefundState.Failed));

    /// <summary>Puts the units of a refund on the shelf that can be sold again.</summary>
    public static async Task RestockAsync(ShopDb db, Refund refund, DateTime now, CancellationToken ct)
    {
        var back = refund.Lines.Where(l => l.Restocked).OrderBy(l => l.ProductId).ToList();
        if (back.Count == 0)
        {
            return;
        }

        // Units that are still put aside leave the shelf first, so that every return has its sale.
        await StockLedger.SellAsync(db, refund.OrderId, now, ct);
        foreach (var line in back)
        {
            await ReturnAsync(db, StockMovementKind.Return, line.Id, line.OrderLineId, line.Quantity, now, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Puts units of a line back on the shelf, less those that a failed refund has brought back already.</summary>
    public static async Task ReturnAsync(
        ShopDb db, StockMovementKind kind, long sourceId, long orderLineId, int quantity, DateTime now, CancellationToken ct)
    {
        var line = await db.Set<OrderLine>().AsNoTracking().SingleAsync(l => l.Id == orderLineId, ct);
        var there = Math.Min(line.RestockedQuantity, quantity);
        await db.Set<OrderLine>().Where(l => l.Id == orderLineId)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RestockedQuantity, l => l.RestockedQuantity - there), ct);
        if (quantity > there)
        {
            await StockLedger.ReturnAsync(db, kind, sourceId, line.ProductId, quantity - there, now, ct);
        }
    }
}
