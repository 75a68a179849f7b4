using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class BrowseTests
{
    private static readonly string[] ProteinOrFiber = ["protein", "fiber"];
    private static readonly string[] VeganAndGlutenFree = ["vegan", "gluten-free"];

    private readonly Product _shake = Some.Product(
        "Shake", 20m, category: Category.Supplements, stages: [JourneyStage.Starting, JourneyStage.Active], needs: ["protein"],
        diets: ["gluten-free"], allergens: ["milk"], protein: 25);

    private readonly Product _bar = Some.Product(
        "Bar", 3m, category: Category.MealPrep, kind: ProductKind.Food, stages: [JourneyStage.Active], needs: ["fiber", "energy"],
        diets: ["vegan", "gluten-free"], allergens: ["tree nuts (almonds)"], protein: 8);

    private readonly Product _bands = Some.Product(
        "Bands", 45m, category: Category.Fitness, kind: ProductKind.Equipment, stages: [JourneyStage.Maintenance], needs: ["muscle"], diets: ["vegan"]);

    private readonly Product _hidden = Some.Product("Hidden", 1m, needs: ["protein"], published: false);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_filter_leaves_what_suits(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);

        await ShowsAsync(shop, new ShopFilter(), _shake, _bar, _bands);
        await ShowsAsync(shop, new ShopFilter { Stage = JourneyStage.Active }, _shake, _bar);
        await ShowsAsync(shop, new ShopFilter { Category = Category.Fitness }, _bands);
        await ShowsAsync(shop, new ShopFilter { Needs = ProteinOrFiber }, _shake, _bar);
        await ShowsAsync(shop, new ShopFilter { Diets = VeganAndGlutenFree }, _bar);
        await ShowsAsync(shop, new ShopFilter { Without = ["milk"] }, _bar, _bands);
        await ShowsAsync(shop, new ShopFilter { Without = ["tree-nuts"] }, _shake, _bands);
        await ShowsAsync(shop, new ShopFilter { Price = new PriceRange(300, 2000) }, _shake, _bar);
        await ShowsAsync(shop, new ShopFilter { Text = "bands" }, _bands);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Filters_of_different_kinds_narrow_each_other(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);

        await ShowsAsync(shop, new ShopFilter { Stage = JourneyStage.Active, Needs = ProteinOrFiber, Without = ["milk"] }, _bar);
        await ShowsAsync(shop, new ShopFilter { Stage = JourneyStage.Starting, Diets = ["vegan"] });
        await ShowsAsync(shop, new ShopFilter { Text = "shake", Price = new PriceRange(null, 1999) });
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_value_nobody_knows_matches_nothing_and_breaks_nothing(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);

        await ShowsAsync(shop, new ShopFilter { Needs = ["no-such-need"] });
        await ShowsAsync(shop, new ShopFilter { Needs = ["no-such-need", "protein"] }, _shake);
        await ShowsAsync(shop, new ShopFilter { Diets = ["no-such-diet"] });
        await ShowsAsync(shop, new ShopFilter { Without = ["'; DROP TABLE"] });
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_shelf_stands_in_the_order_asked_for(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);

        await ShowsAsync(shop, new ShopFilter { Sort = ProductSort.PriceUp }, _bar, _shake, _bands);
        await ShowsAsync(shop, new ShopFilter { Sort = ProductSort.PriceDown }, _bands, _shake, _bar);
        await ShowsAsync(shop, new ShopFilter { Sort = ProductSort.Protein }, _shake, _bar, _bands);
        await ShowsAsync(shop, new ShopFilter { Sort = ProductSort.Name }, _bands, _bar, _shake);
    }

    [Theory]
    [InlineData(int.MinValue, 2, 1, 2)]
    [InlineData(0, 2, 1, 2)]
    [InlineData(2, 2, 2, 1)]
    [InlineData(int.MaxValue, 2, 2, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, -5, 1, 1)]
    [InlineData(1, int.MaxValue, 1, 3)]
    public async Task A_page_that_is_not_there_shows_the_nearest_one(int page, int size, int shownPage, int shownProducts)
    {
        await using var shop = await StockedAsync(DatabaseProvider.Sqlite);

        var shelf = await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Page = page, PageSize = size });

        Assert.Equal((shownPage, shownProducts, 3), (shelf.Page, shelf.Products.Count, shelf.Total));
        Assert.InRange(shelf.Last, shelf.First, 3);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_change_of_the_catalogue_is_seen_after_a_second(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);
        await ShowsAsync(shop, new ShopFilter { Category = Category.Fitness }, _bands);
        await UnpublishBandsAsync(shop, raiseVersion: true);

        await ShowsTotalAsync(shop, 1);
        shop.Clock.Advance(TimeSpan.FromSeconds(1.1));

        await ShowsTotalAsync(shop, 0);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_change_that_does_not_raise_the_version_is_not_looked_for(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);
        await ShowsTotalAsync(shop, 1);
        await UnpublishBandsAsync(shop, raiseVersion: false);

        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        await ShowsTotalAsync(shop, 1);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Any_text_at_all_may_stand_where_a_slug_does(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);
        var catalog = shop.Get<CatalogQueries>();

        Assert.Equal(_shake.Id, (await catalog.BySlugAsync(_shake.Slug))!.Id);
        Assert.Null(await catalog.BySlugAsync(_hidden.Slug));
        foreach (var text in Some.Nonsense)
        {
            Assert.Null(await catalog.BySlugAsync(text));
            Assert.Empty(await catalog.BySkusAsync([text]));
        }
    }

    private async Task<TestShop> StockedAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_shake, _bar, _bands, _hidden);
        return shop;
    }

    private static async Task ShowsAsync(TestShop shop, ShopFilter filter, params Product[] expected)
    {
        var page = await shop.Get<CatalogQueries>().BrowseAsync(filter);
        Assert.Equal(expected.Select(p => p.Name), page.Products.Select(p => p.Name));
        Assert.Equal(expected.Length, page.Total);
    }

    private static async Task ShowsTotalAsync(TestShop shop, int expected) =>
        Assert.Equal(expected, (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Category = Category.Fitness })).Total);

    private async Task UnpublishBandsAsync(TestShop shop, bool raiseVersion)
    {
        await using var db = shop.Db();
        await db.Products.Where(p => p.Id == _bands.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsPublished, false));
        await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + (raiseVersion ? 1 : 0)));
    }
}
