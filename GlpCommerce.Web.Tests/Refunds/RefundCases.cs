using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Refunds as they come about, and what a provider may say of them later.</summary>
public abstract class RefundCases
{
    protected Product Product { get; } = Some.Product(price: 10m, stock: 9);

    protected async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Product);
        return shop;
    }

    /// <summary>Three units paid, two of them promised back.</summary>
    protected async Task<Order> RefundedAsync(TestShop shop, bool restock = false)
    {
        var order = await shop.PaidAsync(Product, 3);
        Assert.Null((await AskAsync(shop, order, "first", restock)).Problem);
        return order;
    }

    /// <summary>Three units paid; two of them are on the shelf again, with a refund that failed after it was told.</summary>
    protected async Task<Order> ReturnedAsync(TestShop shop)
    {
        var order = await RefundedAsync(shop, restock: true);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        Assert.Equal((8, 0), await shop.StockOfAsync(Product));
        return order;
    }

    /// <summary>Three units that are paid and sold.</summary>
    protected async Task<(string Session, Order Order)> PaidAsync(TestShop shop)
    {
        var session = await shop.CartAsync((Product, 3));
        var placed = (await shop.PlaceAsync(session)).Value!;
        await shop.RunJobsAsync();
        return (session, await shop.OrderAsync(placed.PublicId));
    }

    /// <summary>The provider refuses every refund that is promised now, and none later.</summary>
    protected static async Task RefuseAsync(TestShop shop)
    {
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;
        await shop.RunJobsAsync();
        shop.Gateway.Before = _ => Task.CompletedTask;
    }

    /// <summary>The provider says that the order's money is there after all.</summary>
    protected static Task<bool> CaptureAsync(TestShop shop, Order order) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents), default);
        return await db.SaveChangesAsync() >= 0;
    });

    /// <summary>How many refunds the order's page takes to be under way.</summary>
    protected static async Task<int> UnderWayAsync(TestShop shop, Order order)
    {
        var steps = (await shop.OrderAsync(order.PublicId)).Events;
        return steps.Count(e => e.Kind == OrderEventKind.RefundPromised) - steps.Count(e => e.Kind is OrderEventKind.Refunded or OrderEventKind.RefundFailed);
    }

    protected static Task<Result<long>> AskAsync(TestShop shop, Order order, string key, bool restock = false, int units = 2) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder(key, order.Id, [new RefundUnits(order.Lines.Single().Id, units, restock)], false, "It arrived damaged."));

    protected static Task<Result<long>> AskAllAsync(TestShop shop, Order order, bool restock = false) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder("all", order.Id, RefundEditor.Rest(order, restock), true, "It arrived damaged."));

    /// <summary>The provider says how the shop's own refund stands.</summary>
    protected static async Task SayAsync(TestShop shop, ProviderRefundStatus status)
    {
        var refund = await OneAsync(shop);
        await shop.Databases.InTransactionAsync(async db =>
        {
            await shop.Get<RefundSettlement>().ApplyAsync(db, refund.Id, new ProviderRefund(refund.ProviderId!, status, refund.Amount.Cents, refund.ProviderKey), default);
            return await db.SaveChangesAsync() >= 0;
        });
    }

    protected static Task<bool> TellAsync(TestShop shop, Order order, ProviderRefund told) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<RefundSettlement>().ApplyAsync(db, attempt, told, default);
        return await db.SaveChangesAsync() >= 0;
    });

    protected static async Task<Refund> OneAsync(TestShop shop, string? key = null)
    {
        await using var db = shop.Db();
        return await db.Refunds.AsNoTracking().Include(r => r.Lines).OrderBy(r => r.Id).FirstAsync(r => key == null || r.Key == key);
    }

    protected static async Task<int> CountAsync<T>(TestShop shop)
        where T : class
    {
        await using var db = shop.Db();
        return await db.Set<T>().CountAsync();
    }
}
