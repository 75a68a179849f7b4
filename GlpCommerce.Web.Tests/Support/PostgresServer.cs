using System.Diagnostics;
using System.Globalization;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A PostgreSQL server of one test's own, which can be killed and started again as often as it likes.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("glp-postgres-").FullName;
    private readonly int _port = ShopProcess.FreePort();

    private PostgresServer()
    {
    }

    /// <summary>Leads to a database without tables.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=shop;Database=postgres;Maximum Pool Size=40";

    /// <summary>Where Debian, or the path, has the server's programs.</summary>
    private static string Programs { get; } = Path.GetDirectoryName(
        Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin", "postgres"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(path => Path.Combine(path, "postgres")))
            .Last(File.Exists))!;

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PostgresServer> CreateAsync()
    {
        var server = new PostgresServer();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", server._folder);
        }

        await AsPostgresAsync("initdb", "-D", server.Data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync");
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, and tries again while what is left of a killed one still goes.</summary>
    public Task StartAsync() => Poll.UntilAsync(TryStartAsync, started => started, "PostgreSQL to start", TimeSpan.FromSeconds(90));

    /// <summary>As <c>kill -9</c> of its main process: no goodbye, no checkpoint, every connection broken.</summary>
    public async Task KillAsync()
    {
        var id = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(id);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await TryAsPostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> TryStartAsync() => await TryAsPostgresAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "data", "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1", "start") == 0;

    private static async Task AsPostgresAsync(string program, params string[] arguments) =>
        Assert.Equal(0, await TryAsPostgresAsync(program, arguments));

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task<int> TryAsPostgresAsync(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs, program), .. arguments];
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "postgres", "--", .. command]) : RunAsync(command[0], command[1..]);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        // What it starts lives longer than it: it must not hold the pipes that somebody waits for.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
