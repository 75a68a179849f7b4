using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>
/// The declared moves of an order. A message that repeats is no error and changes nothing; a move the table does not
/// list is a bug and throws.
/// </summary>
public static class OrderMoves
{
    private static readonly Dictionary<OrderStatus, OrderStatus[]> Next = new()
    {
        [OrderStatus.Pending] = [OrderStatus.Confirmed, OrderStatus.Failed, OrderStatus.Cancelled],
        [OrderStatus.Failed] = [OrderStatus.Pending],
        [OrderStatus.Confirmed] = [OrderStatus.Shipped, OrderStatus.Cancelled, OrderStatus.Refunded],
        [OrderStatus.Shipped] = [OrderStatus.Delivered, OrderStatus.Refunded],
        [OrderStatus.Delivered] = [OrderStatus.Refunded],
        [OrderStatus.Cancelled] = [],
        [OrderStatus.Refunded] = [],
    };

    public static bool IsDeclared(OrderStatus from, OrderStatus to) => Next[from].Contains(to);

    /// <summary>Moves the order inside the caller's transaction, and writes the step on its timeline.</summary>
    /// <param name="text">What happened, in words the shopper reads.</param>
    /// <returns>True when it moved; false when it stood there already.</returns>
    /// <exception cref="InvalidOperationException">The move is not declared.</exception>
    public static async Task<bool> MoveAsync(
        ShopDb db, long orderId, OrderStatus to, string text, DateTime now, CancellationToken ct)
    {
        var from = await db.Orders.Where(o => o.Id == orderId).Select(o => o.Status).SingleAsync(ct);
        if (from == to)
        {
            return false;
        }

        // If somebody else moved it between the read and the update (PostgreSQL only): look again.
        return await MoveFromAsync(db, orderId, from, to, text, now, ct) || await MoveAsync(db, orderId, to, text, now, ct);
    }

    /// <summary>As <see cref="MoveAsync"/>, for a caller who knows where the order stands.</summary>
    /// <returns>False when it does not stand there.</returns>
    /// <exception cref="InvalidOperationException">The move is not declared.</exception>
    public static async Task<bool> MoveFromAsync(
        ShopDb db, long orderId, OrderStatus from, OrderStatus to, string text, DateTime now, CancellationToken ct)
    {
        if (!IsDeclared(from, to))
        {
            throw new InvalidOperationException($"Order {orderId} cannot go from {from} to {to}.");
        }

        var moved = await db.Orders.Where(o => o.Id == orderId && o.Status == from).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.Status, to)
            .SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (moved == 1)
        {
            db.OrderEvents.Add(new OrderEvent { OrderId = orderId, Status = to, Text = text, At = now });
        }

        return moved == 1;
    }

    /// <summary>Moves the order if that is declared from where it stands, and otherwise leaves it there.</summary>
    public static async Task<bool> TryMoveAsync(
        ShopDb db, long orderId, OrderStatus to, string text, DateTime now, CancellationToken ct)
    {
        var from = await db.Orders.Where(o => o.Id == orderId).Select(o => o.Status).SingleAsync(ct);
        return IsDeclared(from, to) && await MoveAsync(db, orderId, to, text, now, ct);
    }

    /// <summary>Writes something on the timeline that does not move the order.</summary>
    public static async Task NoteAsync(
        ShopDb db, long orderId, OrderEventKind kind, string text, DateTime now, CancellationToken ct)
    {
        var status = await db.Orders.Where(o => o.Id == orderId).Select(o => o.Status).SingleAsync(ct);
        db.OrderEvents.Add(new OrderEvent { OrderId = orderId, Kind = kind, Status = status, Text = text, At = now });
    }
}
