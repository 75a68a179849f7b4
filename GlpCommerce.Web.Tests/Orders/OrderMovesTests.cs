using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Core.Orders.OrderStatus;

namespace GlpCommerce.Web.Tests.Orders;

public sealed class OrderMovesTests
{
    /// <summary>The whole plan: whatever is not here is a bug.</summary>
    private static readonly (OrderStatus From, OrderStatus To)[] Declared =
    [
        (Pending, Confirmed), (Pending, Failed), (Pending, Cancelled), (Failed, Pending),
        (Confirmed, Shipped), (Confirmed, Cancelled), (Confirmed, Refunded),
        (Shipped, Delivered), (Shipped, Refunded), (Delivered, Refunded),
    ];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_makes_every_declared_move_repeats_none_and_refuses_all_others(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var order = await shop.OrderAsync((await shop.PlacedAsync(product)).PublicId);

        foreach (var (from, to) in from a in Enum.GetValues<OrderStatus>() from b in Enum.GetValues<OrderStatus>() select (a, b))
        {
            await PutAsync(shop, order.Id, from);
            if (from != to && !Declared.Contains((from, to)))
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => MoveAsync(shop, order.Id, to));
                Assert.Equal(from, (await shop.OrderAsync(order.PublicId)).Status);
                continue;
            }

            Assert.Equal(from != to, await MoveAsync(shop, order.Id, to));
            Assert.False(await MoveAsync(shop, order.Id, to));
            Assert.Equal(to, (await shop.OrderAsync(order.PublicId)).Status);
        }

        Assert.Equal(1 + Declared.Length, (await shop.OrderAsync(order.PublicId)).Events.Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_moves_at_once_one_happens_and_the_other_is_told(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var order = await shop.OrderAsync((await shop.PlacedAsync(product)).PublicId);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await Record.ExceptionAsync(() => MoveAsync(shop, order.Id, i % 2 == 0 ? Confirmed : Failed)))));

        var steps = (await shop.OrderAsync(order.PublicId)).Events.Select(e => e.Status).ToList();
        Assert.Equal(2, steps.Count);
        Assert.Equal(4, outcomes.Count(error => error is InvalidOperationException));
    }

    private static Task<bool> MoveAsync(TestShop shop, long id, OrderStatus to) => shop.Databases.InTransactionAsync(async db =>
    {
        var moved = await OrderMoves.MoveAsync(db, id, to, "A step.", shop.Now, default);
        await db.SaveChangesAsync();
        return moved;
    });

    private static async Task PutAsync(TestShop shop, long id, OrderStatus status)
    {
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, status));
    }
}
