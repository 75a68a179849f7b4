using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

/// <summary>One stranger must not be able to empty the shelves without paying.</summary>
public sealed class UnpaidStockTests
{
    private const string AddAndOrder = """
        mutation($s: String!, $p: ID!, $e: String!) {
          addToCart(input: { sessionId: $s, productId: $p, quantity: 99 }) { errors { code } }
          createOrder(input: { sessionId: $s, userEmail: $e }) { order { id } errors { code } }
        }
        """;

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_address_with_ever_new_sessions_holds_two_big_carts_and_all_others_can_still_buy_everything(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("Shop:UnpaidUnitsPerAddress", "200"), ("Proxy:Known", "127.0.0.0/8"));
        var products = Enumerable.Range(0, 4).Select(_ => Some.Product(stock: 220)).ToList();
        await shop.StockAsync(products);
        using var client = ApiClient.Of(shop);
        var codes = new List<string?>();
        foreach (var product in products.Concat(products))
        {
            codes.Add(await OrderAsync(client, product, "203.0.113.7"));
        }

        var others = new List<string?>();
        foreach (var (product, number) in products.Select((product, number) => (product, number)))
        {
            others.Add(await OrderAsync(client, product, $"198.51.100.{number}"));
        }

        Assert.Equal([null, null, .. Enumerable.Repeat("rate.limited", 6)], codes);
        Assert.Equal([null, null, null, null], others);
    }

    [Fact]
    public async Task What_was_put_aside_over_the_api_counts_on_the_page()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("Shop:UnpaidUnitsPerAddress", "99"));
        using var client = ApiClient.Of(shop);
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product(stock: 220));
        await OrderAsync(client, product, address: null);

        var answer = await (await visitor.BeginCheckoutAsync(product)).FillIn().PressAsync();

        Assert.Contains("More is put aside from your network", answer.Text("main"), StringComparison.Ordinal);
        Assert.Single(await shop.OrdersOfAsync(product));
    }

    private static async Task<string?> OrderAsync(ApiClient client, Product product, string? address)
    {
        (string, string)[] headers = address is null ? [] : [("X-Forwarded-For", address)];
        var answer = await client.AskAsync(AddAndOrder, new { s = Secrets.New(), p = product.Id, e = "dana@example.com" }, headers);
        return answer.Data.GetProperty("createOrder").GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()).SingleOrDefault();
    }
}
