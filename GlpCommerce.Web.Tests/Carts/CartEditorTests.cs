using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Carts;

public sealed class CartEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Adding_a_product_again_adds_up(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 9)))[0];
        var session = await shop.CartAsync((product, 2));

        var now = await shop.Get<CartEditor>().AddAsync(session, product.Id, 3);

        Assert.Equal(5, now.Value);
        Assert.Equal(5, Assert.Single((await CartAsync(shop, session)).Lines).Quantity);
        Assert.Equal(5, await shop.Get<CartQueries>().CountAsync(session));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_tabs_at_once_make_one_cart_and_lose_no_click(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 99)))[0];
        var session = Secrets.New();

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => shop.Get<CartEditor>().AddAsync(session, product.Id, 1))));

        Assert.All(added, result => Assert.Null(result.Problem));
        Assert.Equal(12, Assert.Single((await CartAsync(shop, session)).Lines).Quantity);
        await using var db = shop.Db();
        Assert.Equal(1, await db.Carts.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_quantity_nobody_can_buy_is_refused_and_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 500)))[0];
        var session = await shop.CartAsync((product, 2));
        var line = (await CartAsync(shop, session)).Lines[0].Id;
        var editor = shop.Get<CartEditor>();

        foreach (var quantity in new[] { 0, -1, 98, 100, int.MinValue, int.MaxValue })
        {
            Assert.Equal("quantity.invalid", (await editor.AddAsync(session, product.Id, quantity)).Problem?.Code);
        }

        foreach (var quantity in new[] { -1, 100, int.MinValue, int.MaxValue })
        {
            Assert.Equal("quantity.invalid", (await editor.SetAsync(session, line, quantity)).Problem?.Code);
        }

        Assert.Equal(2, (await CartAsync(shop, session)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task More_than_there_is_is_refused_with_how_many_are_left(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product("Shake", stock: 3), Some.Product("Bar", stock: 0));
        var session = await shop.CartAsync((products[0], 2));
        var line = (await CartAsync(shop, session)).Lines[0].Id;
        var editor = shop.Get<CartEditor>();

        var added = await editor.AddAsync(session, products[0].Id, 2);
        var set = await editor.SetAsync(session, line, 4);
        var soldOut = await editor.AddAsync(session, products[1].Id, 1);

        Assert.Equal(("stock.short", "We have 3 of Shake left. Choose 3 or fewer."), (added.Problem?.Code, added.Problem?.Message));
        Assert.Equal("stock.short", set.Problem?.Code);
        Assert.Contains("Bar is sold out", soldOut.Problem?.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await CartAsync(shop, session)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_the_shop_does_not_sell_cannot_be_put_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var hidden = (await shop.StockAsync(Some.Product(published: false)))[0];
        var session = Secrets.New();

        foreach (var id in new[] { hidden.Id, 404, 0, -1 })
        {
            Assert.Equal("product.gone", (await shop.Get<CartEditor>().AddAsync(session, id, 1)).Problem?.Code);
        }

        var cart = await CartAsync(shop, session);
        Assert.True(cart is { IsEmpty: true, CanBeOrdered: false, Id: null });
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cart_holds_fifty_products_and_the_fifty_first_is_refused(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync([.. Enumerable.Range(0, 51).Select(_ => Some.Product())]);
        var session = await shop.CartAsync([.. products.Take(50).Select(p => (p, 1))]);

        var refused = await shop.Get<CartEditor>().AddAsync(session, products[50].Id, 1);
        var again = await shop.Get<CartEditor>().AddAsync(session, products[0].Id, 1);

        Assert.Equal("cart.full", refused.Problem?.Code);
        Assert.Null(again.Problem);
        Assert.Equal(51, (await CartAsync(shop, session)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_can_touch_a_line_of_another_session(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var owner = await shop.CartAsync((product, 2));
        var line = (await CartAsync(shop, owner)).Lines[0].Id;
        var stranger = await shop.CartAsync((product, 1));

        foreach (var quantity in new[] { 0, 5 })
        {
            Assert.Equal("line.gone", (await shop.Get<CartEditor>().SetAsync(stranger, line, quantity)).Problem?.Code);
        }

        Assert.Equal(2, (await CartAsync(shop, owner)).Count);
        Assert.Equal(1, (await CartAsync(shop, stranger)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Setting_a_line_to_nothing_takes_it_out_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 2));
        var line = (await CartAsync(shop, session)).Lines[0].Id;

        Assert.Equal(1, (await shop.Get<CartEditor>().SetAsync(session, line, 1)).Value);
        Assert.Null((await shop.Get<CartEditor>().SetAsync(session, line, 0)).Problem);

        Assert.Equal("line.gone", (await shop.Get<CartEditor>().SetAsync(session, line, 0)).Problem?.Code);
        Assert.True((await CartAsync(shop, session)).IsEmpty);
    }

    private static Task<CartView> CartAsync(TestShop shop, string session) => shop.Get<CartQueries>().GetAsync(session);
}
