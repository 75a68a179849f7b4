using System.Collections.Concurrent;
using System.Net;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>Real programs that sell from one database: one on SQLite, which allows no more, and two on PostgreSQL.</summary>
public sealed class RacingShops : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<ShopProcess[]>>> _shops = new();

    public Task<ShopProcess[]> OnAsync(DatabaseProvider provider) =>
        _shops.GetOrAdd(provider, p => new Lazy<Task<ShopProcess[]>>(() => StartAsync(p))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var shops in _shops.Values)
        {
            foreach (var shop in (await shops.Value).Reverse())
            {
                await shop.DisposeAsync();
            }
        }
    }

    private static async Task<ShopProcess[]> StartAsync(DatabaseProvider provider)
    {
        var first = await (await ShopProcess.NewAsync(provider)).StartAsync();
        return provider == DatabaseProvider.Postgres ? [first, await first.Neighbour().StartAsync()] : [first];
    }
}

/// <summary>Many who press the button in the same moment, at one shop on SQLite and at two on one PostgreSQL.</summary>
[Collection(ProcessTests.Name)]
public sealed class RaceTests(RacingShops racing) : IClassFixture<RacingShops>
{
    private const int Left = 10;

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_thirty_buyers_who_want_the_last_ten_ten_get_one_and_the_others_a_sentence(DatabaseProvider provider)
    {
        var shops = await racing.OnAsync(provider);
        var product = await LeaveAsync(shops[0], index: 0);
        var checkouts = await Task.WhenAll(Enumerable.Range(0, 30).Select(async buyer =>
            (await shops[buyer % shops.Length].NewVisitor().BeginCheckoutAsync(product)).FillIn()));

        var answers = await PressAsync(checkouts);
        await shops[0].SettledAsync();

        var refused = answers.Where(answer => answer.Path == "/checkout").ToList();
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.All(refused, answer => Assert.Contains(answer.Alerts, alert => alert.Contains(product.Name, StringComparison.Ordinal)));
        var orders = await OrdersOfAsync(shops[0], product);
        Assert.Equal((Left, 30 - Left), (orders.Count, refused.Count));
        Assert.All(orders, order => Assert.Equal(OrderStatus.Confirmed, order.Status));
        Assert.Equal((0, 0), await StockOfAsync(shops[0], product));
        await shops[0].StockAddsUpAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_cart_that_is_sent_twenty_five_times_at_once_is_one_order_and_one_charge(DatabaseProvider provider)
    {
        var shops = await racing.OnAsync(provider);
        var product = await LeaveAsync(shops[0], index: 1);
        using var shopper = shops[0].NewVisitor();
        await shopper.BeginCheckoutAsync(product);
        var checkouts = await Task.WhenAll(Enumerable.Range(0, 25).Select(window => CheckoutAsync(shops[window % shops.Length], shopper)));

        var answers = await PressAsync(checkouts);
        await shops[0].SettledAsync();

        var order = Assert.Single(await OrdersOfAsync(shops[0], product));
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, $"/orders/{order.PublicId}"), (answer.Status, answer.Path)));
        await using var db = shops[0].Db();
        Assert.Equal(1, await db.Set<PaymentAttempt>().CountAsync(a => a.OrderId == order.Id));
        Assert.Equal([IntentStatus.Succeeded], await db.Set<SandboxIntent>().Where(i => i.OrderNumber == order.Number).Select(i => i.Status).ToListAsync());
        Assert.Equal((Left - 1, 0), await StockOfAsync(shops[0], product));
    }

    /// <summary>Another window of the same browser, at whichever machine answers.</summary>
    private static async Task<CheckoutPage> CheckoutAsync(ShopProcess shop, Visitor shopper)
    {
        var window = shop.NewVisitor();
        window.Cookies.Add(window.Address, new Cookie("cart", shopper.Cookie("cart")));
        return (await window.CheckoutAsync()).FillIn();
    }

    private static Task<Page[]> PressAsync(IEnumerable<CheckoutPage> checkouts) =>
        Task.WhenAll(checkouts.Select(checkout => Task.Run(checkout.PressAsync)));

    /// <summary>A product of which ten are left.</summary>
    private static async Task<Product> LeaveAsync(ShopProcess shop, int index)
    {
        await using var db = shop.Db();
        var product = await db.Set<Product>().AsNoTracking().Where(p => p.Stock.OnHand > 0).OrderBy(p => p.Id).Skip(index).FirstAsync();
        await db.Set<StockItem>().Where(s => s.ProductId == product.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, Left));
        await db.Set<StockMovement>().Where(m => m.ProductId == product.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Delta, Left));
        return product;
    }

    private static async Task<List<Order>> OrdersOfAsync(ShopProcess shop, Product product)
    {
        await using var db = shop.Db();
        return await db.Set<Order>().AsNoTracking().Where(o => o.Lines.Any(l => l.ProductId == product.Id)).ToListAsync();
    }

    private static async Task<(int OnHand, int Reserved)> StockOfAsync(ShopProcess shop, Product product)
    {
        await using var db = shop.Db();
        var stock = await db.Set<StockItem>().AsNoTracking().SingleAsync(s => s.ProductId == product.Id);
        return (stock.OnHand, stock.Reserved);
    }
}
