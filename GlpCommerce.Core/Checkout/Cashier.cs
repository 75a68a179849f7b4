using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Takes a cart and makes an order of it, in one transaction: prices are read and the discount code is judged again, stock
/// is reserved, the code's use is taken, the cart is closed, and the order, its payment attempt and its jobs are written. It calls nobody outside; that is the jobs' work.
/// </summary>
public sealed class Cashier(
    IShopDbFactory shop,
    PriceList prices,
    DiscountBook discounts,
    JobQueue jobs,
    PaymentGateways gateways,
    IOptions<ShopOptions> options,
    TimeProvider clock)
{
    private static readonly TimeSpan PricesAreKept = TimeSpan.FromDays(1);

    /// <summary>When the sweep first looks at a payment that nobody has heard of since.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(15);

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

    /// <summary>Pays a failed order with another method, without re-entering anything. Stock is reserved again.</summary>
    public Task<Result<PlacedOrder>> PayAgainAsync(
        string publicId, string sessionId, string paymentMethod, CancellationToken ct = default) =>
        shop.InTransactionAsync(db => PayAgainAsync(db, publicId, Secrets.Hash(sessionId), paymentMethod, ct), ct);

    private async Task<Result<PlacedOrder>> PlaceAsync(ShopDb db, PlaceOrder request, CancellationToken ct)
    {
        if (request.Malformed() is { } malformed)
        {
            return malformed;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var sessionKey = Secrets.Hash(request.SessionId);
        var held = await db.HoldCartAsync(sessionKey, now, ct);
        if (await RepeatedOrders.FindAsync(db, request, sessionKey, ct) is { } known)
        {
            return known;
        }

        var cart = held == 0 ? null : await db.Carts.AsNoTracking().Include(c => c.Lines)
            .SingleAsync(c => c.SessionKey == sessionKey && c.ClosedAt == null, ct);
        if (cart is null || cart.Lines.Count == 0)
        {
            return await RepeatedOrders.RecentAsync(db, request, sessionKey, now, ct) ?? CartProblems.Empty;
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
        var judged = (request.Code ?? cart.DiscountCode) is { } code ? await discounts.JudgeAsync(db, code, draft.Goods, ct) : default(Result<Discount>?);
        var totals = prices.Add(draft.Items, request.Address?.State, judged?.Value);
        if (request.Refuse(totals, judged?.Problem) is { } problem)
        {
            return problem;
        }

        var order = draft.ToOrder(totals, now, ExpiryFrom(now));
        db.Orders.Add(order);
        await db.SaveChangesAsync(ct);
        var requests = order.Lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity));
        if (await StockLedger.ReserveAsync(db, order.Id, requests, now, ct) is { } missing)
        {
            return await TooFewAsync(db, products[missing], ct);
        }

        if (judged?.Value is { } discount && !await DiscountLedger.TakeAsync(db, discount.CodeId, order.Id, now, ct))
        {
            // Somebody else took the last use since the code was judged.
            return request.Refuse(prices.Add(draft.Items, request.Address?.State), DiscountProblems.UsedUp) ?? DiscountProblems.UsedUp;
        }

        await (order.Total == Money.Zero ? ConfirmFreeAsync(db, order, now, ct) : StartPaymentAsync(db, order, request.PaymentMethod, now, ct));
        return OrderKeys.Placed(order, request.SessionId);
    }

    /// <summary>Where nothing is to be paid, no provider is asked and nothing can expire.</summary>
    private async Task ConfirmFreeAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        await OrderConfirmation.ConfirmAsync(db, jobs, order.Id, "No payment was needed, so the order stands at once.", now, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task StartPaymentAsync(ShopDb db, Order order, string method, DateTime now, CancellationToken ct)
    {
        var attempt = new PaymentAttempt
        {
            OrderId = order.Id,
            Provider = gateways.Current.Name,
            Method = method,
            IdempotencyKey = $"pay-{Secrets.New(16)}",
            Amount = order.Total,
            CreatedAt = now,
            NextCheckAt = now + FirstLook,
        };
        db.PaymentAttempts.Add(attempt);
        await db.SaveChangesAsync(ct);
        db.PaymentLedger.Add(PaymentLedger.Fact(attempt, LedgerKind.Attempt, attempt.Amount, now));
        jobs.Add(db, new ProcessPayment(attempt.Id));
        jobs.Add(db, new ExpireOrder(order.Id), ExpiryFrom(now));
        await db.SaveChangesAsync(ct);
    }

    private async Task<Result<PlacedOrder>> PayAgainAsync(
        ShopDb db, string publicId, string sessionKey, string method, CancellationToken ct)
    {
        if (!Input.IsKey(publicId) || !Input.IsKey(method))
        {
            return Input.IsKey(publicId) ? CheckoutProblems.PaymentMethodMissing : CheckoutProblems.NoSuchOrder;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var own = db.Orders.Where(o => o.PublicId == publicId && o.SessionKey == sessionKey);
        // A second click waits here until the first has begun its attempt, and then finds it.
        await own.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        var order = await own.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(ct);
        if (order is null)
        {
            return CheckoutProblems.NoSuchOrder;
        }

        if (order.Status is not OrderStatus.Failed)
        {
            // A second click finds the new attempt under way, or already paid.
            return order.Status is OrderStatus.Pending or OrderStatus.Confirmed
                ? new PlacedOrder(order.PublicId, order.Number, "") : CheckoutProblems.CannotPay;
        }

        if (await RefuseToPayAgainAsync(db, order, now, ct) is { } refusal)
        {
            return refusal;
        }

        await OrderMoves.MoveAsync(db, order.Id, OrderStatus.Pending, "You chose another way to pay.", now, ct);
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.FailureReason, (string?)null)
            .SetProperty(o => o.CancelRequestedAt, (DateTime?)null)
            .SetProperty(o => o.ExpiresAt, ExpiryFrom(now)), ct);
        var requests = order.Lines.Select(l => new StockRequest(l.Id, l.ProductId, l.Quantity));
        if (await StockLedger.ReserveAsync(db, order.Id, requests, now, ct) is { } missing)
        {
            return await TooFewAsync(db, await db.Products.AsNoTracking().SingleAsync(p => p.Id == missing, ct), ct);
        }

        if (!await DiscountLedger.TakeAgainAsync(db, order.Id, ct))
        {
            return CheckoutProblems.CodeUsedUp;
        }

        await StartPaymentAsync(db, order, method, now, ct);
        await OrderLedger.RestateAsync(db, order.Id, ct);
        return new PlacedOrder(order.PublicId, order.Number, "");
    }

    /// <summary>The prices of a failed order are kept for a day, and only for what is still sold.</summary>
    private static async Task<Problem?> RefuseToPayAgainAsync(ShopDb db, Order order, DateTime now, CancellationToken ct)
    {
        if (now - order.PlacedAt > PricesAreKept)
        {
            return CheckoutProblems.CannotPay;
        }

        var ids = order.Lines.Select(l => l.ProductId).ToList();
        var gone = await db.Products.Where(p => ids.Contains(p.Id) && !p.IsPublished).Select(p => p.Name).FirstOrDefaultAsync(ct);
        return gone is null ? null : CheckoutProblems.GoneMeanwhile(gone);
    }

    private static async Task<Problem> TooFewAsync(ShopDb db, Product product, CancellationToken ct)
    {
        var stock = await db.Stock.AsNoTracking().SingleAsync(s => s.ProductId == product.Id, ct);
        return CartProblems.TooFew(product.Name, stock.Available);
    }

    private DateTime ExpiryFrom(DateTime now) => now.AddMinutes(options.Value.UnpaidOrderMinutes);
}
