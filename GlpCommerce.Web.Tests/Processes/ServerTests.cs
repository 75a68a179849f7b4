using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

[CollectionDefinition(Name)]
public sealed class ProcessTests : ICollectionFixture<RunningShop>
{
    public const string Name = "processes";
}

/// <summary>One running program for the tests that only talk to it.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    public ShopProcess Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite)).StartAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

/// <summary>What only the real web server can answer for.</summary>
[Collection(ProcessTests.Name)]
public sealed class ServerTests(RunningShop running)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_program_says_that_it_is_well(string path)
    {
        using var visitor = running.Shop.NewVisitor();

        using var answer = await visitor.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_two_megabytes_is_refused()
    {
        using var visitor = running.Shop.NewVisitor();
        var form = (await visitor.OpenAsync("/shop")).Form("/cart/add");
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");

        var answer = await visitor.PostAsync("/cart/add", ("__RequestVerificationToken", token), ("_handler", "add"), ("productId", new string('1', 2_000_000)));

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.NotEqual("", answer.Heading);
    }

    [Theory]
    [InlineData("GET /products/%00 HTTP/1.1")]
    [InlineData("GET /%c0%af HTTP/1.1")]
    [InlineData("GET /../../etc/passwd HTTP/1.1")]
    [InlineData("GET http://evil.example/ HTTP/1.1")]
    [InlineData("GARBAGE")]
    [InlineData("GET / HTTP/9.9")]
    public async Task A_broken_request_is_refused_below_500(string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, running.Shop.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        // 505 says that the version of HTTP is not spoken here.
        Assert.True(status is < 500 or 505, $"{status}");
    }

    [Fact]
    public async Task The_live_connection_is_not_compressed_although_the_browser_offers_it()
    {
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;

        await socket.ConnectAsync(new UriBuilder(running.Shop.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SwitchingProtocols, socket.HttpStatusCode);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pages_and_files_travel_compressed()
    {
        using var visitor = running.Shop.NewVisitor();
        var home = await visitor.OpenAsync("/");
        string[] files = ["/", .. home.Document.QuerySelectorAll("link[rel=stylesheet]").Select(l => "/" + l.GetAttribute("href")!.TrimStart('/'))];

        foreach (var file in files)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            using var answer = await visitor.SendAsync(request);
            Assert.NotEmpty(answer.Content.Headers.ContentEncoding);
        }
    }
}
