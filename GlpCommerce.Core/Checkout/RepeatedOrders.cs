using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>Finds the order that a request has placed already.</summary>
internal static class RepeatedOrders
{
    /// <summary>How long a repeated request without a key and without a cart still means the order just placed.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>By the request's idempotency key, or by the cart it names; null when neither made an order.</summary>
    public static async Task<Result<PlacedOrder>?> FindAsync(ShopDb db, PlaceOrder request, string sessionKey, AccountKeys keys, CancellationToken ct)
    {
        if (request.IdempotencyKey is { } key
            && await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.SessionKey == sessionKey && o.IdempotencyKey == key, ct) is { } keyed)
        {
            return keyed.RequestHash == request.RequestHash() ? OrderKeys.Placed(keyed, request.SessionId, keys) : CheckoutProblems.KeyReused;
        }

        if (request.CartId is not { } cartId)
        {
            return null;
        }

        var placed = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.CartId == cartId && o.SessionKey == sessionKey, ct);
        return Known(placed, request, keys);
    }

    /// <summary>A caller that names neither key nor cart and finds its cart empty has most likely lost the first answer.</summary>
    public static async Task<Result<PlacedOrder>?> RecentAsync(
        ShopDb db, PlaceOrder request, string sessionKey, AccountKeys keys, DateTime now, CancellationToken ct)
    {
        if (request is not { CartId: null, IdempotencyKey: null })
        {
            return null;
        }

        var since = now - Window;
        var recent = await db.Orders.AsNoTracking().Where(o => o.SessionKey == sessionKey && o.PlacedAt >= since)
            .OrderByDescending(o => o.Id).FirstOrDefaultAsync(ct);
        return Known(recent, request, keys);
    }

    private static Result<PlacedOrder>? Known(Order? order, PlaceOrder request, AccountKeys keys)
    {
        if (order is null)
        {
            return null;
        }

        return OrderKeys.Placed(order, request.SessionId, keys);
    }
}
