using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class BrowseCostTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_costs_the_same_however_large_the_catalogue_is(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Products(100));
        using var statements = await StatementCount.ListenAsync();
        var small = await CostAsync(shop, statements);

        await shop.StockAsync(Products(4_900));
        var large = await CostAsync(shop, statements);

        Assert.Equal(small, large);
        Assert.Equal((1, 1), large);
    }

    /// <summary>Statements for a filtered page, and for a search that was asked before.</summary>
    private static async Task<(int Filtered, int Searched)> CostAsync(TestShop shop, StatementCount statements)
    {
        var catalog = shop.Get<CatalogQueries>();
        var filtered = new ShopFilter { Stage = JourneyStage.Starting, Needs = ["protein"], Sort = ProductSort.PriceDown, Page = 2 };
        var search = new ShopFilter { Text = "product" };
        await catalog.BrowseAsync(search);
        return (await CountAsync(filtered), await CountAsync(search));

        Task<int> CountAsync(ShopFilter filter) =>
            statements.OfAsync(async () => Assert.Equal(24, (await catalog.BrowseAsync(filter)).Products.Count));
    }

    private static Product[] Products(int count) => [.. Enumerable.Range(0, count).Select(_ => Some.Product(needs: ["protein"]))];
}
