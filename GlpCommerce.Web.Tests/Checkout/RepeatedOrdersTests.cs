using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class RepeatedOrdersTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_key_gives_the_same_order_and_the_same_token(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 9)))[0];
        var session = await shop.CartAsync((product, 1));

        var first = await shop.PlaceAsync(session, key: "k-1");
        await shop.Get<CartEditor>().AddAsync(session, product.Id, 4);
        shop.Clock.Advance(TimeSpan.FromDays(2));
        var second = await shop.PlaceAsync(session, key: "k-1");

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(4, await shop.Get<CartQueries>().CountAsync(session));
        await OneOrderAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_key_for_another_request_is_refused(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var request = Some.Request(session) with { IdempotencyKey = "k-1" };
        await shop.Get<Cashier>().PlaceAsync(request);

        foreach (var other in new[]
        {
            request with { Email = "eve@example.com" }, request with { Address = null },
            request with { PaymentMethod = SandboxGateway.Declined }, request with { ExpectedTotal = Money.Of(1m) },
        })
        {
            Assert.Equal("idempotency.mismatch", (await shop.Get<Cashier>().PlaceAsync(other)).Problem?.Code);
        }

        await OneOrderAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_sessions_may_use_the_same_key(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];

        var one = await shop.PlaceAsync(await shop.CartAsync((product, 1)), key: "k-1");
        var two = await shop.PlaceAsync(await shop.CartAsync((product, 1)), key: "k-1");

        Assert.NotEqual(one.Value!.PublicId, two.Value!.PublicId);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_repeat_without_key_or_cart_means_the_order_just_placed_for_ten_minutes(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var first = await shop.PlaceAsync(session);

        shop.Clock.Advance(TimeSpan.FromMinutes(9.9));
        var repeated = await shop.PlaceAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(0.2));
        var late = await shop.PlaceAsync(session);

        Assert.Equal(first.Value, repeated.Value);
        Assert.Equal("cart.empty", late.Problem?.Code);
        await OneOrderAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_repeat_that_names_the_closed_cart_means_its_order_for_ever(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var request = Some.Request(session) with { CartId = (await shop.Get<CartQueries>().GetAsync(session)).Id };
        var first = await shop.Get<Cashier>().PlaceAsync(request);
        await shop.Get<CartEditor>().AddAsync(session, product.Id, 1);
        shop.Clock.Advance(TimeSpan.FromDays(1));

        var repeated = await shop.Get<Cashier>().PlaceAsync(request);
        var stranger = await shop.Get<Cashier>().PlaceAsync(request with { SessionId = Secrets.New() });

        Assert.Equal(first.Value, repeated.Value);
        Assert.Equal("cart.empty", stranger.Problem?.Code);
        await OneOrderAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Eight_requests_at_once_with_one_key_make_one_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));

        var placed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.PlaceAsync(session, key: "k-1"))));

        Assert.All(placed, result => Assert.Null(result.Problem));
        Assert.Single(placed.Select(result => result.Value).Distinct());
        await OneOrderAsync(shop);
        Assert.Equal((10, 1), await shop.StockOfAsync(product));
    }

    private static async Task OneOrderAsync(TestShop shop)
    {
        await using var db = shop.Db();
        Assert.Equal(1, await db.Orders.CountAsync());
        Assert.Equal(1, await db.Set<PaymentAttempt>().CountAsync());
    }
}
