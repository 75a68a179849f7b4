using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

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
        Assert.Equal("D", await NamesAsync(new() { Stage = JourneyStage.Active, Missing = ProductGaps.Label }));
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

        var found = await IdsAsync(shop, new StaffProductFilter { Missing = ProductGaps.Label, PageSize = 100 });

        Assert.Equal(products.Where(p => LabelGaps.Of(p) is { Count: > 0 }).Select(p => p.Id).Order(), found.Order());
        Assert.Equal(["Fiber", "Added sugar", "Sodium"], LabelGaps.Of(partly)!);
        Assert.Equal([bare.Id, partly.Id], found.Order());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_thing_that_is_missing_is_found_by_itself_and_several_together(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync([.. "ABCDEFGHIJ".Select(letter => Whole(letter.ToString()))]);
        await LackAsync(shop, products);

        async Task<string> NamesAsync(ProductGaps missing) =>
            string.Concat((await shop.Get<StaffProducts>().ListAsync(new() { Missing = missing })).Rows.Select(row => row.Product.Name));

        Assert.Equal("AI", await NamesAsync(ProductGaps.Picture));
        Assert.Equal("B", await NamesAsync(ProductGaps.PictureText));
        Assert.Equal("CI", await NamesAsync(ProductGaps.Description));
        Assert.Equal("D", await NamesAsync(ProductGaps.Article));
        Assert.Equal("E", await NamesAsync(ProductGaps.Label));
        Assert.Equal("F", await NamesAsync(ProductGaps.Weight));
        Assert.Equal("G", await NamesAsync(ProductGaps.Stages));
        Assert.Equal("HI", await NamesAsync(ProductGaps.Needs));
        Assert.Equal("I", await NamesAsync(ProductGaps.Picture | ProductGaps.Description | ProductGaps.Needs));
        Assert.Equal("", await NamesAsync(ProductGaps.Weight | ProductGaps.Stages));
        Assert.Equal("ABCDEFGHIJ", await NamesAsync(ProductGaps.None));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_missing_is_asked_inside_of_the_statements_of_a_page_and_of_pictures_by_their_index(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 3).Select(_ => Some.Product())]);
        var list = shop.Get<StaffProducts>();
        var filter = new StaffProductFilter { Missing = ProductGaps.Picture | ProductGaps.Article };

        var first = await shop.Sql.DuringAsync(() => list.ListAsync(filter));
        var again = await shop.Sql.DuringAsync(() => list.ListAsync(filter));
        await using var db = shop.Db();
        var plan = await db.PlanAsync(db.Products.Lacking(ProductGaps.Picture).Select(p => p.Id).ToQueryString());

        // The version, who lacks it, and a page; then the version and a page.
        Assert.Equal((first.Count - 1, 5), (again.Count, again.Count));
        Assert.DoesNotContain("AUTOMATIC", plan, StringComparison.Ordinal);
        if (provider == DatabaseProvider.Sqlite)
        {
            Assert.Contains("IX_ProductPictures_ProductId_Position", plan, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_picture_that_becomes_ready_takes_its_product_out_of_those_without(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var (list, totals) = (shop.Get<StaffProducts>(), new List<int>());

        async Task CountAsync() => totals.Add((await list.ListAsync(new() { Missing = ProductGaps.Picture })).Total);
        await CountAsync();
        await shop.AddPictureAsync(draft.Id);
        await CountAsync();
        await shop.RunJobsAsync();
        await CountAsync();

        Assert.Equal([1, 1, 0], totals);
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

    private static Product Whole(string name)
    {
        var product = Some.Product(name, needs: ["protein"], protein: 5);
        (product.Description, product.ArticleSlug, product.WeightGrams) = ("All that is to be said of it.", "its-article", 200);
        return product;
    }

    /// <summary>Takes something away from each but the last: from the first its picture, from the second the words of it, and so on.</summary>
    private static async Task LackAsync(TestShop shop, Product[] products)
    {
        await using var db = shop.Db();
        var ids = Array.ConvertAll(products, product => product.Id);
        for (var i = 0; i < ids.Length; i++)
        {
            db.ProductPictures.Add(new ProductPicture
            {
                ProductId = ids[i], Alt = i == 1 ? "" : "A cup", Key = $"key-{i}", State = i is 0 or 8 ? PictureState.Waiting : PictureState.Ready, AddedAt = shop.Now,
            });
        }

        await db.SaveChangesAsync();
        await Products(2).ExecuteUpdateAsync(set => set.SetProperty(p => p.Description, ""));
        await Products(3).ExecuteUpdateAsync(set => set.SetProperty(p => p.ArticleSlug, (string?)null));
        var gap = await Products(4).AsTracking().SingleAsync();
        gap.Label = null;
        await db.SaveChangesAsync();
        await Products(5).ExecuteUpdateAsync(set => set.SetProperty(p => p.WeightGrams, 0));
        await db.Set<ProductStage>().Where(stage => stage.ProductId == ids[6]).ExecuteDeleteAsync();
        foreach (var product in await db.Products.Where(p => p.Id == ids[7] || p.Id == ids[8]).ToListAsync())
        {
            product.Needs = [];
        }

        await db.SaveChangesAsync();
        await Products(8).ExecuteUpdateAsync(set => set.SetProperty(p => p.Description, p => p.Summary));

        IQueryable<Product> Products(int at) => db.Products.Where(p => p.Id == ids[at]);
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
