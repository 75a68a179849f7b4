using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

public sealed class StatementCountTests
{
    private const int More = 2_000;

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_page_asks_the_database_does_not_grow_with_the_catalogue(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        var product = await shop.InStockAsync();
        string[] pages = ["/", "/shop", $"/products/{product.Slug}"];
        var before = await CountAsync(shop, pages);

        await GrowAsync(shop);
        var after = await CountAsync(shop, pages);

        Assert.Equal(before, after);
        Assert.All(after, count => Assert.InRange(count.Statements, 1, 10));
    }

    /// <summary>The statements of each page for a reader who is not the first to look.</summary>
    private static async Task<List<(string Page, int Statements)>> CountAsync(ShopServer shop, string[] pages)
    {
        using var visitor = shop.NewVisitor();
        var counts = new List<(string, int)>();
        foreach (var page in pages)
        {
            await visitor.OpenAsync(page);
            var fewest = int.MaxValue;
            for (var look = 0; look < 3; look++)
            {
                fewest = Math.Min(fewest, (await shop.Sql.DuringAsync(() => visitor.OpenAsync(page))).Count);
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
