using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>
/// What the image promises, without an engine to build it: the published program runs as an unprivileged user, from a
/// folder it cannot write to, with the environment the Dockerfile sets and one writable folder.
/// </summary>
public sealed partial class ContainerTests : IAsyncDisposable
{
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("glp-image-").FullName;
    private Process? _shop;

    [Fact]
    public async Task The_published_program_serves_from_a_read_only_folder_as_an_unprivileged_user()
    {
        var app = Path.Combine(_folder, "app");
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        await RunAsync("dotnet", "publish", Path.Combine(Repository.Root, "GlpCommerce.Web"), "-c", "Release", "-o", app, "-v", "q");
        await RunAsync("chmod", "-R", "a-w,a+rX", app);
        await RunAsync("chmod", "755", _folder);
        await RunAsync("chmod", "777", data);
        var port = FreePort();

        _shop = Start(app, data, port);

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Poll.UntilAsync(
            () => StatusAsync(client, "/health/ready"), status => status == HttpStatusCode.OK || _shop.HasExited, "a ready shop", TimeSpan.FromSeconds(60));
        Assert.False(_shop.HasExited, await ErrorsAsync());
        Assert.Contains("no money moves", await client.GetStringAsync("/shop", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(data, "shop.db")));
    }

    [Fact]
    public void The_image_runs_without_root_and_checks_its_health()
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

        Assert.Matches(UserLine(), file);
        Assert.Contains("HEALTHCHECK", file, StringComparison.Ordinal);
        Assert.All(FromLines().Matches(file), from => Assert.Matches(@":\d+\.\d+\.\d+", from.Value));
    }

    public async ValueTask DisposeAsync()
    {
        if (_shop is { HasExited: false })
        {
            _shop.Kill(entireProcessTree: true);
            await _shop.WaitForExitAsync();
        }

        _shop?.Dispose();
        await RunAsync("rm", "-rf", _folder);
    }

    private static Process Start(string app, string data, int port)
    {
        var start = new ProcessStartInfo { WorkingDirectory = app, RedirectStandardError = true, RedirectStandardOutput = true };
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        List<string> command = [dotnet, Path.Combine(app, "GlpCommerce.Web.dll")];
        if (Environment.UserName == "root")
        {
            command.InsertRange(0, ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs"]);
        }

        start.FileName = command[0];
        command.Skip(1).ToList().ForEach(start.ArgumentList.Add);
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Shop__DataPath"] = data;
        start.Environment["Payments__AllowSandbox"] = "true";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed: {await output}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> ErrorsAsync() => _shop is { HasExited: true } ? await _shop.StandardError.ReadToEndAsync() : "it is still running";

    [GeneratedRegex(@"^USER (?!0|root)\d+:\d+$", RegexOptions.Multiline)]
    private static partial Regex UserLine();

    [GeneratedRegex("^FROM .*$", RegexOptions.Multiline)]
    private static partial Regex FromLines();
}
