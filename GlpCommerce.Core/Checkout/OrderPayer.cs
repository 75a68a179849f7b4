using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Pays an order that stands, without re-entering anything: one that was placed without a way to pay, or one whose payment
/// failed. Its total is the one it was placed with.
/// </summary>
public sealed class OrderPayer(IShopDbFactory shop, PaymentOpening payment, UnpaidHolds holds, TimeProvider clock)
{
    /// <summary>Begins the payment. A second click, or one that comes when it is paid, finds that done.</summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="method">The provider's token; anything at all.</param>
    /// <param name="network">Where it comes from, for <see cref="UnpaidHolds"/>; null is not counted.</param>
    /// <returns>The public id, or why it cannot be paid.</returns>
    public async Task<Result<string>> PayAsync(string publicId, OrderProof proof, string? method, NetworkPlace? network = null, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return CheckoutProblems.NoSuchOrder;
        }

        return Input.IsKey(method)
            ? await shop.InTransactionAsync(db => PayAsync(db, publicId, proof, method!, network, ct), ct)
            : CheckoutProblems.PaymentMethodMissing;
    }

    private async Task<Result<string>> PayAsync(ShopDb db, string publicId, OrderProof proof, string method, NetworkPlace? network, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var own = db.Orders.Where(o => o.PublicId == publicId).Where(proof.Holds(db));
        // A second click waits here until the first has begun its attempt, and then finds it.
        await own.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (await own.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(ct) is not { } order)
        {
            return proof.Refuse(CheckoutProblems.NoSuchOrder);
        }

        var problem = order.Status switch
        {
            OrderStatus.Failed => await PutAsideAsync(db, order, network, ct) ?? await PayAgainAsync(db, order, method, now, ct),
            OrderStatus.Pending => await PayFirstAsync(db, order, method, now, ct),
            OrderStatus.Confirmed => null,
            _ => CheckoutProblems.CannotPay,
        };
        return problem is null ? publicId : problem;
    }

    /// <summary>An order that waits for its first payment still has its stock and its use of the code.</summary>
    private async Task<Problem?> PayFirstAsync(ShopDb db, Order order, string method, DateTime now, CancellationToken ct)
    {
        if (await db.PaymentAttempts.AnyAsync(a => a.OrderId == order.Id, ct))
        {
            return null;
        }

        if (order.CancelRequestedAt is not null || order.ExpiresAt <= now)
        {
            return CheckoutProblems.CannotPay;
        }

        await OrderMoves.NoteAsync(db, order.Id, OrderEventKind.PaymentChosen, "You chose how to pay.", now, ct);
        var expiresAt = payment.ExpiryFrom(now);
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ExpiresAt, expiresAt), ct);
        await payment.BeginAsync(db, order, method, now, ct);
        return null;
    }

    /// <summary>A failed order takes its stock anew: whoever let many fail cannot wake them all at once.</summary>
    private Task<Problem?> PutAsideAsync(ShopDb db, Order order, NetworkPlace? network, CancellationToken ct) =>
        holds.RefuseAsync(db, network, order.CartId, order.Lines.Sum(l => l.Quantity), ct);

    private async Task<Problem?> PayAgainAsync(ShopDb db, Order order, string method, DateTime now, CancellationToken ct)
    {
        if (await RefuseToPayAgainAsync(db, order, now, ct) is { } refusal)
        {
            return refusal;
        }

        var expiresAt = payment.ExpiryFrom(now);
        var begun = await db.Orders.Where(o => o.Id == order.Id && !Order.MoneyIsHeld.Contains(o.PaymentStatus)).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.FailureReason, (string?)null)
            .SetProperty(o => o.CancelRequestedAt, (DateTime?)null)
            .SetProperty(o => o.ExpiresAt, expiresAt), ct);
        if (begun == 0)
        {
            return CheckoutProblems.MoneyHeld;
        }

        await OrderMoves.MoveAsync(db, order.Id, OrderStatus.Pending, "You chose another way to pay.", now, ct);
        var requests = order.Lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity));
        if (await StockLedger.ReserveAsync(db, order.Id, requests, now, ct) is { } missing)
        {
            return await Shortage.OfAsync(db, missing, ct);
        }

        if (!await DiscountLedger.TakeAgainAsync(db, order.Id, ct))
        {
            return CheckoutProblems.CodeUsedUp;
        }

        await payment.BeginAsync(db, order, method, now, ct);
        await OrderLedger.RestateAsync(db, order.Id, ct);
        return null;
    }

    /// <summary>The prices of a failed order are kept for a day after it failed, only for what is still sold, and only while none of it was refunded.</summary>
    private static async Task<Problem?> RefuseToPayAgainAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        var steps = await db.Set<OrderEvent>().AsNoTracking().Where(e => e.OrderId == order.Id && e.Status == OrderStatus.Failed).ToListAsync(ct);
        if (now > Order.PayableUntil(order.PlacedAt, steps) || order.IsGivenBack)
        {
            return CheckoutProblems.CannotPay;
        }

        var ids = order.Lines.Select(l => l.ProductId).ToList();
        var gone = await db.Products.Where(p => ids.Contains(p.Id) && !p.IsPublished).Select(p => p.Name).FirstOrDefaultAsync(ct);
        return gone is null ? null : CheckoutProblems.GoneMeanwhile(gone);
    }
}
