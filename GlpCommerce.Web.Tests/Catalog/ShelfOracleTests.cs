using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

/// <summary>300 random products, 200 random questions: totals, pages, orders and every count beside them are exact.</summary>
public sealed class ShelfOracleTests
{
    private static readonly string[] Words = ["cedar", "maple", "willow", "birch", "alder", "linden"];
    private static readonly string[] Allergens = ["milk", "soybeans", "egg", "fish (salmon)", "tree nuts (almonds)", "sesame"];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_shelf_agrees_with_counting_by_hand(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var random = new Random(20260105);
        var products = await shop.StockAsync([.. Enumerable.Range(0, 300).Select(_ => Product(random))]);
        var byHand = new Shelf(products);

        for (var question = 0; question < 200; question++)
        {
            var filter = Filter(random);
            var page = await shop.Get<CatalogQueries>().BrowseAsync(filter);
            var expected = byHand.Find(filter);

            Assert.Equal(expected.Count, page.Total);
            Assert.Equal(byHand.Counts(filter), Shelf.Told(page.Facets));
            Assert.Equal(Cut(expected, page), Shown(page, filter));
        }
    }

    /// <summary>The order among equally good matches of a search is the database's own; everything else is exact.</summary>
    private static IEnumerable<int> Shown(ShelfPage page, ShopFilter filter)
    {
        var ids = page.Products.Select(p => p.Id);
        return IsRanked(filter) ? ids.Order() : ids;
    }

    private static IEnumerable<int> Cut(IReadOnlyList<int> expected, ShelfPage page) =>
        page.PageSize == 1000 ? expected.Order() : expected.Skip((page.Page - 1) * page.PageSize).Take(page.PageSize);

    private static bool IsRanked(ShopFilter filter) => filter is { Text: not null, Sort: ProductSort.Suggested };

    private static Product Product(Random random) => Some.Product(
        name: string.Join(' ', Pick(random, Words, 3).Append($"No {random.Next(1000)}")),
        price: random.Next(50, 9000) / 100m,
        category: (Category)random.Next(4),
        stages: [.. Pick(random, Enum.GetValues<JourneyStage>(), 3).DefaultIfEmpty(JourneyStage.Active)],
        needs: [.. Pick(random, Keys(Vocabulary.Needs), 3)],
        diets: [.. Pick(random, Keys(Vocabulary.Diets), 4)],
        allergens: [.. Pick(random, Allergens, 2)],
        protein: random.Next(3) == 0 ? null : random.Next(0, 40),
        published: random.Next(8) != 0);

    private static ShopFilter Filter(Random random)
    {
        var filter = new ShopFilter
        {
            Stage = Maybe(random, 3) ? (JourneyStage)random.Next(3) : null,
            Category = Maybe(random, 4) ? (Category)random.Next(4) : null,
            Needs = Maybe(random, 3) ? Pick(random, Keys(Vocabulary.Needs), 3) : [],
            Diets = Maybe(random, 4) ? Pick(random, Keys(Vocabulary.Diets), 2) : [],
            Without = Maybe(random, 4) ? Pick(random, Keys(Vocabulary.Without), 2) : [],
            Price = Maybe(random, 3) ? Price(random) : null,
            Text = Maybe(random, 4) ? string.Join(' ', Pick(random, Words, 2)) : null,
            Sort = (ProductSort)random.Next(5),
            Page = random.Next(1, 5),
            PageSize = random.Next(1, 30),
        };
        return IsRanked(filter) ? filter with { Page = 1, PageSize = 1000 } : filter;
    }

    private static PriceRange Price(Random random) => Maybe(random, 2)
        ? PriceRange.Bands[random.Next(PriceRange.Bands.Count)].Range
        : new PriceRange(Maybe(random, 3) ? null : random.Next(4000), Maybe(random, 3) ? null : random.Next(3000, 9000));

    private static bool Maybe(Random random, int oneIn) => random.Next(oneIn) == 0;

    private static List<T> Pick<T>(Random random, IReadOnlyList<T> from, int most) =>
        [.. from.OrderBy(_ => random.Next()).Take(random.Next(most + 1))];

    private static List<string> Keys(IReadOnlyList<Term> terms) => [.. terms.Select(term => term.Key)];
}
