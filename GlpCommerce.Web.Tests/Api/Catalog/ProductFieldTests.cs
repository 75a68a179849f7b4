using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Api.Catalog;

public sealed class ProductFieldTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_says_what_its_product_says(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var api = ApiClient.Of(shop);
        var product = (await shop.ProductsAsync()).Single(p => p.Sku == "SUP-001");
        var article = await ArticleAsync(shop, product.ArticleSlug!);

        var told = (await api.DataAsync("""
            query($id: ID!) { product(id: $id) { sku slug name summary description descriptionHtml price priceCents currency category kind weightGrams
              stages { key label } needs { key label } diets { key } allergens cautions claim disclaimer createdAt updatedAt educationalContent url
              label { serving servings kcal proteinGrams fiberGrams addedSugarGrams sodiumMilligrams potassiumMilligrams magnesiumMilligrams other }
              article { slug title body bodyHtml updatedAt url sources { title url } } related { sku } images { url alt contentType } } }
            """, new { id = product.Id })).At("product");

        Assert.Equal((product.Slug, product.Name, product.Summary, product.Description), (told.Text("slug"), told.Text("name"), told.Text("summary"), told.Text("description")));
        Assert.Equal(((double)product.Price.Amount, (int)product.Price.Cents, "USD"), (told.At("price").GetDouble(), told.Number("priceCents"), told.Text("currency")));
        Assert.Equal(("supplements", "supplement", product.WeightGrams), (told.Text("category"), told.Text("kind"), told.Number("weightGrams")));
        Assert.Equal(product.Needs.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need)), told.Each("needs", "label"));
        Assert.Equal(product.Diets, told.Each("diets", "key"));
        Assert.Equal(product.Allergens, told.At("allergens").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(product.Cautions, told.At("cautions").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(product.Related, told.Each("related", "sku"));
        Assert.Equal(Facts(JsonSerializer.SerializeToElement(product.Label, JsonSerializerOptions.Web)), Facts(told.At("label")));
        Assert.Equal((25.0, 115.0), (told.At("label.proteinGrams").GetDouble(), told.At("label.kcal").GetDouble()));
        Assert.Equal($"<p>{product.Description}</p>", told.Text("descriptionHtml")!.Trim());
        Assert.Equal((product.Claim, "This statement has not been evaluated"), (told.Text("claim"), told.Text("disclaimer")![..37]));
        Assert.Equal(product.CreatedAt, DateTime.Parse(told.Text("createdAt")!, null, System.Globalization.DateTimeStyles.RoundtripKind), TimeSpan.FromMilliseconds(1));
        Assert.EndsWith("Z", told.Text("updatedAt"), StringComparison.Ordinal);
        Assert.Equal(($"http://localhost/products/{product.Slug}", article.Title, article.Body), (told.Text("url"), told.Text("article.title"), told.Text("article.body")));
        Assert.Equal(article.Sources, told.Each("article.sources", "title"));
        Assert.StartsWith($"# {article.Title}", told.Text("educationalContent"), StringComparison.Ordinal);
        Assert.Contains("## Sources", told.Text("educationalContent"), StringComparison.Ordinal);
        Assert.All([product.Pack.Line1, product.Pack.Line2, $"{product.Pack.Number}", product.Pack.What], part => Assert.Contains(part.Trim(), told.Text("images.0.alt"), StringComparison.Ordinal));
        Assert.Equal(($"http://localhost/products/{product.Slug}/pack.svg", "image/svg+xml"), (told.Text("images.0.url"), told.Text("images.0.contentType")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483648")]
    [InlineData("1 ")]
    public async Task An_id_that_belongs_to_no_product_is_null(string id)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        var found = await api.DataAsync("query($id: ID!, $slug: String!) { product(id: $id) { id } productBySlug(slug: $slug) { id } }", new { id, slug = id });

        Assert.Equal(("null", "null"), (found.At("product").GetRawText(), found.At("productBySlug").GetRawText()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_product_that_is_no_longer_sold_is_null_and_no_longer_related(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var products = await shop.ProductsAsync();
        var first = products.Single(p => p.Sku == "SUP-001");
        var related = products.Single(p => p.Sku == first.Related[0]);
        await shop.ChangeAsync(related, p => p.IsPublished = false);

        var skus = await Poll.UntilAsync(
            async () => (await api.DataAsync("query($id: ID!) { product(id: $id) { related { sku } } }", new { id = first.Id })).Each("product.related", "sku"),
            skus => skus.Count == first.Related.Count - 1, "the product to be gone");
        var gone = await api.DataAsync("query($id: ID!, $slug: String!) { a: product(id: $id) { id } b: productBySlug(slug: $slug) { id } }", new { id = related.Id, slug = related.Slug });

        Assert.Equal(first.Related.Skip(1), skus);
        Assert.Equal(("null", "null"), (gone.At("a").GetRawText(), gone.At("b").GetRawText()));
    }

    [Fact]
    public async Task Every_product_has_a_picture_that_stands_alone_and_can_be_kept()
    {
        var shop = await servers.AnyAsync();
        using var client = shop.CreateClient();
        foreach (var product in await shop.ProductsAsync())
        {
            using var answer = await client.GetAsync($"/products/{product.Slug}/pack.svg");
            var text = await answer.Content.ReadAsStringAsync();
            var picture = XDocument.Parse(text);

            Assert.Equal(("image/svg+xml", "public, max-age=3600"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
            Assert.Equal("svg", picture.Root!.Name.LocalName);
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
            Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
            Assert.Contains(product.Pack.Line1.Trim(), picture.Root.Value, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/products/no-such-product/pack.svg")).StatusCode);
    }

    [Fact]
    public async Task Guides_come_newest_first_and_say_what_their_page_says()
    {
        var shop = await servers.AnyAsync();
        using var api = ApiClient.Of(shop);
        using var visitor = shop.NewVisitor();

        var guides = (await api.DataAsync("{ guides { slug title summary body bodyHtml updatedAt url sources { title url } } }")).At("guides").EnumerateArray().ToList();
        var one = (await api.DataAsync("{ guide(slug: \"guide-02-protein\") { title } none: guide(slug: \"nothing\") { title } product: guide(slug: \"sup-001-whey-isolate\") { title } }"));
        var page = await visitor.OpenAsync("/learn/guide-02-protein");

        Assert.Equal(12, guides.Count);
        Assert.Equal(guides.Select(g => g.Text("updatedAt")).OrderDescending(), guides.Select(g => g.Text("updatedAt")));
        Assert.Equal(page.Heading, one.Text("guide.title"));
        Assert.Equal(("null", "null"), (one.At("none").GetRawText(), one.At("product").GetRawText()));
        Assert.Contains(guides.SelectMany(g => g.Each("sources", "url")), url => url == "https://doi.org/10.1016/j.ajcnut.2025.04.023");
        Assert.All(guides, guide => Assert.StartsWith("http://localhost/learn/", guide.Text("url"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_vocabulary_is_that_of_the_filters()
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        var words = (await api.DataAsync("{ vocabulary { categories { key label } stages { key } needs { key } diets { key } without { key } prices { key label } } }")).At("vocabulary");

        Assert.Equal(Vocabulary.Categories.Select(t => t.Label), words.Each("categories", "label"));
        Assert.Equal(Vocabulary.Needs.Select(t => t.Key), words.Each("needs", "key"));
        Assert.Equal(PriceRange.Bands.Select(b => b.Term.Label), words.Each("prices", "label"));
    }

    /// <summary>The facts of a label by their names; 25 and 25.0 are one.</summary>
    private static Dictionary<string, object> Facts(JsonElement label) =>
        label.EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ValueKind == JsonValueKind.Number ? fact.Value.GetDouble() : (object)fact.Value.ToString());

    private static async Task<Article> ArticleAsync(ShopServer shop, string slug)
    {
        await using var db = shop.Db();
        return await db.Set<Article>().AsNoTracking().SingleAsync(a => a.Slug == slug);
    }
}
