using System.Net;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>Products as files, over HTTP.</summary>
public sealed class ProductFileTests(ShopServers servers)
{
    public static TheoryData<string, string> Files => new() { { "export.csv", "name,sku," }, { "export-shopify.csv", "Handle,Title," } };

    [Theory, MemberData(nameof(Files))]
    public async Task Staff_get_what_the_list_shows_kept_by_nobody_on_the_way(string file, string columns)
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        await shop.SignInAsync(staff, await shop.AccountAsync(Roles.Staff));
        var product = await shop.StockAsync(Some.Product($"Zebra grass {columns[..4]}"));

        using var answer = await staff.SendAsync(HttpMethod.Get, $"/admin/products/{file}?q=zebra%20grass%20{columns[..4]}");

        Assert.Equal((HttpStatusCode.OK, "text/csv; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal(("no-store", "attachment"), (answer.Headers.CacheControl?.ToString(), answer.Content.Headers.ContentDisposition?.DispositionType));
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(columns, lines[0], StringComparison.Ordinal);
        Assert.Contains(product.Sku, Assert.Single(lines.Skip(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/products/export.csv")]
    [InlineData("/admin/products/export-shopify.csv")]
    [InlineData("/admin/products/batches/1/wrong-rows.csv")]
    public async Task To_everybody_else_they_are_not_there(string address)
    {
        var shop = await servers.AnyAsync();
        using var member = shop.NewVisitor();
        using var guest = shop.NewVisitor();
        await shop.SignInAsync(member, await shop.AccountAsync());

        using var asMember = await member.SendAsync(HttpMethod.Get, address);
        using var asGuest = await guest.SendAsync(HttpMethod.Get, address);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (asMember.StatusCode, asGuest.StatusCode));
    }
}
