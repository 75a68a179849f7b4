using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Orders;

public sealed class OrderHistoryTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_newest_order_comes_first_and_ten_make_a_page(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var numbers = await PlaceAsync(shop, account, count: 12);
        var history = shop.Get<OrderQueries>();

        var (first, second) = (await history.PageOfAccountAsync(account, 1), await history.PageOfAccountAsync(account, 2));

        numbers.Reverse();
        Assert.Equal(numbers, first.Orders.Concat(second.Orders).Select(o => o.Number));
        Assert.Equal((10, 2, 2), (first.Orders.Count, second.Orders.Count, first.PageCount));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whatever_page_is_asked_for_there_is_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var history = shop.Get<OrderQueries>();
        Assert.Equal((0, 1, 1), await AskAsync(int.MaxValue));
        await PlaceAsync(shop, account, count: 1);

        foreach (var page in new[] { int.MinValue, -1, 0, 2, int.MaxValue })
        {
            Assert.Equal((1, 1, 1), await AskAsync(page));
        }

        async Task<(int, int, int)> AskAsync(int page) => await history.PageOfAccountAsync(account, page) is var found ? (found.Orders.Count, found.Page, found.PageCount) : default;
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_tells_what_was_bought_and_nothing_of_other_peoples_orders(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product("Plain shake"), Some.Product());
        var (account, other) = ((await shop.AccountAsync()).Id, (await shop.AccountAsync("dora@example.com")).Id);
        await PlaceAsync(shop, other, count: 1);
        await PlaceAsync(shop, account: null, count: 1);
        var placed = (await shop.PlaceAsync(await shop.CartAsync((products[0], 2), (products[1], 1)))).Value!;
        await GiveAsync(shop, placed.PublicId, account);

        var order = Assert.Single((await shop.Get<OrderQueries>().PageOfAccountAsync(account, 1)).Orders);

        var kept = await shop.OrderAsync(placed.PublicId);
        Assert.Equal((placed.PublicId, placed.Number, kept.PlacedAt, OrderStatus.Pending, kept.Total), (order.PublicId, order.Number, order.PlacedAt, order.Status, order.Total));
        Assert.Equal(["Plain shake", products[1].Name], order.Lines.Select(line => line.Name));
    }

    private static async Task<List<string>> PlaceAsync(TestShop shop, long? account, int count)
    {
        var product = (await shop.StockAsync(Some.Product(stock: 100)))[0];
        var numbers = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var placed = await shop.PlacedAsync(product);
            numbers.Add(placed.Number);
            await GiveAsync(shop, placed.PublicId, account);
        }

        return numbers;
    }

    private static async Task GiveAsync(TestShop shop, string publicId, long? account)
    {
        await using var db = shop.Db();
        await db.Orders.Where(o => o.PublicId == publicId).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, account));
    }
}
