using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Catalog;

public sealed class RecommendationTests
{
    private const string Ask = """
        query($stage: String, $needs: [String!], $cart: String, $first: Int) {
          recommendations(glp1Stage: $stage, needs: $needs, cartSessionId: $cart, first: $first) {
            cause reason product { id name inventoryCount stages { key } needs { key } } } }
        """;

    private static readonly string[] Wanted = ["protein", "fiber"];
    private static readonly string[] Unknown = ["nothing"];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task They_suit_the_stage_and_a_need_and_say_why(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);

        var all = (await api.DataAsync(Ask, new { stage = "starting", needs = Wanted, first = 24 })).At("recommendations").EnumerateArray().ToList();

        Assert.InRange(all.Count, 8, 24);
        Assert.All(all, one =>
        {
            Assert.Contains("starting", one.Each("product.stages", "key"));
            var met = Wanted.Where(need => one.Each("product.needs", "key").Contains(need)).ToList();
            Assert.NotEmpty(met);
            Assert.Equal(string.Join(", ", met.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need)).Prepend("Starting")), one.Text("cause"));
            Assert.NotEqual("", one.Text("reason"));
            Assert.True(one.Number("product.inventoryCount") > 0);
        });
        Assert.Equal(all.Count, all.Select(one => one.Text("product.id")).Distinct().Count());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_in_the_cart_or_sold_out_is_left_out(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var (cart, needs) = (Secrets.New(), new[] { "sleep" });
        var ids = (await api.DataAsync(Ask, new { needs, first = 24 })).Each("recommendations", "product.id");
        await api.DataAsync($$"""mutation { addToCart(input: { sessionId: "{{cart}}", productId: "{{ids[0]}}" }) { errors { code } } }""");
        var soldOut = (await shop.ProductsAsync()).Single(p => $"{p.Id}" == ids[1]);
        await shop.ChangeAsync(soldOut, p => p.Stock.OnHand = 0);

        var left = (await api.DataAsync(Ask, new { needs, cart, first = 24 })).Each("recommendations", "product.id");

        Assert.Equal(ids.Skip(2), left.Where(ids.Contains));
        Assert.Null((await api.DataAsync(Ask)).At("recommendations.0.cause").GetString());
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var api = ApiClient.Of(shop);

        Assert.Equal(["filter.unknown"], await api.RefusedAsync(Ask, new { needs = Unknown }));
        Assert.Equal(["first.invalid"], await api.RefusedAsync(Ask, new { first = 25 }));
        Assert.Equal(["first.invalid"], await api.RefusedAsync(Ask, new { first = 0 }));
        Assert.Equal(["filter.unknown"], await api.RefusedAsync(Ask, new { stage = "nothing" }));
        Assert.Equal(4, (await api.DataAsync(Ask)).At("recommendations").GetArrayLength());
    }
}
