using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Api.Catalog;

/// <summary>The API and the pages of the shop are two views of one shelf.</summary>
public sealed class ShelfAgreementTests(ShopServers servers)
{
    private const string Shelf = """
        query($filter: ProductFilter, $sort: ProductSort!) { productsConnection(filter: $filter, sort: $sort) {
          totalCount nodes { name }
          facets { stages { ...f } categories { ...f } needs { ...f } diets { ...f } without { ...f } prices { ...f } } } }
        fragment f on FacetValue { key count isChosen }
        """;

    /// <summary>The groups of counts as they stand beside the shelf.</summary>
    private static readonly string[] PanelGroups = ["needs", "categories", "prices", "without", "diets"];

    private static readonly (string Path, object Filter, string Sort)[] Questions =
    [
        ("/shop", new { }, "SUGGESTED"),
        ("/shop/meal-prep?stage=starting&sort=price", new { category = "meal-prep", glp1Stage = "starting" }, "PRICE_UP"),
        ("/shop?need=protein&need=fiber&sort=price-desc", new { needs = new[] { "protein", "fiber" } }, "PRICE_DOWN"),
        ("/shop?diet=vegetarian&without=milk&sort=name", new { diets = new[] { "vegetarian" }, without = new[] { "milk" } }, "NAME"),
        ("/shop?price=15-30&sort=protein", new { priceCents = new { from = 1501, to = 3000 } }, "PROTEIN"),
        ("/shop?q=protein", new { search = "protein" }, "SUGGESTED"),
        ("/shop?q=shake&stage=active&sort=price", new { search = "shake", glp1Stage = "active" }, "PRICE_UP"),
        ("/shop?q=nothingofthat", new { search = "nothingofthat" }, "SUGGESTED"),
    ];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_filter_shows_the_same_products_in_the_same_order_with_the_same_counts(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var visitor = shop.NewVisitor();
        using var api = ApiClient.Of(shop);
        foreach (var (path, filter, sort) in Questions)
        {
            var page = await visitor.OpenAsync(path);
            var shelf = (await api.DataAsync(Shelf, new { filter, sort })).At("productsConnection");

            Assert.Equal(page.Texts("ul.shelf h2"), shelf.Each("nodes", "name"));
            Assert.StartsWith($"{shelf.Number("totalCount")} ", page.Text("[role=status]"), StringComparison.Ordinal);
            Assert.Equal(page.Texts("nav.stages a small .num"), shelf.Each("facets.stages", "count"));
            Assert.Equal(
                page.Document.QuerySelectorAll("form.filters fieldset").Select(group => string.Join(' ', group.QuerySelectorAll(".num").Select(Page.Words))),
                PanelGroups.Select(group => string.Join(' ', shelf.Each($"facets.{group}", "count"))));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_product_is_the_same_in_the_list_by_its_id_by_its_slug_and_on_its_page(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var visitor = shop.NewVisitor();
        using var api = ApiClient.Of(shop);
        const string Fields = "{ id slug name price priceCents inventoryCount glp1Stage stages { key } cautions claim disclaimer }";

        var products = (await api.DataAsync($"{{ products {Fields} }}")).At("products").EnumerateArray().ToList();
        var known = await shop.ProductsAsync();

        Assert.Equal(known.Select(p => $"{p.Id}"), products.Select(p => p.Text("id")));
        Assert.Equal(known.Select(p => p.Stock.Available), products.Select(p => p.Number("inventoryCount")));
        Assert.Equal(known.Select(p => p.Stages.OrderBy(s => s.Position).First().Stage.ToString().ToLowerInvariant()), products.Select(p => p.Text("glp1Stage")));
        foreach (var product in products.Where((_, i) => i % 9 == 0))
        {
            var single = await api.DataAsync($"query($id: ID!, $slug: String!) {{ a: product(id: $id) {Fields} b: productBySlug(slug: $slug) {Fields} }}", new { id = product.Text("id"), slug = product.Text("slug") });
            var page = await visitor.OpenAsync("/products/" + product.Text("slug"));
            Assert.Equal(product.ToString(), single.At("a").ToString());
            Assert.Equal(product.ToString(), single.At("b").ToString());
            Assert.Equal(product.Text("name"), page.Heading);
            Assert.Equal(product.At("cautions").EnumerateArray().Select(caution => caution.GetString()), page.Texts(".note.care li"));
            Assert.Equal(product.At("claim").GetString() is null, page.Document.QuerySelector("#fda") is null);
            Assert.Contains(product.At("disclaimer").GetString() ?? "", page.Text("main"), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_plain_list_is_filtered_by_category_and_by_any_of_a_products_stages(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var known = await shop.ProductsAsync();
        Assert.Contains(known, product => product.Stages.Count > 1);

        foreach (var category in Vocabulary.Categories.Select(term => term.Key).Prepend(null))
        {
            foreach (var stage in Vocabulary.Stages.Select(term => term.Key).Prepend(null))
            {
                var listed = await api.DataAsync("query($category: String, $stage: String) { products(category: $category, glp1Stage: $stage) { id } }", new { category, stage });

                Assert.Equal(
                    known.Where(p => (category is null || p.Category.Key() == category) && (stage is null || p.Stages.Any(s => s.Stage.Key() == stage))).Select(p => $"{p.Id}"),
                    listed.Each("products", "id"));
            }
        }
    }

    [Theory]
    [InlineData("category: \"nothing\"")]
    [InlineData("glp1Stage: \"nothing\"")]
    [InlineData("category: \"\", glp1Stage: \"starting\"")]
    public async Task An_unknown_key_matches_no_product(string arguments)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        Assert.Empty((await api.DataAsync($"{{ products({arguments}) {{ id }} }}")).At("products").EnumerateArray());
    }

    [Fact]
    public async Task The_list_stands_in_the_order_of_the_ids_and_ends_at_500()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var api = ApiClient.Of(shop);
        await shop.StockAsync([.. Enumerable.Range(0, 600).Select(_ => Some.Product())]);

        var ids = await Poll.UntilAsync(
            async () => (await api.DataAsync("{ products { id } }")).Each("products", "id").Select(id => int.Parse(id!, System.Globalization.CultureInfo.InvariantCulture)).ToList(),
            ids => ids.Count > 127, "the new products to be listed");

        Assert.Equal(500, ids.Count);
        Assert.Equal(ids.Order(), ids);
    }

    [Theory]
    [InlineData("filter: { category: \"nothing\" }", "filter.unknown")]
    [InlineData("filter: { glp1Stage: \"nothing\" }", "filter.unknown")]
    [InlineData("filter: { needs: [\"protein\", \"nothing\"] }", "filter.unknown")]
    [InlineData("filter: { diets: [\"\"] }", "filter.unknown")]
    [InlineData("filter: { without: [\"Milk\"] }", "filter.unknown")]
    [InlineData("filter: { priceCents: { from: 2, to: 1 } }", "filter.price")]
    [InlineData("first: 0", "first.invalid")]
    [InlineData("first: 101", "first.invalid")]
    [InlineData("first: -2147483648", "first.invalid")]
    [InlineData("after: \"\"", "cursor.invalid")]
    [InlineData("after: \"MA\"", "cursor.invalid")]
    [InlineData("after: \"!\"", "cursor.invalid")]
    public async Task What_the_shelf_cannot_be_asked_for_is_refused_with_its_code(string arguments, string code)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        Assert.Equal([code], await api.RefusedAsync($"{{ productsConnection({arguments}) {{ totalCount }} }}"));
    }

    [Fact]
    public async Task Only_a_search_of_more_than_200_characters_is_too_long()
    {
        using var api = ApiClient.Of(await servers.AnyAsync());
        const string Search = "query($search: String) { productsConnection(filter: { search: $search }) { totalCount } }";

        await api.DataAsync(Search, new { search = new string('a', 200) });

        Assert.Equal(["filter.search"], await api.RefusedAsync(Search, new { search = new string('a', 201) }));
    }
}
