using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>What two tests of things at once have in common.</summary>
public abstract class Crossings
{
    protected Product Product { get; } = Some.Product(price: 10m, stock: 9);

    protected static Task AtOnceAsync(params Func<Task>[] acts) => Task.WhenAll(acts.Select(act => Task.Run(act)));

    /// <summary>Until another connection to the shop's database waits for a row that is held.</summary>
    internal static Task<int> SomebodyWaitsAsync(TestShop shop) => Poll.UntilAsync(
        async () =>
        {
            await using var db = shop.Db();
            return await db.Database.SqlQuery<int>(
                $"""SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""").SingleAsync();
        },
        waiting => waiting > 0,
        "somebody to wait for a held row");

    protected async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Product);
        return shop;
    }

    protected static async Task ChangeAsync(TestShop shop, Func<ShopDb, Task> change) => await shop.Databases.InTransactionAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync() >= 0;
    });

    protected static async Task AddsUpAsync(TestShop shop) => Assert.Null(await shop.Get<StockCheck>().RunAsync());

    protected static async Task<Money> HeldAsync(TestShop shop, Order order)
    {
        await using var db = shop.Db();
        var facts = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == order.Id).ToListAsync();
        return PaymentLedger.Captured(facts) - PaymentLedger.Returned(facts) - PaymentLedger.Lost(facts);
    }
}
