using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class StaffProductsTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_box_finds_drafts_by_name_SKU_and_ingredient(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OAT-77"), ("other", "Zinc: 2 mg"), ("allergens", "tree nuts (almonds)"));
        await shop.DraftAsync(("name", "Rye Bread"), ("summary", "A dark loaf."));

        foreach (var text in new[] { "oat cups", "OAT-77", "oat-7", "zinc", "almonds" })
        {
            Assert.Equal([draft.Id], await IdsAsync(shop, new StaffProductFilter { Text = text, Sort = StaffProductSort.Match }));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Filters_count_together(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(
            Some.Product("A", stock: 0, category: Category.Fitness, kind: ProductKind.Tool), Some.Product("B", stock: 5, stages: [JourneyStage.Active], protein: 5),
            Some.Product("C", stock: 50, published: false), Some.Product("D", stock: 50, stages: [JourneyStage.Active, JourneyStage.Starting]));

        async Task<string> NamesAsync(StaffProductFilter filter) => string.Concat((await shop.Get<StaffProducts>().ListAsync(filter)).Rows.Select(r => r.Product.Name));

        Assert.Equal("ABCD", await NamesAsync(new()));
        Assert.Equal("DCBA", await NamesAsync(new() { Descending = true }));
        Assert.Equal("A", await NamesAsync(new() { Stock = StockState.Out }));
        Assert.Equal("B", await NamesAsync(new() { Stock = StockState.Low }));
        Assert.Equal("BCD", await NamesAsync(new() { Stock = StockState.In }));
        Assert.Equal("BD", await NamesAsync(new() { Stage = JourneyStage.Active }));
        Assert.Equal("D", await NamesAsync(new() { Stage = JourneyStage.Active, MissingLabel = true }));
        Assert.Equal("C", await NamesAsync(new() { State = ProductState.Draft }));
        Assert.Equal("A", await NamesAsync(new() { Category = Category.Fitness, State = ProductState.Published }));
        Assert.Equal("", await NamesAsync(new() { State = ProductState.Archived }));
        Assert.Equal("C", await NamesAsync(new() { Page = 2, PageSize = 1 }));
        Assert.Equal(4, (await shop.Get<StaffProducts>().ListAsync(new() { PageSize = 1, Sort = StaffProductSort.Available })).Total);
        Assert.Equal(4, products.Length);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_word_that_most_products_hold_hides_none_of_them_from_filters_and_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 2_100).Select(i => Some.Product($"Cups {i}", price: 10 + i, stock: i < 2_095 ? 5 : 0))]);
        var list = shop.Get<StaffProducts>();
        var filter = new StaffProductFilter { Text = "cups" };

        var soldOut = await list.ListAsync(filter with { Stock = StockState.Out });
        var dearest = await list.ListAsync(filter with { Sort = StaffProductSort.Price, Descending = true, PageSize = 1 });

        Assert.Equal((5, 2_100), (soldOut.Total, dearest.Total));
        Assert.Equal(["Cups 2095", "Cups 2096", "Cups 2097", "Cups 2098", "Cups 2099"], soldOut.Rows.Select(r => r.Product.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Cups 2099", dearest.Rows.Single().Product.Name);
        Assert.Equal(2_100, (await list.IdsAsync(filter)).Distinct().Count());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Page_by_page_every_product_stands_once_and_in_its_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 9).Select(i => Some.Product($"Cups {i % 4}", price: 10 + (i % 3), stock: i % 5))]);
        var list = shop.Get<StaffProducts>();

        foreach (var sort in Enum.GetValues<StaffProductSort>())
        {
            foreach (var down in new[] { false, true })
            {
                var all = new StaffProductFilter { Sort = sort, Descending = down, PageSize = 100 };
                var whole = (await list.ListAsync(all)).Rows.Select(row => row.Product).ToList();
                var pages = new List<int>();
                for (var page = 0; page < 6; page++)
                {
                    pages.AddRange((await list.ListAsync(all with { PageSize = 2, Page = page })).Rows.Select(row => row.Product.Id));
                }

                Assert.Equal(whole.ConvertAll(product => product.Id), pages);
                Assert.Equal(down ? whole.OrderByDescending(Key(sort)).ThenBy(p => p.Id) : whole.OrderBy(Key(sort)).ThenBy(p => p.Id), whole);
            }
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task All_are_counted_once_for_each_version_of_the_catalogue(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OAT-1"));
        var (list, totals) = (shop.Get<StaffProducts>(), new List<int>());

        async Task CountAsync() => totals.Add((await list.ListAsync(new())).Total);
        await CountAsync();
        var again = await shop.Sql.DuringAsync(CountAsync);
        await shop.DraftAsync(("sku", "OAT-2"));
        await CountAsync();

        Assert.Equal([1, 1, 2], totals);
        Assert.DoesNotContain(again, statement => statement.Contains("COUNT", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Days_of_cover_come_from_what_left_in_the_last_thirty_days(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product("A", stock: 10), Some.Product("B", stock: 10));
        await shop.PaidAsync(products[0], 2);
        await shop.RunJobsAsync();

        var rows = (await shop.Get<StaffProducts>().ListAsync(new())).Rows;
        shop.Clock.Advance(TimeSpan.FromDays(31));
        var later = (await shop.Get<StaffProducts>().ListAsync(new())).Rows;

        Assert.Equal([(2, (int?)120), (0, null)], rows.Select(r => (r.Sold, r.DaysOfCover)));
        Assert.Equal([null, null], later.Select(r => r.DaysOfCover));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_finds_the_same_gaps_in_labels(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var bare = Some.Product("Bare", kind: ProductKind.Food);
        var partly = Some.Product("Partly", kind: ProductKind.Food, protein: 5);
        var products = await shop.StockAsync([bare, partly, Some.Product("Fine", protein: 5), Some.Product("Tool", kind: ProductKind.Tool), .. Seeder.Products(shop.Now).Take(40)]);

        var found = await IdsAsync(shop, new StaffProductFilter { MissingLabel = true, PageSize = 100 });

        Assert.Equal(products.Where(p => LabelGaps.Of(p) is { Count: > 0 }).Select(p => p.Id).Order(), found.Order());
        Assert.Equal(["Fiber", "Added sugar", "Sodium"], LabelGaps.Of(partly)!);
        Assert.Equal([bare.Id, partly.Id], found.Order());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_asks_as_many_statements_however_many_rows_it_has(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 40).Select(_ => Some.Product())]);
        await shop.Get<StaffProducts>().ListAsync(new());

        var few = await shop.Sql.DuringAsync(() => shop.Get<StaffProducts>().ListAsync(new() { PageSize = 2 }));
        var many = await shop.Sql.DuringAsync(() => shop.Get<StaffProducts>().ListAsync(new() { PageSize = 40 }));

        Assert.Equal(few.Count, many.Count);
    }

    private static Func<Product, IComparable> Key(StaffProductSort sort) => product => sort switch
    {
        StaffProductSort.Sku => product.Sku,
        StaffProductSort.Price => product.Price.Cents,
        StaffProductSort.Available => product.Stock.Available,
        StaffProductSort.Changed => product.UpdatedAt,
        _ => product.Name,
    };

    private static async Task<IEnumerable<int>> IdsAsync(TestShop shop, StaffProductFilter filter) =>
        (await shop.Get<StaffProducts>().ListAsync(filter)).Rows.Select(row => row.Product.Id);
}
