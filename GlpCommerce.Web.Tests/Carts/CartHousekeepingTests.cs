using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Carts;

public sealed class CartHousekeepingTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Carts_that_nobody_has_touched_for_thirty_days_go_with_their_lines_and_orders_stay(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 100)))[0];
        var paid = await shop.PaidAsync(product);
        var (left, used) = (await shop.CartAsync((product, 1)), await shop.CartAsync((product, 1)));
        shop.Clock.Advance(TimeSpan.FromDays(29));
        await shop.Get<CartEditor>().AddAsync(used, product.Id, 1);
        var young = await shop.CartAsync((product, 1));
        Assert.Equal(0, await shop.Get<CartHousekeeping>().RunAsync());

        shop.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2, await shop.Get<CartHousekeeping>().RunAsync());
        var carts = shop.Get<CartQueries>();
        Assert.Equal((true, 2, 1), ((await carts.GetAsync(left)).IsEmpty, (await carts.GetAsync(used)).Count, (await carts.GetAsync(young)).Count));
        await using var db = shop.Db();
        Assert.Equal(2, await db.CartLines.CountAsync());
        Assert.Equal(paid.Id, (await shop.OrderAsync(paid.PublicId)).Id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task More_carts_than_one_batch_go_in_one_run(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using (var db = shop.Db())
        {
            db.AddRange(Enumerable.Range(0, 1_200).Select(i => new Cart { SessionKey = $"left-{i}", CreatedAt = shop.Now, UpdatedAt = shop.Now }));
            await db.SaveChangesAsync();
        }

        shop.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(1_200, await shop.Get<CartHousekeeping>().RunAsync());
    }
}
