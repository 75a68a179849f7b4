using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class OversellTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_thirty_buyers_who_want_the_last_ten_ten_get_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 10)))[0];
        var sessions = new List<string>();
        for (var buyer = 0; buyer < 30; buyer++)
        {
            sessions.Add(await shop.CartAsync((product, 1)));
        }

        var placed = await Task.WhenAll(sessions.Select(session => Task.Run(() => shop.PlaceAsync(session))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.RunJobsAsync())));
        await shop.RunJobsAsync();

        Assert.Equal(10, placed.Count(result => result.Succeeded));
        Assert.All(placed.Where(result => !result.Succeeded), result => Assert.Equal("stock.short", result.Problem?.Code));
        Assert.Equal((0, 0), await shop.StockOfAsync(product));
        await using var db = shop.Db();
        Assert.Equal(10, await db.Orders.CountAsync(o => o.Status == OrderStatus.Confirmed));
        Assert.Equal(10, await db.Reservations.CountAsync(r => r.State == ReservationState.Sold));
        Assert.Equal(-10, await db.StockMovements.Where(m => m.Kind == StockMovementKind.Sale).SumAsync(m => m.Delta));
        Assert.Equal(10, shop.Mail.Sent.Select(m => m.MessageId).Distinct().Count());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Orders_that_want_the_same_things_in_another_order_never_block_each_other(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync([.. Enumerable.Range(0, 6).Select(_ => Some.Product(stock: 20))]);
        var sessions = new List<string>();
        for (var buyer = 0; buyer < 16; buyer++)
        {
            var wanted = products.Select(p => (p, 1));
            sessions.Add(await shop.CartAsync([.. buyer % 2 == 0 ? wanted : wanted.Reverse()]));
        }

        var placed = await Task.WhenAll(sessions.Select(session => Task.Run(() => shop.PlaceAsync(session))));

        Assert.All(placed, result => Assert.Null(result.Problem));
        Assert.All(await Task.WhenAll(products.Select(shop.StockOfAsync)), stock => Assert.Equal((20, 16), stock));
    }
}
