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

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, third], await ThreeAsync(client, "203.0.113.#"));
    }

    /// <summary>The server in the test's process hears the last proxy as nobody, and believes it.</summary>
    [Theory]
    [InlineData("203.0.113.#, 10.0.0.2", HttpStatusCode.OK)]
    [InlineData("203.0.113.#, 10.0.0.3, 10.0.0.2", HttpStatusCode.OK)]
    // A proxy that is not known is the last address that counts.
    [InlineData("203.0.113.#, 192.0.2.2", HttpStatusCode.TooManyRequests)]
    // What a client writes itself stands left of what the proxies heard.
    [InlineData("198.51.100.#, 203.0.113.1, 10.0.0.2", HttpStatusCode.TooManyRequests)]
    [InlineData("10.0.0.#, 203.0.113.1, 10.0.0.2", HttpStatusCode.TooManyRequests)]
    [InlineData("nonsense #, 203.0.113.1, 10.0.0.2", HttpStatusCode.TooManyRequests)]
    public async Task Behind_several_proxies_the_first_address_that_is_none_of_theirs_counts(string forwarded, HttpStatusCode third)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:GraphQL", "2"), ("Proxy:Known", "10.0.0.0/8"));
        using var client = ApiClient.Of(shop);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, third], await ThreeAsync(client, forwarded));
    }

    /// <param name="forwarded">What is forwarded; # is the number of the request.</param>
    private static async Task<List<HttpStatusCode>> ThreeAsync(ApiClient client, string forwarded)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 1; i <= 3; i++)
        {
            statuses.Add((await client.AskAsync("{ __typename }", null, ("X-Forwarded-For", forwarded.Replace("#", $"{i}", StringComparison.Ordinal)))).Status);
        }

        return statuses;
    }
}
