using System.Net;
using System.Net.WebSockets;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class CircuitGateTests
{
    [Theory]
    [InlineData("PerAddress", HttpStatusCode.TooManyRequests)]
    [InlineData("Total", HttpStatusCode.ServiceUnavailable)]
    public async Task There_are_only_so_many_circuits_and_each_place_is_given_back(string limit, HttpStatusCode refusal)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ($"RateLimits:Circuits:{limit}", "3"));
        using var first = (await OpenAsync(shop)).Socket!;
        using var second = (await OpenAsync(shop)).Socket!;
        using var third = (await OpenAsync(shop)).Socket!;

        var fourth = await OpenAsync(shop);
        first.Abort();

        Assert.Equal(refusal, fourth.Refusal);
        using var again = await Poll.UntilAsync(async () => (await OpenAsync(shop)).Socket, socket => socket is not null, "a place to be free again");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://localhost:81")]
    [InlineData("null")]
    public async Task A_page_of_another_site_opens_no_circuit(string origin)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);

        Assert.Equal(HttpStatusCode.Forbidden, (await OpenAsync(shop, origin)).Refusal);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("https://shop.example")]
    public async Task A_page_of_the_shop_opens_one_also_where_a_proxy_changes_the_host(string origin)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("Shop:PublicUrl", "https://shop.example"));

        using var socket = (await OpenAsync(shop, origin)).Socket;

        Assert.Equal(WebSocketState.Open, socket?.State);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_circuit_cannot_be_held_by_asking_again_and_again(string method)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var client = shop.CreateClient();
        using var negotiated = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        using var body = System.Text.Json.JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync());

        using var request = new HttpRequestMessage(new HttpMethod(method), $"/_blazor?id={body.RootElement.GetProperty("connectionToken").GetString()}");
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<(WebSocket? Socket, HttpStatusCode? Refusal)> OpenAsync(ShopServer shop, string? origin = null)
    {
        var client = shop.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Origin = origin;
        try
        {
            return (await client.ConnectAsync(new Uri("ws://localhost/_blazor"), TestContext.Current.CancellationToken), null);
        }
        catch (InvalidOperationException refused)
        {
            return (null, (HttpStatusCode)int.Parse(refused.Message[^3..], System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
