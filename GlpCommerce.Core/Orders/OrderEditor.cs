using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>What staff do with a paid order. Every step is one transaction that holds the order, so steps cannot cross.</summary>
public sealed class OrderEditor(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>The parcel leaves the house, with units that a failed refund had put back on the shelf. Repeating it changes nothing.</summary>
    /// <returns>The order's id, or <c>order.unknown</c>, <c>order.not_paid</c>, <c>order.frozen</c>, <c>order.cancelling</c>, <c>order.no_address</c>, <c>order.refunded</c>, <c>order.units_gone</c>.</returns>
    internal Task<Result<long>> ShipAsync(long orderId, CancellationToken ct = default) => ShipAsync(orderId, then: null, ct);

    /// <summary>As the other, together with what has to be saved with it.</summary>
    /// <param name="then">Told whether the order has moved just now; its problem undoes the step.</param>
    internal Task<Result<long>> ShipAsync(long orderId, Func<ShopDb, bool, Task<Problem?>>? then, CancellationToken ct) => MoveAsync(
        orderId, OrderStatus.Shipped, "Your parcel has left us.", async (db, order, now) => RefuseToShip(order) ?? await TakeBackAsync(db, order, now, ct), then, ct);

    /// <summary>The parcel has arrived. Repeating it changes nothing.</summary>
    /// <returns>The order's id, or <c>order.unknown</c>, <c>order.not_shipped</c>.</returns>
    internal Task<Result<long>> DeliverAsync(long orderId, CancellationToken ct = default) => DeliverAsync(orderId, then: null, ct);

    /// <inheritdoc cref="ShipAsync(long, Func{ShopDb, bool, Task{Problem}}, CancellationToken)"/>
    internal Task<Result<long>> DeliverAsync(long orderId, Func<ShopDb, bool, Task<Problem?>>? then, CancellationToken ct) => MoveAsync(
        orderId, OrderStatus.Delivered, "Your parcel has arrived.", (_, order, _) => Task.FromResult(order.Status == OrderStatus.Shipped ? null : OrderProblems.NotShipped), then, ct);

    private Task<Result<long>> MoveAsync(
        long orderId, OrderStatus to, string text, Func<ShopDb, Order, DateTime, Task<Problem?>> prepare, Func<ShopDb, bool, Task<Problem?>>? then, CancellationToken ct) =>
        shop.InTransactionAsync<Result<long>>(
            async db =>
            {
                await db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
                if (await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == orderId, ct) is not { } order)
                {
                    return OrderProblems.Unknown;
                }

                var now = clock.GetUtcNow().UtcDateTime;
                if (order.Status != to && await prepare(db, order, now) is { } problem)
                {
                    return problem;
                }

                var moved = await OrderMoves.MoveAsync(db, orderId, to, text, now, ct);
                await db.SaveChangesAsync(ct);
                if (then is not null && await then(db, moved) is { } late)
                {
                    return late;
                }

                return orderId;
            },
            ct);

    private static Problem? RefuseToShip(Order order) => order switch
    {
        { Status: not OrderStatus.Confirmed } => OrderProblems.NotPaid,
        { PaymentStatus: PaymentStatus.Disputed } => OrderProblems.Frozen,
        { CancelRequestedAt: not null } => OrderProblems.Cancelling,
        { Address: null } => OrderProblems.NoAddress,
        _ when order.Lines.All(l => l.RefundedQuantity == l.Quantity) => OrderProblems.AllRefunded,
        _ => null,
    };

    /// <summary>Takes what a failed refund had put back off the shelf again, in product order, as stock is always touched.</summary>
    private static async Task<Problem?> TakeBackAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        foreach (var line in order.Lines.OrderBy(l => l.ProductId))
        {
            var there = Math.Min(line.RestockedQuantity, line.Quantity - line.RefundedQuantity);
            if (there > 0 && !await TakeBackAsync(db, line, there, now, ct))
            {
                return OrderProblems.UnitsGone;
            }
        }

        return null;
    }

    private static async Task<bool> TakeBackAsync(ShopDb db, OrderLine line, int units, DateTime now, CancellationToken ct) =>
        await db.OrderLines.Where(l => l.Id == line.Id && l.RestockedQuantity >= units)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RestockedQuantity, l => l.RestockedQuantity - units), ct) == 1
        && await StockLedger.TakeBackAsync(db, line.Id, line.ProductId, units, now, ct);
}

/// <summary>Why a step cannot be taken, in words for staff.</summary>
public static class OrderProblems
{
    public static readonly Problem Unknown = new("order.unknown", "There is no such order.");

    public static readonly Problem ForStaff =
        new("order.staff", "Staff change an order at /admin/orders, where it is written down who did it. Nothing was changed here.");

    public static readonly Problem NotPaid = new("order.not_paid", "Only a paid order that has not left yet can be sent.");

    public static readonly Problem Frozen = new("order.frozen", "The payer has objected at their bank. Nothing is sent until the bank has decided.");

    public static readonly Problem Cancelling = new("order.cancelling", "This order is being cancelled. Cancel it instead of sending it.");

    public static readonly Problem NotToCancel = new("order.not_paid", "Only an order that has not left and not ended can be cancelled.");

    public static readonly Problem NoAddress = new("order.no_address", "This order has no address yet.");

    public static readonly Problem AllRefunded = new("order.refunded", "The money of every unit goes back, so nothing is left to send.");

    public static readonly Problem UnitsGone =
        new("order.units_gone", "Units of this order went back on the shelf with a refund that failed, and are sold. Refund or cancel them.");

    public static readonly Problem NotShipped = new("order.not_shipped", "An order arrives only after it was sent.");
}
