using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

/// <summary>One contract for both full-text engines.</summary>
public sealed class ProductSearchTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_word_in_the_name_comes_before_the_same_word_elsewhere(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Evening tea", "With ginger root."), ("Ginger chews", "Soft and small."), ("Bottle", "Steel."));

        Assert.Equal(["Ginger chews", "Evening tea"], await FoundAsync(shop, "ginger"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_and_many_are_the_same_word(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Loop bands", "Five strengths."), ("Step stool", "Steady."));

        Assert.Equal(["Loop bands"], await FoundAsync(shop, "band"));
        Assert.Equal(["Loop bands"], await FoundAsync(shop, "BANDS"));
        Assert.Equal(["Step stool"], await FoundAsync(shop, "stools"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_last_word_may_be_a_beginning(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Magnesium citrate", "Powder."), ("Hydration tablets", "Electrolytes in water."));

        foreach (var typed in Beginnings("magnesium").Concat(Beginnings("citrate")).Append("magnesium cit"))
        {
            Assert.Equal(["Magnesium citrate"], await FoundAsync(shop, typed));
        }

        foreach (var typed in Beginnings("hydration").Concat(Beginnings("electrolytes")).Concat(Beginnings("tablets")))
        {
            Assert.Equal(["Hydration tablets"], await FoundAsync(shop, typed));
        }

        Assert.Empty(await FoundAsync(shop, "mag citrate"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_number_that_nobody_has_finds_nothing_that_begins_like_it(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Loop bands", "Barcode 850012345678."), ("Step stool", "Model K2000A."));

        Assert.Equal(["Loop bands"], await FoundAsync(shop, "850012345678"));
        Assert.Empty(await FoundAsync(shop, "850012345999"));
        Assert.Equal(["Step stool"], await FoundAsync(shop, "k2000"));
        Assert.Empty(await FoundAsync(shop, "k2000xyz"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_word_is_asked_for_but_not_the_small_ones(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Clear protein", "Peach."), ("Whey protein", "Vanilla."), ("Peach tea", "No caffeine."));

        Assert.Equal(["Clear protein"], await FoundAsync(shop, "protein peach"));
        Assert.Equal(["Clear protein"], await FoundAsync(shop, "peach, clear & protein"));
        Assert.Equal(["Clear protein"], await FoundAsync(shop, "a protein with the peach"));
        Assert.Empty(await FoundAsync(shop, "protein banana"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Accents_do_not_matter(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Crème brûlée shake", "Açaí on top."), ("Cafe latte shake", "Strong."));

        Assert.Equal(["Crème brûlée shake"], await FoundAsync(shop, "creme brulee"));
        Assert.Equal(["Crème brûlée shake"], await FoundAsync(shop, "crème brûlée"));
        Assert.Equal(["Crème brûlée shake"], await FoundAsync(shop, "acai"));
        Assert.Equal(["Cafe latte shake"], await FoundAsync(shop, "café"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Numbers_and_skus_are_words_however_they_are_joined(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var vitamin = (await shop.StockAsync(Some.Product("Vitamin B-12 (1,000 mcg)"), Some.Product("Vitamin D3")))[0];

        Assert.Equal([vitamin.Name], await FoundAsync(shop, vitamin.Sku));
        Assert.Equal([vitamin.Name], await FoundAsync(shop, "b-12"));
        Assert.Equal([vitamin.Name], await FoundAsync(shop, "000 mcg"));
        Assert.Equal(["Vitamin D3"], await FoundAsync(shop, "d3"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Needs_diets_and_shelves_are_found_by_their_labels(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Some.Product("Powder", needs: ["settled"], diets: ["gluten-free"], category: Category.MealPrep), Some.Product("Band"));

        Assert.Equal(["Powder"], await FoundAsync(shop, "stomach"));
        Assert.Equal(["Powder"], await FoundAsync(shop, "gluten free"));
        Assert.Equal(["Powder"], await FoundAsync(shop, "meal prep"));
        Assert.Empty(await FoundAsync(shop, "settled"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_text_can_break_the_search(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Shake", "Plain."));

        foreach (var text in Some.Nonsense)
        {
            var page = await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Text = text });
            Assert.InRange(page.Total, 0, 1);
        }

        Assert.Equal(["Shake"], await FoundAsync(shop, "shake"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_product_that_is_renamed_is_found_by_its_new_name_only(DatabaseProvider provider)
    {
        await using var shop = await ShelfAsync(provider, ("Walnut spread", "Smooth."));
        await using (var db = shop.Db())
        {
            var product = db.Products.Single();
            product.Name = "Hazel spread";
            product.SearchWords = SearchText.For(product);
            await db.SaveChangesAsync();
        }

        await shop.StockAsync();

        Assert.Equal(["Hazel spread"], await FoundAsync(shop, "hazel"));
        Assert.Empty(await FoundAsync(shop, "walnut"));
    }

    private static IEnumerable<string> Beginnings(string word) => Enumerable.Range(3, word.Length - 2).Select(length => word[..length]);

    private static async Task<TestShop> ShelfAsync(DatabaseProvider provider, params (string Name, string Summary)[] products)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. products.Select(p =>
        {
            var product = Some.Product(p.Name);
            product.Summary = p.Summary;
            product.SearchWords = SearchText.For(product);
            return product;
        })]);
        return shop;
    }

    private static async Task<IEnumerable<string>> FoundAsync(TestShop shop, string text) =>
        (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Text = text })).Products.Select(p => p.Name);
}
