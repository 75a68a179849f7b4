using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

public sealed class StaffOrderQueriesTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Page_by_page_every_order_is_shown_once_the_newest_first_and_so_back_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await PlaceAsync(shop, (2 * StaffOrderQueries.PageSize) + 3);
        var orders = shop.Get<StaffOrderQueries>();

        var first = await orders.ListAsync(new StaffOrderFilter());
        var second = await orders.ListAsync(new StaffOrderFilter(), before: first.Orders[^1].Id);
        var third = await orders.ListAsync(new StaffOrderFilter(), before: second.Orders[^1].Id);
        var back = await orders.ListAsync(new StaffOrderFilter(), after: third.Orders[0].Id);

        Assert.Equal(Enumerable.Reverse(placed), first.Orders.Concat(second.Orders).Concat(third.Orders).Select(o => o.Id));
        Assert.Equal(second.Orders.Select(o => o.Id), back.Orders.Select(o => o.Id));
        Assert.Equal(
            [(false, true), (true, true), (true, false), (true, true)],
            new[] { first, second, third, back }.Select(page => (page.HasNewer, page.HasOlder)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_found_by_its_number_as_people_type_it_and_by_the_whole_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await PlaceAsync(shop, 2);
        var number = Order.NumberOf(placed[0]);

        Assert.Equal([placed[0]], await FindAsync(shop, new StaffOrderFilter(number)));
        Assert.Equal([placed[0]], await FindAsync(shop, new StaffOrderFilter($" {number[4..]} ")));
        Assert.Equal([placed[0]], await FindAsync(shop, new StaffOrderFilter(number.ToLowerInvariant())));
        Assert.Equal([placed[1], placed[0]], await FindAsync(shop, new StaffOrderFilter("DANA@example.com")));
        Assert.Empty(await FindAsync(shop, new StaffOrderFilter("dana@")));
    }

    [Fact]
    public async Task Whatever_is_searched_for_there_is_an_answer()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await PlaceAsync(shop, 1);

        foreach (var text in Some.Nonsense)
        {
            _ = await FindAsync(shop, new StaffOrderFilter(text));
            Assert.Null(await shop.Get<StaffOrderQueries>().FindAsync(text));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Filters_narrow_together(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await PlaceAsync(shop, 3);
        await SetAsync(shop, placed[0], OrderStatus.Shipped, PaymentStatus.Succeeded, days: -2);
        await SetAsync(shop, placed[1], OrderStatus.Shipped, PaymentStatus.Disputed, days: -1);
        await SetAsync(shop, placed[2], OrderStatus.Confirmed, PaymentStatus.Succeeded, days: 0);
        var today = DateOnly.FromDateTime(shop.Now);

        Assert.Equal([placed[1], placed[0]], await FindAsync(shop, new StaffOrderFilter(Status: OrderStatus.Shipped)));
        Assert.Equal([placed[2], placed[0]], await FindAsync(shop, new StaffOrderFilter(Payment: PaymentStatus.Succeeded)));
        Assert.Equal([placed[0]], await FindAsync(shop, new StaffOrderFilter(Status: OrderStatus.Shipped, Payment: PaymentStatus.Succeeded)));
        Assert.Equal([placed[1]], await FindAsync(shop, new StaffOrderFilter(From: today.AddDays(-1), To: today.AddDays(-1))));
        Assert.Equal([placed[2], placed[1]], await FindAsync(shop, new StaffOrderFilter(From: today.AddDays(-1), To: DateOnly.MaxValue)));
        Assert.Empty(await FindAsync(shop, new StaffOrderFilter("dana@example.com", OrderStatus.Delivered)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task To_pack_is_what_is_paid_not_frozen_not_being_cancelled_has_an_address_and_units_left(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await PlaceAsync(shop, 6);
        foreach (var id in placed)
        {
            await SetAsync(shop, id, OrderStatus.Confirmed, PaymentStatus.Succeeded);
        }

        await using (var db = shop.Db())
        {
            await SetAsync(shop, placed[0], OrderStatus.Confirmed, PaymentStatus.Disputed);
            await SetAsync(shop, placed[1], OrderStatus.Shipped, PaymentStatus.Succeeded);
            await db.Orders.Where(o => o.Id == placed[2]).ExecuteUpdateAsync(set => set.SetProperty(o => o.CancelRequestedAt, shop.Now));
            await db.Orders.Where(o => o.Id == placed[3]).ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, (ShippingAddress?)null));
            await db.Set<OrderLine>().Where(l => l.OrderId == placed[4]).ExecuteUpdateAsync(set => set.SetProperty(l => l.RefundedQuantity, l => l.Quantity));
        }

        Assert.Equal([placed[5]], await FindAsync(shop, new StaffOrderFilter(IsToPack: true)));
        Assert.Equal(1, await shop.Get<StaffOrderQueries>().ToPackAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_pulse_changes_with_a_new_order_and_with_any_step(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var orders = shop.Get<StaffOrderQueries>();
        Assert.Equal(new OrderPulse(0, 0), await orders.PulseAsync());
        var id = Assert.Single(await PlaceAsync(shop, 1));
        var placed = await orders.PulseAsync();

        await shop.RunJobsAsync();

        var paid = await orders.PulseAsync();
        Assert.Equal((id, id), (placed.LastOrder, paid.LastOrder));
        Assert.True(paid.LastStep > placed.LastStep);
    }

    private static async Task<List<long>> FindAsync(TestShop shop, StaffOrderFilter filter) =>
        [.. (await shop.Get<StaffOrderQueries>().ListAsync(filter)).Orders.Select(o => o.Id)];

    private static async Task<List<long>> PlaceAsync(TestShop shop, int count)
    {
        var product = (await shop.StockAsync(Some.Product(stock: 100)))[0];
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await shop.OrderAsync((await shop.PlacedAsync(product)).PublicId)).Id);
        }

        return ids;
    }

    private static async Task SetAsync(TestShop shop, long id, OrderStatus status, PaymentStatus payment, int days = 0)
    {
        await using var db = shop.Db();
        var at = shop.Now.AddDays(days);
        await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.Status, status).SetProperty(o => o.PaymentStatus, payment).SetProperty(o => o.PlacedAt, at));
    }
}
