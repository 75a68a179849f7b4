using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>Lets a shopper take an order back as long as it has not left the house, and staff end one that cannot be sent.</summary>
public sealed class OrderCanceller(IShopDbFactory shop, PaidCancellation paid, JobQueue jobs, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// Cancels it: an unpaid one through the expiry, which asks the provider first; a paid one at once, with its money on the
    /// way back. Repeating it changes nothing.
    /// </summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    public Task<Result<string>> CancelAsync(string publicId, OrderProof proof, CancellationToken ct = default) =>
        Input.IsKey(publicId)
            ? shop.InTransactionAsync(db => CancelAsync(db, publicId, proof, ct), ct)
            : Task.FromResult<Result<string>>(CheckoutProblems.NotYours);

    /// <summary>
    /// Ends an order that has not left, for staff. An unpaid one ends as a shopper ends it. Of a paid one its units and its use
    /// of a code come back, and what the shop holds of its money goes back; that is nothing once a bank has taken it for the
    /// payer. Repeating it changes nothing.
    /// </summary>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>order.unknown</c>, <c>order.not_paid</c>, or why its money cannot go back.</returns>
    public async Task<Result<long>> CancelForStaffAsync(long orderId, Actor by, CancellationToken ct = default) =>
        by.Refuse(Rights.HandleOrders) is { } refused ? refused : await EndForStaffAsync(orderId, by, ct);

    /// <summary>As the other, by the shop itself.</summary>
    internal Task<Result<long>> CancelForStaffAsync(long orderId, CancellationToken ct = default) => EndForStaffAsync(orderId, Actor.Shop, ct);

    private Task<Result<long>> EndForStaffAsync(long orderId, Actor by, CancellationToken ct) => shop.InTransactionAsync<Result<long>>(
        async db =>
        {
            await OrderLedger.HoldAsync(db, orderId, ct);
            if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, ct) is not { } order)
            {
                return OrderProblems.Unknown;
            }

            var problem = order.Status switch
            {
                OrderStatus.Pending => await EndAsync(db, order, byStaff: true, ct),
                OrderStatus.Confirmed => await paid.WriteOffAsync(db, orderId, "We cancelled the order.", ct),
                OrderStatus.Cancelled => null,
                _ => OrderProblems.NotToCancel,
            };
            await db.SaveChangesAsync(ct);
            if (problem is null && (order.Status == OrderStatus.Confirmed || order is { Status: OrderStatus.Pending, CancelRequestedAt: null }))
            {
                await audit.AddAsync(db, by, "order.cancelled", $"order:{orderId}", ct: ct);
            }

            return problem is null ? orderId : problem;
        },
        ct);

    private async Task<Result<string>> CancelAsync(ShopDb db, string publicId, OrderProof proof, CancellationToken ct)
    {
        var own = db.Orders.Where(o => o.PublicId == publicId).Where(proof.Holds(db));
        await own.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (await own.AsNoTracking().SingleOrDefaultAsync(ct) is not { } order)
        {
            return proof.Refuse(CheckoutProblems.NotYours);
        }

        var problem = order.Status switch
        {
            OrderStatus.Pending => await EndAsync(db, order, byStaff: false, ct),
            OrderStatus.Confirmed when order.PaymentStatus == PaymentStatus.Disputed => CheckoutProblems.BankDecides,
            OrderStatus.Confirmed => await paid.CancelAsync(db, order.Id, "You cancelled the order.", ct),
            OrderStatus.Cancelled or OrderStatus.Refunded => null,
            OrderStatus.Failed => CheckoutProblems.NothingToCancel,
            _ => CheckoutProblems.OnTheRoad,
        };
        await db.SaveChangesAsync(ct);
        return problem is null ? publicId : problem;
    }

    private async Task<Problem?> EndAsync(ShopDb db, Order order, bool byStaff, CancellationToken ct)
    {
        if (order.CancelRequestedAt is null)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(
                set => set.SetProperty(o => o.CancelRequestedAt, now).SetProperty(o => o.ExpiresAt, now), ct);
            await (byStaff ? OrderMoves.NoteAsync(db, order.Id, OrderEventKind.CancelledByStaff, "We are cancelling the order.", now, ct) : Task.CompletedTask);
            jobs.Add(db, new ExpireOrder(order.Id));
        }

        return null;
    }
}
