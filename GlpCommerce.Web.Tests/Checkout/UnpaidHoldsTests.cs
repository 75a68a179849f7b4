using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class UnpaidHoldsTests
{
    private readonly Product _product = Some.Product(stock: 120);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_paid_makes_room_for_the_next_order(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        Assert.Null((await PlaceAsync(shop, 10)).Problem);
        Assert.Equal("rate.limited", (await PlaceAsync(shop, 1)).Problem?.Code);

        await shop.RunJobsAsync();

        Assert.Null((await PlaceAsync(shop, 10)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_nobody_paid_makes_room_when_it_has_ended_and_not_when_its_payment_failed(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        Assert.Null((await PlaceAsync(shop, 10, SandboxGateway.Declined)).Problem);
        await shop.RunJobsAsync();
        var failed = await PlaceAsync(shop, 1);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal("rate.limited", failed.Problem?.Code);
        Assert.Null((await PlaceAsync(shop, 10)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Orders_that_failed_over_a_day_cannot_all_take_their_stock_again_at_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var failed = new List<PlacedOrder>();
        for (var i = 0; i < 3; i++)
        {
            failed.Add((await PlaceAsync(shop, 5, SandboxGateway.Declined)).Value!);
            await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        }

        var paid = new List<string?>();
        foreach (var order in failed)
        {
            paid.Add((await PayAgainAsync(shop, order)).Problem?.Code);
        }

        Assert.Equal([null, null, "rate.limited"], paid);
        await shop.RunJobsAsync();
        Assert.Null((await PayAgainAsync(shop, failed[2])).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cart_counts_once_however_often_it_is_tried(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var request = Some.Request(await shop.CartAsync((_product, 10)), SandboxGateway.Visa) with { Network = new NetworkPlace("office") };
        var refused = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            refused.Add((await shop.Get<Cashier>().PlaceAsync(request with { ExpectedTotal = new Money(1) })).Problem?.Code);
        }

        Assert.Equal(["price.changed", "price.changed", "price.changed"], refused);
        Assert.Null((await shop.Get<Cashier>().PlaceAsync(request)).Problem);
        Assert.Null((await shop.Get<Cashier>().PlaceAsync(request)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Twenty_orders_at_once_hold_no_more_than_one_address_may(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var carts = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            carts.Add(await shop.CartAsync((_product, 4)));
        }

        var placed = await Task.WhenAll(carts.Select(cart => shop.Get<Cashier>().PlaceAsync(Some.Request(cart, method: null) with { Network = new NetworkPlace("office") })));

        Assert.Equal(2, placed.Count(p => p.Succeeded));
        Assert.Equal((120, 8), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Many_addresses_of_one_site_hold_ten_times_as_much_and_no_more(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var placed = new List<string?>();
        for (var i = 0; i < 12; i++)
        {
            placed.Add((await PlaceAsync(shop, 9, network: new NetworkPlace($"home-{i}", "site"))).Problem?.Code);
        }

        Assert.Equal([.. Enumerable.Repeat<string?>(null, 11), "rate.limited"], placed);
        await shop.RunJobsAsync();
        Assert.Null((await PlaceAsync(shop, 1, network: new NetworkPlace("home-12", "site"))).Problem);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider, ("Shop:UnpaidUnitsPerAddress", "10"));
        await shop.StockAsync(_product);
        return shop;
    }

    private static Task<Result<string>> PayAgainAsync(TestShop shop, PlacedOrder order) => shop.Get<OrderPayer>().PayAsync(
        order.PublicId, new OrderProof(null, order.AccessToken), SandboxGateway.Visa, new NetworkPlace("office"));

    private async Task<Result<PlacedOrder>> PlaceAsync(TestShop shop, int units, string method = SandboxGateway.Visa, NetworkPlace? network = null) =>
        await shop.Get<Cashier>().PlaceAsync(Some.Request(await shop.CartAsync((_product, units)), method) with { Network = network ?? new NetworkPlace("office") });
}
