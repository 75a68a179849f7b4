using System.Diagnostics;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Media;

[assembly: AssemblyFixture(typeof(GlpCommerce.Web.Tests.Support.S3Server))]

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A real S3-compatible server (s3rver) with one bucket, for all tests that ask for it.</summary>
public sealed partial class S3Server : IAsyncDisposable
{
    private const string Bucket = "shop-media";

    private static readonly string Tools = Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Media", "s3");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"s3-{Guid.NewGuid():N}");
    private readonly Lazy<Task<Uri>> _address;
    private Process? _process;

    public S3Server() => _address = new(StartAsync);

    public async Task<S3Options> OptionsAsync() => new()
    {
        ServiceUrl = (await _address.Value).ToString(), Bucket = Bucket, AccessKey = "S3RVER", SecretKey = "S3RVER", Region = "us-east-1",
    };

    /// <summary>What a shop is configured with to keep its files here.</summary>
    public async Task<(string Key, string Value)[]> SettingsAsync()
    {
        var options = await OptionsAsync();
        return
        [
            ("Media:Provider", "S3"), ("Media:S3:ServiceUrl", options.ServiceUrl), ("Media:S3:Bucket", options.Bucket),
            ("Media:S3:AccessKey", options.AccessKey), ("Media:S3:SecretKey", options.SecretKey), ("Media:S3:Region", options.Region),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<Uri> StartAsync()
    {
        Assert.True(Directory.Exists(Path.Combine(Tools, "node_modules", "s3rver")), $"`npm ci` has not been run in {Tools}; ./test does it.");
        Directory.CreateDirectory(_folder);
        var start = new ProcessStartInfo("node", ["node_modules/s3rver/bin/s3rver.js", "--directory", _folder, "--address", "127.0.0.1", "--port", "0", "--no-vhost-buckets", "--configure-bucket", Bucket])
        {
            WorkingDirectory = Tools, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                // What else it says is read and forgotten: a full pipe would hold it up.
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri($"http://127.0.0.1:{found.Groups[1].Value}");
            }
        }

        throw new InvalidOperationException("s3rver has ended before it listened.");
    }

    [GeneratedRegex(@"listening on .*:(\d+)")]
    private static partial Regex Listening();
}
