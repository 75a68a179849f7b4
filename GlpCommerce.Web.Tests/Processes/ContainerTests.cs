using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>
/// What the image promises, without an engine to build it. The Dockerfile is read: the program is published as it says,
/// runs as an unprivileged user from a folder it cannot write to, with the environment it sets, one writable folder and
/// no other program within reach, and its health command is asked.
/// </summary>
public sealed partial class ContainerTests : IAsyncDisposable
{
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("glp-image-").FullName;
    private Process? _shop;

    private static string Dockerfile { get; } = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

    /// <summary>The runtime these tests run on.</summary>
    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    [Fact]
    public async Task The_published_program_serves_from_a_read_only_folder_as_an_unprivileged_user()
    {
        var app = Path.Combine(_folder, "app");
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        await RunAsync("dotnet", ["publish", Path.Combine(Repository.Root, "GlpCommerce.Web"), .. PublishOptions(), "-o", app, "-v", "q"]);
        await RunAsync("chmod", "-R", "a-w,a+rX", app);
        await RunAsync("chmod", "755", _folder);
        await RunAsync("chmod", "777", data);
        var port = ShopProcess.FreePort();

        _shop = Start(app, data, port);

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Poll.UntilAsync(
            () => StatusAsync(client, "/health/ready"), status => status == HttpStatusCode.OK || _shop.HasExited, "a ready shop", TimeSpan.FromSeconds(90));
        Assert.False(_shop.HasExited, await ErrorsAsync());
        await RunAsync(HealthCommand(port)[0], [.. HealthCommand(port).Skip(1)]);
        await BuyAsync(client.BaseAddress);
        var outbox = Path.Combine(data, "outbox");
        await Poll.UntilAsync(
            () => Task.FromResult(Directory.Exists(outbox) ? Directory.GetFiles(outbox, "*.eml").Length : 0), mails => mails == 1, "the confirmation");
    }

    [Fact]
    public void The_image_runs_without_root_and_checks_its_health()
    {
        Assert.Matches(UserLine(), Dockerfile);
        Assert.Contains("HEALTHCHECK", Dockerfile, StringComparison.Ordinal);
        Assert.All(FromLines().Matches(Dockerfile), from => Assert.Matches(@":\d+\.\d+\.\d+", from.Value));
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

    /// <summary>A shopper buys the first thing on the shelf and is told by e-mail.</summary>
    private static async Task BuyAsync(Uri address)
    {
        using var visitor = new Visitor(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, address);
        var link = (await visitor.OpenAsync("/shop")).Document.QuerySelector(".item:not(.out) h2 a")!.GetAttribute("href")!;
        var order = await visitor.BuyAsync(new Product { Slug = link.Split('/')[^1], Sku = "", Name = "", Summary = "", Description = "" });
        await Poll.UntilAsync(
            async () => (await visitor.OpenAsync($"/orders/{order.PublicId}")).Document.QuerySelector("main")?.GetAttribute("data-order-status"),
            status => status == "confirmed", "the order to be confirmed");
    }

    private static Process Start(string app, string data, int port)
    {
        List<string> command = [Dotnet, Path.Combine(app, "GlpCommerce.Web.dll")];
        if (Environment.UserName == "root")
        {
            command.InsertRange(0, ["/usr/bin/setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs"]);
        }

        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = app, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/nothing";
        foreach (Match setting in Settings().Matches(Dockerfile))
        {
            start.Environment[setting.Groups[1].Value] = setting.Groups[2].Value;
        }

        Assert.Equal("Production", start.Environment["ASPNETCORE_ENVIRONMENT"]);
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Shop__DataPath"] = data;
        start.Environment["Payments__AllowSandbox"] = "true";
        (start.Environment["Staff__Email"], start.Environment["Staff__Password"]) = (Some.AdminEmail, Some.Password);
        var shop = Process.Start(start)!;
        shop.BeginOutputReadLine();
        return shop;
    }

    private static string[] PublishOptions() => [.. Publish().Match(Dockerfile).Groups[1].Value.Split(' ').Where(word => word != "--no-restore")];

    private static string[] HealthCommand(int port) =>
        [.. Quoted().Matches(Health().Match(Dockerfile).Groups[1].Value).Select(word => word.Groups[1].Value.Replace("8080", $"{port}", StringComparison.Ordinal))];

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

    private async Task<string> ErrorsAsync() => _shop is { HasExited: true } ? await _shop.StandardError.ReadToEndAsync() : "it is still running";

    [GeneratedRegex(@"^USER (?!0|root)\d+:\d+$", RegexOptions.Multiline)]
    private static partial Regex UserLine();

    [GeneratedRegex(@"^RUN dotnet publish GlpCommerce.Web (.*?) -o ", RegexOptions.Multiline)]
    private static partial Regex Publish();

    [GeneratedRegex(@"([A-Za-z_]+)=([^\s\\]+)(?=\s*\\?$)", RegexOptions.Multiline)]
    private static partial Regex Settings();

    [GeneratedRegex(@"^HEALTHCHECK .*CMD \[(.*)\]$", RegexOptions.Multiline)]
    private static partial Regex Health();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^FROM .*$", RegexOptions.Multiline)]
    private static partial Regex FromLines();
}
