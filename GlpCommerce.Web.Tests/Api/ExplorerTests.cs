using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Api;

[Collection(BrowserTests.Name)]
public sealed class ExplorerTests(Chromium chromium)
{
    private static readonly string[] Paths = ["/graphql/explore", "/explorer/graphiql.min.js", "/explorer/explore.js", "/explorer/react.min.js"];

    [Fact]
    public Task The_explorer_asks_the_shop_and_tells_its_schema_and_nobody_else_hears_of_it() => chromium.JourneyAsync(async page =>
    {
        await page.GotoAsync("/graphql/explore");
        // Before its editor stands, the button does nothing.
        await Assertions.Expect(page.Locator(".graphiql-query-editor")).ToContainTextAsync("productsConnection");
        await page.ClickAsync(".graphiql-execute-button");
        await Assertions.Expect(page.Locator(".result-window")).ToContainTextAsync("totalCount");
        await page.ClickAsync("button[aria-label*='Documentation']");
        await Assertions.Expect(page.Locator(".graphiql-doc-explorer")).ToContainTextAsync("ProductConnection");
    });

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", true)]
    public async Task The_explorer_is_there_only_where_it_is_meant_to_be(string environment, string? setting, bool isThere)
    {
        await using var shop = await ShopServer.StartAsync(
            DatabaseProvider.Sqlite, [("environment", environment), .. setting is null ? ((string, string)[])[] : [("GraphQL:Explorer", setting)]]);
        using var visitor = shop.NewVisitor();

        foreach (var path in Paths)
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, path);
            Assert.Equal(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}
