using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Text;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// The real, built program as a process of its own, on a data folder and a database that outlive it: it can be killed
/// at any moment and started again.
/// </summary>
public sealed class ShopProcess : IAsyncDisposable
{
    private const string DataPath = "Shop:DataPath";
    private const string Connection = "Database:ConnectionString";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly ConcurrentDictionary<int, byte> Given = new();

    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TestDatabase? _database;
    private readonly bool _ownsFolder;
    private Process? _process;

    private ShopProcess(string folder, TestDatabase? database, bool ownsFolder, Dictionary<string, string> settings) =>
        (Folder, _database, _ownsFolder, _settings) = (folder, database, ownsFolder, settings);

    public string Folder { get; }

    /// <summary>Where it listens, the same at every start.</summary>
    public Uri Address => new(_settings["Urls"]);

    /// <summary>What it wrote to both of its outputs since it was started.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return $"{_output}{_error}";
            }
        }
    }

    private static string Root { get; } = Above(AppContext.BaseDirectory);

    private static string Project => Path.Combine(Root, "GlpCommerce.Web");

    /// <summary>The program as it was built together with these tests.</summary>
    private static string Program { get; } = Path.Combine(
        Project, Path.GetRelativePath(Path.Combine(Root, "GlpCommerce.Web.Tests"), AppContext.BaseDirectory), "GlpCommerce.Web.dll");

    /// <summary>A shop that has never run: an empty data folder and, on PostgreSQL, a database without tables.</summary>
    public static async Task<ShopProcess> NewAsync(DatabaseProvider provider, params (string Key, string Value)[] settings)
    {
        var folder = NewFolder();
        var isGiven = settings.Any(setting => setting.Key == Connection);
        var address = $"http://127.0.0.1:{FreePort()}";
        var database = provider == DatabaseProvider.Postgres && !isGiven ? await TestDatabase.CreateEmptyAsync(provider) : null;
        var values = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = address,
            ["Shop:PublicUrl"] = address,
            [DataPath] = folder,
            ["Database:Provider"] = provider.ToString(),
            // All of a test's shoppers sit behind one address, and insist.
            ["RateLimits:Checkout:PerAddress"] = "1000000",
            ["RateLimits:Checkout:PerSession"] = "1000000",
            ["RateLimits:Checkout:CartPerAddress"] = "1000000",
            ["RateLimits:GraphQL"] = "1000000",
            ["Shop:UnpaidUnitsPerAddress"] = "1000000",
            ["RateLimits:SignIn"] = "1000000",
            ["Staff:Email"] = Some.AdminEmail,
            ["Staff:Password"] = Some.Password,
        };
        if (database is not null)
        {
            values[Connection] = database.ConnectionString;
        }

        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return new ShopProcess(values[DataPath], database, ownsFolder: values[DataPath] == folder, values);
    }

    /// <summary>A second program that was told to use the same data folder.</summary>
    public ShopProcess Twin() =>
        new(Folder, database: null, ownsFolder: false, new(_settings) { ["Urls"] = $"http://127.0.0.1:{FreePort()}" });

    /// <summary>A second machine: a data folder of its own, the same database.</summary>
    public ShopProcess Neighbour()
    {
        var folder = NewFolder();
        return new(folder, database: null, ownsFolder: true, new(_settings) { ["Urls"] = $"http://127.0.0.1:{FreePort()}", [DataPath] = folder });
    }

    /// <summary>The same shop with other settings; this one must not run.</summary>
    public ShopProcess Changed(params (string Key, string Value)[] settings) =>
        new(Folder, database: null, ownsFolder: false, new(_settings.Concat(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).GroupBy(s => s.Key).ToDictionary(s => s.Key, s => s.Last().Value)));

    /// <summary>Starts it and waits until it takes requests.</summary>
    public async Task<ShopProcess> StartAsync()
    {
        var process = Begin();
        using var client = new HttpClient { BaseAddress = Address };
        await Poll.UntilAsync(() => AnswersAsync(client), answers => answers || process.HasExited, "the shop to start", Patience);
        Assert.False(process.HasExited, $"The shop ended while it started: {Output}");
        return this;
    }

    /// <summary>Starts it and comes back at once.</summary>
    /// <param name="words">A command, for a program that is no server.</param>
    public Process Begin(params string[] words)
    {
        lock (_output)
        {
            _output.Clear();
            _error.Clear();
        }

        var start = new ProcessStartInfo("dotnet", [Program, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Project };
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = _process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Starts it and waits until it has ended by itself.</summary>
    /// <returns>Its exit code, and what it said on its error output.</returns>
    public async Task<(int Code, string Said)> RunToEndAsync()
    {
        var process = Begin();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, _error.ToString().Trim());
    }

    /// <summary>Runs it with a command.</summary>
    /// <returns>Its exit code, and its last word beside the log: where it failed, all that it said on its error output.</returns>
    public async Task<(int Code, string Said)> CommandAsync(params string[] words)
    {
        var process = Begin(words);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        lock (_output)
        {
            var errors = _error.ToString().Trim();
            return (process.ExitCode, errors.Length > 0 ? errors : _output.ToString().Split('\n').Last(line => line.Length > 0 && !IsLog(line)).Trim());
        }
    }

    /// <summary>The program's own number, while it runs.</summary>
    public int Id => _process!.Id;

    public bool HasEnded => _process is not { HasExited: false };

    /// <summary>Fails when somebody or something else has ended the program.</summary>
    public void AssertRunning() =>
        Assert.False(_process!.HasExited, $"The shop ended with {(_process.HasExited ? _process.ExitCode : 0)}, and no test asked for it: {Output}");

    /// <summary>As <c>kill -9</c> does: nothing of the program runs any more.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>A browser at the shop.</summary>
    public Visitor NewVisitor() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, Address);

    /// <summary>The shop's database, beside the program.</summary>
    public ShopDb Db() => _settings["Database:Provider"] == nameof(DatabaseProvider.Postgres)
        ? new PostgresShopDb(new DbContextOptionsBuilder<PostgresShopDb>().UseNpgsql($"{_settings[Connection]};Pooling=False").Options)
        : new SqliteShopDb(new DbContextOptionsBuilder<SqliteShopDb>().UseSqlite($"Data Source={Path.Combine(Folder, "shop.db")};Pooling=False").Options);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        if (_ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), $"shop-process-{Guid.NewGuid():N}");

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "GlpCommerce.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);

    /// <summary>Below the ports that outgoing connections take, so that nobody gets it while the shop is down; and given to one test only.</summary>
    internal static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        int port;
        do
        {
            port = Random.Shared.Next(20_000, 32_000);
        }
        while (taken.Contains(port) || !Given.TryAdd(port, default));
        return port;
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static bool IsLog(string line) => line[0] is '{' or ' ' || line.StartsWith("info:", StringComparison.Ordinal) || line.StartsWith("warn:", StringComparison.Ordinal);

    private void Keep(StringBuilder stream, string? line)
    {
        lock (_output)
        {
            stream.AppendLine(line);
        }
    }
}
