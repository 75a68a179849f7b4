using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class AssortmentTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_cell_counts_what_the_shops_own_page_shows_as_in_stock(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(
            Some.Product(stages: [JourneyStage.Starting, JourneyStage.Active], needs: ["protein", "muscle"], diets: ["vegan", "vegetarian"]),
            Some.Product(stages: [JourneyStage.Starting], needs: ["protein"], diets: ["vegan"], stock: 0),
            Some.Product(stages: [JourneyStage.Starting], needs: ["protein"]),
            Some.Product(stages: [JourneyStage.Starting], needs: ["protein"], published: false),
            Some.Product(stages: [JourneyStage.Maintenance], needs: ["sleep"], stock: 0));

        var cells = await shop.Get<AssortmentQueries>().CellsAsync();

        Assert.Equal(Vocabulary.Stages.Count * Vocabulary.Needs.Count * (Vocabulary.Diets.Count + 1), cells.Count);
        foreach (var cell in cells)
        {
            var page = await shop.Get<CatalogQueries>().BrowseAsync(cell.Filter with { PageSize = ShopFilter.LargestPage });
            Assert.Equal((page.Total, page.Products.Count(p => !p.IsSoldOut)), (cell.All, cell.InStock));
        }

        Assert.Equal((3, 2), Of(cells, JourneyStage.Starting, "protein", null));
        Assert.Equal((2, 1), Of(cells, JourneyStage.Starting, "protein", "vegan"));
        Assert.Equal((1, 0), Of(cells, JourneyStage.Maintenance, "sleep", null));
        Assert.Equal((0, 0), Of(cells, JourneyStage.Active, "sleep", null));
    }

    [Fact]
    public async Task All_cells_together_ask_the_database_once_for_the_stock()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync(Some.Product(needs: ["protein"]));
        await shop.Get<AssortmentQueries>().CellsAsync();

        var statements = await shop.Sql.DuringAsync(() => shop.Get<AssortmentQueries>().CellsAsync());

        Assert.Single(statements, s => s.Contains("\"Stock\"", StringComparison.Ordinal));
    }

    private static (int All, int InStock) Of(IReadOnlyList<AssortmentCell> cells, JourneyStage stage, string need, string? diet)
    {
        var cell = cells.Single(c => c.Stage == stage && c.Need == need && c.Diet == diet);
        return (cell.All, cell.InStock);
    }
}
