using System.Net;
using System.Net.Sockets;
using GlpCommerce.Core.Media;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Media;

public sealed class S3ContractTests(S3Server server) : MediaStoreContract, IDisposable
{
    private readonly List<S3MediaStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    [Theory]
    [InlineData("bucket", "NoSuchBucket")]
    [InlineData("key", "InvalidAccessKeyId")]
    public async Task A_bucket_that_says_no_is_trouble_and_no_missing_file(string wrong, string told)
    {
        var options = await server.OptionsAsync();
        options.Bucket = wrong == "bucket" ? "nobodys-bucket" : options.Bucket;
        options.AccessKey = wrong == "key" ? "NOBODY" : options.AccessKey;
        options.SecretKey = "another-secret";
        var store = Open(options, TimeProvider.System);

        var error = await Assert.ThrowsAsync<MediaTroubleException>(() => store.OpenAsync("a/b"));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_is_trouble_and_is_left_alone_for_a_moment()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var options = await server.OptionsAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        options.ServiceUrl = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        silent.Stop();
        var store = Open(options, clock);

        await Assert.ThrowsAsync<MediaTroubleException>(() => store.OpenAsync("a/b"));
        var again = await Assert.ThrowsAsync<MediaTroubleException>(() => store.OpenAsync("a/b"));
        Assert.Contains("a moment ago", again.Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(6));
        var later = await Assert.ThrowsAsync<MediaTroubleException>(() => store.OpenAsync("a/b"));

        Assert.Contains("does not answer", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_is_asked_for_keys()
    {
        using var cloud = new TcpListener(IPAddress.Loopback, 0);
        cloud.Start();
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", $"http://127.0.0.1:{((IPEndPoint)cloud.LocalEndpoint).Port}");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "NOBODY");
        try
        {
            Assert.Null(await Open(await server.OptionsAsync(), TimeProvider.System).OpenAsync("a/b"));

            Assert.False(cloud.Pending());
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", null);
            Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", null);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_has_met_no_trouble()
    {
        var store = Open(await server.OptionsAsync(), TimeProvider.System);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.OpenAsync("a/b", gone.Token));

        Assert.Null(await store.OpenAsync("a/b", TestContext.Current.CancellationToken));
    }

    protected override async Task<IMediaStore> OpenAsync() => Open(await server.OptionsAsync(), TimeProvider.System);

    private S3MediaStore Open(S3Options options, TimeProvider clock)
    {
        var store = new S3MediaStore(options, clock, NullLogger<S3MediaStore>.Instance);
        _stores.Add(store);
        return store;
    }
}
