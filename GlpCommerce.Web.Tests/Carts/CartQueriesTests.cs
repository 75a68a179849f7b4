using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Carts;

public sealed class CartQueriesTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_price_that_changed_since_is_told_and_charged(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(price: 10m)))[0];
        var session = await shop.CartAsync((product, 2));
        Assert.False((await CartAsync(shop, session)).Lines[0].PriceChanged);
        await ChangeAsync(shop, product, set => set.SetProperty(p => p.Price, Money.Of(12m)));

        var line = (await CartAsync(shop, session)).Lines[0];

        Assert.True(line.PriceChanged);
        Assert.Equal((Money.Of(10m), Money.Of(24m)), (line.PriceSeen, line.LineTotal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_cannot_be_bought_any_more_is_told_line_by_line(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product("Good"), Some.Product("Gone"), Some.Product("Short", stock: 5));
        var session = await shop.CartAsync([.. products.Select(p => (p, 2))]);
        await ChangeAsync(shop, products[1], set => set.SetProperty(p => p.IsPublished, false));
        await using (var db = shop.Db())
        {
            await db.Set<Core.Inventory.StockItem>().Where(s => s.ProductId == products[2].Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Reserved, 4));
        }

        var cart = await CartAsync(shop, session);

        Assert.Equal([null, "product.gone", "stock.short"], cart.Lines.Select(l => l.Problem?.Code));
        Assert.False(cart.CanBeOrdered);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_total_is_the_sum_of_lines_shipping_and_tax(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Tax:Rates:IL:Food", "1"), ("Tax:Rates:IL:General", "10"), ("Tax:Rates:IL:Shipping", "10"));
        var products = await shop.StockAsync(
            Some.Product(price: 3.33m, kind: ProductKind.Food), Some.Product(price: 10m, kind: ProductKind.Tool), Some.Product(price: 20m));
        var session = await shop.CartAsync([.. products.Select((p, i) => (p, i + 1))]);

        var cart = await shop.Get<CartQueries>().GetAsync(session, "IL");

        Assert.Equal(Money.Of(83.33m), cart.Totals.Subtotal);
        Assert.Equal(Money.Sum(cart.Lines.Select(l => l.LineTotal)), cart.Totals.Subtotal);
        Assert.Equal((Money.Zero, Money.Of(2.03m)), (cart.Totals.Shipping, cart.Totals.Tax));
        Assert.Equal(Money.Of(85.36m), cart.Totals.Total);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_session_without_a_cart_has_an_empty_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        foreach (var session in Some.Nonsense.Append(null))
        {
            Assert.True((await CartAsync(shop, session)).IsEmpty);
            Assert.Equal(0, await shop.Get<CartQueries>().CountAsync(session));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_sessions_secret_is_not_in_the_database(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        await using var db = shop.Db();

        Assert.Equal(Secrets.Hash(session), (await db.Carts.SingleAsync()).SessionKey);
    }

    private static Task<CartView> CartAsync(TestShop shop, string? session) => shop.Get<CartQueries>().GetAsync(session);

    /// <summary>As every editor does: the change, and the catalogue's next version.</summary>
    private static async Task ChangeAsync(TestShop shop, Product product, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Product>> change)
    {
        await using var db = shop.Db();
        await db.Products.Where(p => p.Id == product.Id).ExecuteUpdateAsync(change);
        await shop.StockAsync();
    }
}
