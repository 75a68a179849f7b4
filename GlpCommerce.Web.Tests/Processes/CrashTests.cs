using System.Collections.Concurrent;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The real program is killed while it takes orders, started again, and everything is counted.</summary>
[Collection(ProcessTests.Name)]
public sealed class CrashTests
{
    private const int Shoppers = 6;
    private const int Kills = 5;
    private const int Plenty = 100_000;
    private const string Unlucky = "declined@example.com";

    /// <summary>Long, because a test run leaves a machine little to spare.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Killed_again_and_again_while_orders_are_placed_it_loses_nothing_and_doubles_nothing(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider);
        await shop.StartAsync();
        var product = await StockAsync(shop);
        var told = new ConcurrentBag<string>();
        using var enough = new CancellationTokenSource();
        var shoppers = Enumerable.Range(0, Shoppers).Select(_ => Task.Run(() => ShopAsync(shop, product, told, enough.Token))).ToList();

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = told.Count;
            await Poll.UntilAsync(() => Task.FromResult(told.Count), count => count > before + Shoppers || shop.HasEnded, "orders to be placed", Patience);
            shop.AssertRunning();
            await Task.Delay(Random.Shared.Next(400));
            await shop.KillAsync();
            await shop.StartAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(shoppers);
        await SettledAsync(shop);
        await CountAsync(shop, [.. told]);
    }

    private static async Task CountAsync(ShopProcess shop, List<string> told)
    {
        await using var db = shop.Db();
        var orders = await db.Set<Order>().AsNoTracking().Include(o => o.Lines).ToListAsync();

        // Every shopper sent each form until it was answered: so there are exactly the orders that were told.
        Assert.Equal(told.Order(), orders.Select(o => o.PublicId).Order());
        Assert.All(orders, order => Assert.Equal(order.Email == Unlucky ? OrderStatus.Failed : OrderStatus.Confirmed, order.Status));

        var paid = orders.Where(o => o.Status == OrderStatus.Confirmed).ToList();
        Assert.All(
            await db.Set<OrderEvent>().Where(e => e.Status == OrderStatus.Confirmed).GroupBy(e => e.OrderId).Select(e => e.Count()).ToListAsync(),
            confirmations => Assert.Equal(1, confirmations));

        var sold = paid.SelectMany(o => o.Lines).GroupBy(l => l.ProductId).ToDictionary(lines => lines.Key, lines => lines.Sum(l => l.Quantity));
        Assert.All(await db.Set<StockItem>().AsNoTracking().ToListAsync(), stock =>
            Assert.Equal((Plenty, 0), (stock.OnHand + sold.GetValueOrDefault(stock.ProductId), stock.Reserved)));

        var charged = await db.Set<SandboxIntent>().Where(i => i.Status == IntentStatus.Succeeded).Select(i => i.AmountCents).ToListAsync();
        Assert.Equal(paid.Select(o => o.Total.Cents).Order(), charged.Order());

        var emails = Directory.GetFiles(Path.Combine(shop.Folder, "outbox"), "*.eml").Select(file => MimeMessage.Load(file).Subject);
        Assert.Equal(paid.Select(o => $"Your order {o.Number}").Order(), emails.Order());

        var receipts = KeptReceipts.In(shop.Folder);
        Assert.Equal(
            paid.SelectMany(o => new[] { $"{o.Number}.html", $"{o.Number}.pdf" }).Order(),
            receipts.Keys.Select(name => name["GLP-".Length..].Split('-') is [var number, ..] ? $"GLP-{number}{Path.GetExtension(name)}" : name).Order());
        Assert.All(receipts.Values, file => Assert.NotEmpty(file));
    }

    /// <summary>Buys until it is enough. When the shop is gone, the same is asked again, as people do.</summary>
    private static async Task ShopAsync(ShopProcess shop, Product product, ConcurrentBag<string> told, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var visitor = shop.NewVisitor();
            await InsistAsync(async () => await (await visitor.ProductAsync(product)).AddToCartAsync());
            var checkout = (await InsistAsync(visitor.CheckoutAsync)).FillIn();
            if (Random.Shared.Next(6) == 0)
            {
                checkout.Fill("email", Unlucky).PayWith(SandboxGateway.Declined);
            }

            told.Add((await InsistAsync(checkout.PlaceAsync)).PublicId);
        }
    }

    private static async Task<T> InsistAsync<T>(Func<Task<T>> ask)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(50))
        {
            try
            {
                return await ask();
            }
            catch (Exception error) when (error is HttpRequestException or IOException && DateTime.UtcNow < end)
            {
                // It was killed: try again.
            }
        }
    }

    /// <summary>Fills the shelf so that nothing sells out, and gives something to buy.</summary>
    private static async Task<Product> StockAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        await db.Set<StockItem>().ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, Plenty));
        return await db.Set<Product>().AsNoTracking().FirstAsync();
    }

    private static Task<int> SettledAsync(ShopProcess shop) => Poll.UntilAsync(
        async () =>
        {
            await using var db = shop.Db();
            return await db.Set<Job>().CountAsync(j => j.DoneAt == null && j.Kind != ExpireOrder.Spec.Name);
        },
        open => open == 0,
        "all jobs to be done",
        Patience);
}
