using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

public sealed class ForwardedAddressTests
{
    [Theory]
    [InlineData(null, HttpStatusCode.TooManyRequests)]
    [InlineData("10.0.0.0/8", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    public async Task A_forwarded_address_counts_only_from_a_proxy_that_is_known(string? known, HttpStatusCode third)
    {
        (string, string)[] settings = [("RateLimits:GraphQL", "2"), .. known is null ? ((string, string)[])[] : [("Proxy:Known", known)]];
        await using var shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite, settings)).StartAsync();
        using var client = ApiClient.Of(shop);
        var statuses = new List<HttpStatusCode>();

        for (var i = 1; i <= 3; i++)
        {
            statuses.Add((await client.AskAsync("{ __typename }", null, ("X-Forwarded-For", $"203.0.113.{i}"))).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, third], statuses);
    }
}
