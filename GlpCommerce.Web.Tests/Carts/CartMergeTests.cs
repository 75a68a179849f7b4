using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Carts;

public sealed class CartMergeTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Quantities_add_up_and_what_was_poured_is_gone_from_where_it_was(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product(), Some.Product(), Some.Product());
        var guest = await shop.CartAsync((products[0], 2), (products[1], 1));
        var account = await shop.CartAsync((products[1], 3), (products[2], 1));

        var left = await shop.Get<CartMerge>().PourAsync(guest, account);
        var again = await shop.Get<CartMerge>().PourAsync(guest, account);

        Assert.Empty(left.Concat(again));
        Assert.Equal([(products[0].Id, 2), (products[1].Id, 4), (products[2].Id, 1)], await LinesAsync(shop, account));
        Assert.Empty(await LinesAsync(shop, guest));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_account_without_a_cart_gets_one_and_no_cart_is_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var (guest, account) = (await shop.CartAsync((product, 2)), Secrets.New());

        Assert.Empty(await shop.Get<CartMerge>().PourAsync(Secrets.New(), account));
        Assert.Empty(await shop.Get<CartMerge>().PourAsync(guest, account));
        Assert.Empty(await shop.Get<CartMerge>().PourAsync(account, account));

        Assert.Equal([(product.Id, 2)], await LinesAsync(shop, account));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_does_not_fit_is_told_and_everything_else_is_poured(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync([.. Enumerable.Range(0, CartLimits.MaxLines + 1).Select(i => Some.Product($"Thing {i}", stock: 500))]);
        var account = await shop.CartAsync([.. products.Skip(2).Select(p => (p, 60))]);
        var guest = await shop.CartAsync((products[0], 1), (products[1], 1), (products[2], 40));

        var left = await shop.Get<CartMerge>().PourAsync(guest, account);
        var lines = await LinesAsync(shop, account);

        Assert.Equal(["cart.full", "quantity.capped"], left.Select(problem => problem.Code));
        Assert.Contains("Thing 1 ", left[0].Message, StringComparison.Ordinal);
        Assert.Contains("1 of Thing 2 was", left[1].Message, StringComparison.Ordinal);
        Assert.Equal((CartLimits.MaxLines, 1, 99), (lines.Count, lines[0].Quantity, lines[1].Quantity));
        Assert.Empty(await LinesAsync(shop, guest));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_discount_code_comes_along_unless_there_is_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 99)))[0];
        var account = await shop.CartAsync((product, 1));
        await PourWithCodeAsync("FIRST");
        await PourWithCodeAsync("SECOND");

        await using var db = shop.Db();
        var key = Secrets.Hash(account);
        var cart = await db.Carts.Include(c => c.Lines).SingleAsync(c => c.SessionKey == key);
        Assert.Equal(("FIRST", 3), (cart.DiscountCode, cart.Lines.Single().Quantity));

        async Task PourWithCodeAsync(string code)
        {
            var guest = await shop.CartAsync((product, 1));
            var guestKey = Secrets.Hash(guest);
            await using (var change = shop.Db())
            {
                await change.Carts.Where(c => c.SessionKey == guestKey).ExecuteUpdateAsync(set => set.SetProperty(c => c.DiscountCode, code));
            }

            await shop.Get<CartMerge>().PourAsync(guest, account);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_other_tabs_add_while_two_devices_sign_in_is_nowhere_lost_and_nowhere_doubled(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 99)))[0];
        var (first, second, account) = (await shop.CartAsync((product, 1)), await shop.CartAsync((product, 1)), Secrets.New());
        var (merge, editor) = (shop.Get<CartMerge>(), shop.Get<CartEditor>());

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => new Func<Task>[]
        {
            () => merge.PourAsync(first, account), () => merge.PourAsync(second, account),
            () => editor.AddAsync(first, product.Id, 1), () => editor.AddAsync(second, product.Id, 1), () => editor.AddAsync(account, product.Id, 1),
        }).Select(Task.Run));

        var counts = await Task.WhenAll(new[] { first, second, account }.Select(session => shop.Get<CartQueries>().CountAsync(session)));
        Assert.Equal(2 + 12, counts.Sum());
        await merge.PourAsync(first, account);
        await merge.PourAsync(second, account);
        Assert.Equal([(product.Id, 14)], await LinesAsync(shop, account));
    }

    private static async Task<List<(int ProductId, int Quantity)>> LinesAsync(TestShop shop, string session)
    {
        var key = Secrets.Hash(session);
        await using var db = shop.Db();
        return [.. (await db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null).SelectMany(c => c.Lines).ToListAsync())
            .OrderBy(l => l.ProductId).Select(l => (l.ProductId, l.Quantity))];
    }
}
