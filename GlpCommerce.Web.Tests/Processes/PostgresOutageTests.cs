using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The database server is killed while the real program takes orders from it, and started again.</summary>
[Collection(ProcessTests.Name)]
public sealed class PostgresOutageTests
{
    private const int Kills = 3;

    [Fact]
    public async Task A_database_that_dies_again_and_again_costs_no_order_and_the_shop_goes_on_by_itself()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Postgres, ("Database:ConnectionString", server.ConnectionString));
        await shop.StartAsync();
        await using var shoppers = Shoppers.Send(shop, await shop.StockAsync());

        for (var kill = 0; kill < Kills; kill++)
        {
            await shoppers.BuyAsync();
            await server.KillAsync();
            await AssertExcusesItselfAsync(shop);
            await server.StartAsync();
        }

        await shoppers.BuyAsync();
        await shoppers.FinishAsync();
        await shop.SettledAsync();
        await shop.CountAsync(shoppers.Told);
        Assert.NotEmpty(shoppers.Excuses);
        Assert.All(shoppers.Excuses, Excuse.IsOne);
        shop.AssertRunning();
    }

    /// <summary>It lives, is not ready, and says so in words on every page that needs the database.</summary>
    private static async Task AssertExcusesItselfAsync(ShopProcess shop)
    {
        using var visitor = shop.NewVisitor();
        using var live = await visitor.SendAsync(HttpMethod.Get, "/health/live");
        using var ready = await visitor.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live.StatusCode, ready.StatusCode));
        foreach (var path in new[] { "/learn", "/orders/abc", "/products/" + Guid.NewGuid() })
        {
            Excuse.IsOne(await visitor.OpenAsync(path));
        }

        await AssertApiExcusesItselfAsync(shop);
    }

    /// <summary>The API says so too, in a form for programs.</summary>
    private static async Task AssertApiExcusesItselfAsync(ShopProcess shop)
    {
        using var client = ApiClient.Of(shop);
        var answer = await client.AskAsync("query($s: String!) { validateCart(sessionId: $s) { canBeOrdered } }", new { s = "0123456789abcdef0123" });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE", "10"), (answer.Status, answer.Code, answer.RetryAfter));
        Assert.DoesNotMatch("Exception|Npgsql|127\\.0\\.0\\.1|\\.cs\\b", answer.Text);
    }
}
