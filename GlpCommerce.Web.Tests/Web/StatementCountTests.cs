using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

public sealed class StatementCountTests
{
    private const int More = 2_000;

    /// <summary>What is searched for; the shop remembers what a word found, so that each is new once.</summary>
    private static readonly string[] Words = ["whey", "shake", "soup"];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_page_asks_the_database_does_not_grow_with_the_catalogue(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        var product = await shop.InStockAsync();
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(product)).UntilAsync(OrderStatus.Confirmed);
        await (await visitor.ProductAsync(product)).AddToCartAsync();
        string[] pages =
        [
            "/", "/shop", $"/products/{product.Slug}", "/shop?q={word}", "/shop?stage=starting&need=protein&without=milk&price=0-50&sort=price", "/cart",
            "/checkout", "/learn/guide-02-protein", $"/orders/{order.PublicId}",
        ];
        var before = await CountAsync(shop, visitor, pages);

        await GrowAsync(shop);
        var after = await CountAsync(shop, visitor, pages);

        Assert.Equal(before, after);
        Assert.All(after, count => Assert.InRange(count.Statements, 1, 10));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_statement_of_the_search_is_counted_although_it_is_written_by_hand(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var visitor = shop.NewVisitor();
        await visitor.OpenAsync("/shop");

        var statements = await shop.Sql.DuringAsync(() => visitor.OpenAsync("/shop?q=protein"));

        Assert.Single(statements, SqlCounter.ByHand);
    }

    /// <summary>The statements of each page for a reader who is not the first to look.</summary>
    private static async Task<List<(string Page, int Statements)>> CountAsync(ShopServer shop, Visitor visitor, string[] pages)
    {
        var counts = new List<(string, int)>();
        foreach (var page in pages)
        {
            await visitor.OpenAsync(page);
            var fewest = int.MaxValue;
            foreach (var word in Words)
            {
                var path = page.Replace("{word}", word, StringComparison.Ordinal);
                fewest = Math.Min(fewest, await shop.Sql.FewestAsync(() => visitor.OpenAsync(path), tries: 1));
            }

            counts.Add((page, fewest));
        }

        return counts;
    }

    private static async Task GrowAsync(ShopServer shop)
    {
        await using var db = shop.Db();
        db.AddRange(Enumerable.Range(0, More).Select(_ => Some.Product(stages: [JourneyStage.Starting, JourneyStage.Active, JourneyStage.Maintenance], needs: ["protein"])));
        await db.SaveChangesAsync();
        await db.Set<CatalogState>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));
        using var visitor = shop.NewVisitor();
        await Poll.UntilAsync(
            async () => (await visitor.OpenAsync("/shop")).Text("main [role=status]"), shelf => shelf.StartsWith("2,127 ", StringComparison.Ordinal), "the new products to stand on the shelf");
    }
}
