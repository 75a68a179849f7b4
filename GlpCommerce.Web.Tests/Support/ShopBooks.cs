using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Counts everything in a real shop's database after it was in trouble.</summary>
internal static class ShopBooks
{
    private const int Plenty = 100_000;

    /// <summary>Fills the shelf so that nothing sells out, and gives something to buy.</summary>
    public static Task<Product> StockAsync(this ShopProcess shop) => shop.StockAsync(Plenty);

    /// <summary>Has the shop open with so many units of each product.</summary>
    public static async Task<Product> StockAsync(this ShopProcess shop, int units)
    {
        await using var db = shop.Db();
        await db.Set<StockItem>().ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, units));
        await db.Set<StockMovement>().Where(m => m.Kind == StockMovementKind.Opening).ExecuteUpdateAsync(set => set.SetProperty(m => m.Delta, units));
        return await db.Set<Product>().AsNoTracking().OrderBy(p => p.Id).FirstAsync();
    }

    /// <summary>Waits until nothing is left to do but what is due later by design; what is left all the same is named.</summary>
    public static Task<string> SettledAsync(this ShopProcess shop) => Poll.UntilAsync(
        async () =>
        {
            await using var db = shop.Db();
            var open = await db.Set<Job>().AsNoTracking().Where(j => j.DoneAt == null && j.Kind != ExpireOrder.Spec.Name).OrderBy(j => j.Id).Take(20).ToListAsync();
            return string.Join('\n', open.Select(j => $"{j.Kind} {j.Payload} attempts {j.Attempts} due {j.DueAt:O} dead {j.DeadAt:O} leased {j.LeasedUntil:O}: {j.LastError}"));
        },
        open => open.Length == 0,
        "all jobs to be done",
        Shoppers.Patience);

    /// <summary>
    /// Every shopper sent each form until it was answered: so there are exactly the orders that were told, each charged once,
    /// taken off the shelf once and confirmed by one e-mail.
    /// </summary>
    public static async Task CountAsync(this ShopProcess shop, IEnumerable<string> told)
    {
        await using var db = shop.Db();
        var orders = await db.Set<Order>().AsNoTracking().Include(o => o.Lines).ToListAsync();
        Assert.Equal(told.Order(), orders.Select(o => o.PublicId).Order());
        Assert.All(orders, order => Assert.Equal(order.Email == Shoppers.Unlucky ? OrderStatus.Failed : OrderStatus.Confirmed, order.Status));

        var paid = orders.Where(o => o.Status == OrderStatus.Confirmed).ToList();
        Assert.All(
            await db.Set<OrderEvent>().Where(e => e.Status == OrderStatus.Confirmed).GroupBy(e => e.OrderId).Select(e => e.Count()).ToListAsync(),
            confirmations => Assert.Equal(1, confirmations));

        var sold = paid.SelectMany(o => o.Lines).GroupBy(l => l.ProductId).ToDictionary(lines => lines.Key, lines => lines.Sum(l => l.Quantity));
        Assert.All(await db.Set<StockItem>().AsNoTracking().ToListAsync(), stock =>
            Assert.Equal((Plenty, 0), (stock.OnHand + sold.GetValueOrDefault(stock.ProductId), stock.Reserved)));
        await shop.StockAddsUpAsync();

        var charged = await db.Set<SandboxIntent>().Where(i => i.Status == IntentStatus.Succeeded).Select(i => i.AmountCents).ToListAsync();
        Assert.Equal(paid.Select(o => o.Total.Cents).Order(), charged.Order());

        var emails = Directory.GetFiles(Path.Combine(shop.Folder, "outbox"), "*.eml").Select(file => MimeMessage.Load(file).Subject);
        Assert.Equal(paid.Select(o => $"Your order {o.Number}").Order(), emails.Order());
    }

    public static async Task StockAddsUpAsync(this ShopProcess shop) =>
        Assert.Null(await new StockCheck(new Beside(shop), NullLogger<StockCheck>.Instance).RunAsync());

    /// <summary>The shop's database, for what only reads.</summary>
    private sealed class Beside(ShopProcess shop) : IShopDbFactory
    {
        public DatabaseProvider Provider => throw new NotSupportedException();

        public ShopDb Open() => shop.Db();

        public Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default) => throw new NotSupportedException();
    }
}
