using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GlpCommerce.Bench;

/// <summary>The published shop in a process of its own, on a loopback port that nobody else uses.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private long _statements;

    private ShopProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int Id => _process.Id;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>From the start of the process to the first page.</summary>
    public TimeSpan ColdStart { get; private set; }

    /// <summary>User and system time that the process has taken so far.</summary>
    public TimeSpan Cpu => Machine.CpuOf(Id);

    /// <summary>What the process holds in memory now.</summary>
    public double MebiBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>SQL statements written to the log so far; see <see cref="StartAsync"/>.</summary>
    public long Statements => Volatile.Read(ref _statements);

    /// <param name="logSql">
    /// Whether the shop logs each SQL statement, so that they can be counted. It costs time. A statement counts as the
    /// opening of the connection it is sent on: one that is written by hand goes past EF Core and its log.
    /// </param>
    public static async Task<ShopProcess> StartAsync(Settings settings, Store store, CancellationToken ct, bool logSql = false)
    {
        var port = FreePort();
        var start = new ProcessStartInfo { WorkingDirectory = settings.Shop, RedirectStandardOutput = true, RedirectStandardError = true };
        var program = Path.Combine(settings.Shop, "GlpCommerce.Web");
        (start.FileName, start.Arguments) = settings.Pin ? ("taskset", $"-c 0 {program}") : (program, "");
        (start.Environment["ASPNETCORE_ENVIRONMENT"], start.Environment["Payments__AllowSandbox"]) = ("Production", "true");
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        // Many orders from one address are what is measured here.
        start.Environment["RateLimits__Checkout__PerAddress"] = "1000000";
        start.Environment["RateLimits__Checkout__CartPerAddress"] = "1000000000";
        start.Environment["RateLimits__GraphQL"] = "1000000000";
        start.Environment["Shop__UnpaidUnitsPerAddress"] = "1000000000";
        (start.Environment["Staff__Email"], start.Environment["Staff__Password"]) = ("bench@example.com", "nobody signs in here");
        foreach (var (key, value) in store.Configuration())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        if (logSql)
        {
            start.Environment["Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Connection"] = "Debug";
        }

        var clock = Stopwatch.StartNew();
        var shop = new ShopProcess(Process.Start(start)!, port);
        try
        {
            shop.ReadLog();
            await shop.WaitForPageAsync(clock, ct);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until statements that were executed have reached the log.</summary>
    public async Task<long> SettledStatementsAsync(CancellationToken ct)
    {
        for (var last = -1L; last != Statements;)
        {
            last = Statements;
            await Task.Delay(300, ct);
        }

        return Statements;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // The shop is safe to kill anywhere, and nobody needs its data after this.
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void ReadLog()
    {
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.Contains("Opened connection to database", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _statements);
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 30)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private async Task WaitForPageAsync(Stopwatch clock, CancellationToken ct)
    {
        while (clock.Elapsed < Patience && !_process.HasExited)
        {
            try
            {
                using var wire = await Wire.ConnectAsync(Port, ct);
                if ((await wire.AskAsync(wire.Get("/"), ct)).Status == 200)
                {
                    ColdStart = clock.Elapsed;
                    return;
                }
            }
            catch (SocketException)
            {
                // Not listening yet.
            }

            await Task.Delay(10, ct);
        }

        lock (_lastLines)
        {
            throw new InvalidOperationException($"The shop did not start:\n{string.Join('\n', _lastLines)}");
        }
    }
}
