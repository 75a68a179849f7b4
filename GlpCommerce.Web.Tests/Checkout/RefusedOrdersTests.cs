using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>An order that cannot be placed is refused in words, and the cart stands as it was.</summary>
public sealed class RefusedOrdersTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Another_total_than_the_shopper_saw_is_told_before_anything_happens(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(price: 30m)))[0];
        var session = await shop.CartAsync((product, 2));
        await using (var db = shop.Db())
        {
            await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.Price, Money.Of(31.50m)));
        }

        var refused = await shop.PlaceAsync(session, expectedTotal: Money.Of(65.90m));

        Assert.Equal("price.changed", refused.Problem?.Code);
        Assert.Contains("$68.90", refused.Problem!.Message, StringComparison.Ordinal);
        await NothingHappenedAsync(shop, session, product, units: 2);
        Assert.Null((await shop.PlaceAsync(session, expectedTotal: Money.Of(68.90m))).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Too_few_units_are_told_with_how_many_are_left(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product("Shake", stock: 3), Some.Product("Bar"));
        var session = await shop.CartAsync((products[0], 3), (products[1], 1));
        await shop.PlacedAsync(products[0], 2);

        var refused = await shop.PlaceAsync(session);

        Assert.Equal(("stock.short", "We have 1 of Shake left. Choose 1 or fewer."), (refused.Problem?.Code, refused.Problem?.Message));
        Assert.Equal((3, 2), await shop.StockOfAsync(products[0]));
        Assert.Equal((10, 0), await shop.StockOfAsync(products[1]));
        Assert.Equal(4, await shop.Get<CartQueries>().CountAsync(session));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_no_longer_sold_is_named(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product("Old shake")))[0];
        var session = await shop.CartAsync((product, 1));
        await using (var db = shop.Db())
        {
            await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.IsPublished, false));
        }

        var refused = await shop.PlaceAsync(session);

        Assert.Equal("product.gone", refused.Problem?.Code);
        Assert.Contains("Old shake", refused.Problem!.Message, StringComparison.Ordinal);
        await NothingHappenedAsync(shop, session, product, units: 1);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_total_no_card_can_be_charged_is_refused(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Shipping:FlatRate", "0"));
        var product = (await shop.StockAsync(Some.Product(price: 0.49m)))[0];
        var session = await shop.CartAsync((product, 1));

        Assert.Equal("total.small", (await shop.PlaceAsync(session)).Problem?.Code);

        await NothingHappenedAsync(shop, session, product, units: 1);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_empty_cart_or_another_cart_than_was_seen_is_no_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var cashier = shop.Get<Cashier>();

        Assert.Equal("cart.empty", (await shop.PlaceAsync(Secrets.New())).Problem?.Code);
        Assert.Equal("cart.changed", (await cashier.PlaceAsync(Some.Request(session) with { CartId = Guid.NewGuid() })).Problem?.Code);
        await NothingHappenedAsync(shop, session, product, units: 1);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_way_to_pay_or_a_key_that_is_none_is_refused(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));

        foreach (var text in Some.Nonsense.Except(["-"]))
        {
            Assert.Equal("payment.missing", (await shop.PlaceAsync(session, method: text)).Problem?.Code);
            Assert.Equal("order.unknown", (await shop.Get<OrderPayer>().PayAsync(text, new OrderProof(session), "pm_card_visa")).Problem?.Code);
        }

        foreach (var key in new[] { "", "\0", "é", "\ud800", new string('k', 256) })
        {
            Assert.Equal("idempotency.invalid", (await shop.PlaceAsync(session, key: key)).Problem?.Code);
        }

        await NothingHappenedAsync(shop, session, product, units: 1);
    }

    private static async Task NothingHappenedAsync(TestShop shop, string session, Product product, int units)
    {
        await using var db = shop.Db();
        Assert.Equal(0, await db.Orders.CountAsync());
        Assert.Equal(0, await db.Set<Core.Jobs.Job>().CountAsync());
        Assert.Equal((10, 0), await shop.StockOfAsync(product));
        Assert.Equal(units, await shop.Get<CartQueries>().CountAsync(session));
    }
}
