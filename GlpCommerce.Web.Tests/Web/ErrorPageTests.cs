using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Data.Sqlite;

namespace GlpCommerce.Web.Tests.Web;

public sealed class ErrorPageTests(ShopServers servers)
{
    [Theory]
    [InlineData("/products/no-such-product")]
    [InlineData("/learn/no-such-guide")]
    [InlineData("/learn/sup-001-whey-isolate")]
    [InlineData("/shop/no-such-shelf")]
    [InlineData("/pages/no-such-page")]
    [InlineData("/pages/..%2Fprivacy")]
    [InlineData("/pages/PRIVACY.md")]
    [InlineData("/orders/no-such-order")]
    [InlineData("/no-such-address")]
    [InlineData("/appsettings.json")]
    [InlineData("/error")]
    [InlineData("/not-found")]
    public async Task What_is_not_there_is_a_page_of_the_shop_with_404(string path)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var page = await visitor.OpenAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Single(page.Texts("h1"));
        Assert.NotNull(page.Document.QuerySelector("a[href='/shop']"));
        Assert.Contains("noindex", page.Document.QuerySelector("meta[name=robots]")?.GetAttribute("content") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_product_is_not_there()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var page = await visitor.ProductAsync(await shop.StockAsync(Some.Product(published: false)));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task An_error_of_ours_is_a_page_of_the_shop_with_500_and_no_details(string environment)
    {
        await using var shop = await BrokenAsync(environment);
        using var visitor = shop.NewVisitor();

        var page = await visitor.OpenAsync("/learn");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("Something broke on our side", page.Heading);
        Assert.DoesNotMatch("Exception|Sqlite|Articles| at GlpCommerce|\\.cs\\b", page.Html);
        Assert.Contains("default-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_meets_an_error_of_ours_is_answered_by_the_same_page()
    {
        await using var shop = await BrokenAsync("Production", "Carts");
        using var visitor = shop.NewVisitor();
        var product = await visitor.ProductAsync(await shop.InStockAsync());

        var cart = await product.AddToCartAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, cart.Status);
        Assert.Equal("Something broke on our side", cart.Page.Heading);
    }

    /// <summary>A shop whose database lost a table while it ran.</summary>
    private static async Task<ShopServer> BrokenAsync(string environment, string table = "Articles")
    {
        var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("environment", environment));
        await using var connection = new SqliteConnection($"Data Source={shop.DatabaseName}");
        await connection.OpenAsync();
        await using var command = new SqliteCommand($"ALTER TABLE \"{table}\" RENAME TO \"Lost\"", connection);
        await command.ExecuteNonQueryAsync();
        return shop;
    }
}
