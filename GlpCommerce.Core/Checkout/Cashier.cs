using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Takes a cart and makes an order of it, in one transaction: prices and rates are read and the discount code is judged again, stock
/// is reserved, the code's use is taken, the cart is closed, and the order, its payment attempt and its jobs are written. It
/// calls nobody outside; that is the jobs' work.
/// </summary>
public sealed class Cashier(
    IShopDbFactory shop,
    RateBook rates,
    DiscountBook discounts,
    PaymentOpening payment,
    AccountKeys keys,
    UnpaidHolds holds,
    JobQueue jobs,
    TimeProvider clock)
{
    /// <summary>
    /// Places the order, or gives the one that this request has placed already: by its idempotency key, or by the cart
    /// it names. Twenty clicks and two tabs make one order.
    /// </summary>
    public async Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder request, CancellationToken ct = default)
    {
        try
        {
            return await shop.InTransactionAsync(db => PlaceAsync(db, request, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // The same request won the race on another connection; its order is there now.
            return await shop.InTransactionAsync(db => PlaceAsync(db, request, ct), ct);
        }
    }

    private async Task<Result<PlacedOrder>> PlaceAsync(ShopDb db, PlaceOrder request, CancellationToken ct)
    {
        if (request.Malformed() is { } malformed)
        {
            return malformed;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var sessionKey = Secrets.Hash(request.SessionId);
        var held = await db.HoldCartAsync(sessionKey, now, ct);
        if (await RepeatedOrders.FindAsync(db, request, sessionKey, keys, ct) is { } known)
        {
            return known;
        }

        var cart = held == 0 ? null : await db.Carts.AsNoTracking().Include(c => c.Lines)
            .SingleAsync(c => c.SessionKey == sessionKey && c.ClosedAt == null, ct);
        if (cart is null || cart.Lines.Count == 0)
        {
            return await RepeatedOrders.RecentAsync(db, request, sessionKey, keys, now, ct) ?? CartProblems.Empty;
        }

        if (request.CartId is { } seen && seen != cart.Id)
        {
            return CheckoutProblems.CartChanged;
        }

        await db.Carts.Where(c => c.Id == cart.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, now), ct);
        return await OrderAsync(db, request, cart, now, ct);
    }

    private async Task<Result<PlacedOrder>> OrderAsync(ShopDb db, PlaceOrder request, Cart cart, DateTime now, CancellationToken ct)
    {
        var ids = cart.Lines.Select(l => l.ProductId).ToList();
        var products = await db.Products.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        if (products.Values.FirstOrDefault(p => !p.IsPublished) is { } gone)
        {
            return CheckoutProblems.Gone(gone.Name);
        }

        var draft = new OrderDraft(request, cart, products);
        var judged = (request.Code ?? cart.DiscountCode) is { } code ? await discounts.JudgeAsync(db, code, draft.Goods, request.AccountId, ct) : default(Result<Discount>?);
        var prices = await rates.InAsync(db, ct);
        var totals = prices.Add(draft.Items, request.Address?.State, judged?.Value);
        if (request.Refuse(totals, judged?.Problem) is { } problem)
        {
            return problem;
        }

        if (totals.Total > Money.Zero && await holds.RefuseAsync(db, request.Network, cart.Id, cart.Lines.Sum(l => l.Quantity), ct) is { } tooMuch)
        {
            return tooMuch;
        }

        var order = draft.ToOrder(totals, keys, now, request.PaymentMethod is null ? payment.AwaitedUntil(now) : payment.ExpiryFrom(now));
        db.Orders.Add(order);
        await db.SaveChangesAsync(ct);
        var requests = order.Lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity));
        if (await StockLedger.ReserveAsync(db, order.Id, requests, now, ct) is { } missing)
        {
            return await Shortage.OfAsync(db, products[missing], ct);
        }

        if (judged?.Value is { } discount && await DiscountLedger.TakeAsync(db, discount.CodeId, order.Id, request.AccountId, now, ct) is { } late)
        {
            // Another order took the last use since the code was judged.
            return request.Refuse(prices.Add(draft.Items, request.Address?.State), late) ?? late;
        }

        await BeginAsync(db, order, request.PaymentMethod, now, ct);
        return OrderKeys.Placed(order, request.SessionId, keys);
    }

    private Task BeginAsync(ShopDb db, Order order, string? method, DateTime now, CancellationToken ct)
    {
        if (order.Total == Money.Zero)
        {
            return ConfirmFreeAsync(db, order, now, ct);
        }

        return method is null ? AwaitPaymentAsync(db, order, now, ct) : payment.BeginAsync(db, order, method, now, ct);
    }

    /// <summary>Where nothing is to be paid, no provider is asked and nothing can expire.</summary>
    private async Task ConfirmFreeAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        await OrderConfirmation.ConfirmAsync(db, jobs, order.Id, "No payment was needed, so the order stands at once.", now, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task AwaitPaymentAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        await OrderMoves.NoteAsync(db, order.Id, OrderEventKind.PaymentAwaited, "Choose how you want to pay.", now, ct);
        jobs.Add(db, new ExpireOrder(order.Id), order.ExpiresAt);
        await db.SaveChangesAsync(ct);
    }
}
