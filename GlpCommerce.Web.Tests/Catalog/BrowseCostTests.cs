using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class BrowseCostTests
{
    private static readonly string[] Own = ["Id", "Sku", "Slug"];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_costs_the_same_however_large_the_catalogue_is(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 100).Select(_ => Some.Product(needs: ["protein"]))]);
        var small = await CostAsync(shop);

        await MultiplyAsync(shop, by: 50);
        var large = await CostAsync(shop);

        Assert.Equal(5_000, (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter())).Total);
        Assert.Equal(small, large);
        Assert.Equal((1, 1), large);
    }

    /// <summary>Statements for a filtered page, and for a search that was asked before.</summary>
    private static async Task<(int Filtered, int Searched)> CostAsync(TestShop shop)
    {
        var catalog = shop.Get<CatalogQueries>();
        var filtered = new ShopFilter { Stage = JourneyStage.Starting, Needs = ["protein"], Sort = ProductSort.PriceDown, Page = 2 };
        var search = new ShopFilter { Text = "product" };
        await catalog.BrowseAsync(search);
        return (await CountAsync(filtered), await CountAsync(search));

        async Task<int> CountAsync(ShopFilter filter) =>
            (await shop.Sql.DuringAsync(async () => Assert.Equal(24, (await catalog.BrowseAsync(filter)).Products.Count))).Count;
    }

    /// <summary>Copies every product inside the database, which is much faster than sending thousands.</summary>
    private static async Task MultiplyAsync(TestShop shop, int by)
    {
        await using (var db = shop.Db())
        {
            var table = db.Model.FindEntityType(typeof(Product))!.GetTableMappings().Single().Table;
            var columns = string.Join(", ", table.Columns.Select(c => c.Name).Except(Own).Select(name => $"\"{name}\""));
            var copies = $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {by - 1})
                INSERT INTO "Products" ("Sku", "Slug", {columns}) SELECT "Sku" || '-' || i, "Slug" || '-' || i, {columns} FROM "Products", n
                """;
            await db.Database.ExecuteSqlRawAsync(copies);
            await db.Database.ExecuteSqlRawAsync("""
                INSERT INTO "Stock" ("ProductId", "OnHand", "Reserved") SELECT "Id", 9, 0 FROM "Products" WHERE "Id" NOT IN (SELECT "ProductId" FROM "Stock");
                INSERT INTO "ProductStages" ("ProductId", "Stage", "Position")
                SELECT "Id", 'Starting', 0 FROM "Products" WHERE "Id" NOT IN (SELECT "ProductId" FROM "ProductStages")
                """);
        }

        await shop.StockAsync();
    }
}
