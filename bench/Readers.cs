using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GlpCommerce.Bench;

/// <summary>What a stretch of reading gave.</summary>
/// <param name="Milliseconds">How long each answer took.</param>
/// <param name="Cpu">What the shop's process worked meanwhile.</param>
internal sealed record Reading(IReadOnlyList<double> Milliseconds, TimeSpan Time, TimeSpan Cpu, int Errors, long Bytes)
{
    public int Pages => Milliseconds.Count;

    public double PerSecond => Pages / Time.TotalSeconds;

    public double CpuPerPage => Cpu.TotalMilliseconds / Math.Max(1, Pages);
}

/// <summary>Readers of /shop, each on a connection of its own and without a pause.</summary>
internal static partial class Readers
{
    public const int Count = 16;
    private const int Combinations = 1_000;

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var questions = Questions.Make(Combinations);
        await using var shop = await ShopProcess.StartAsync(settings, store, ct);
        var requests = questions.Select(q => Wire.Get(shop.Port, q.Url)).ToList();

        var cold = await ReadAsync(shop, requests, null, ct);
        await WarmAsync(shop, requests, settings, ct);
        var warm = await ReadAsync(shop, requests, settings.Stretch, ct);
        var brotli = await ReadAsync(shop, [.. questions.Select(q => Wire.Get(shop.Port, q.Url, "br"))], settings.Stretch / 2, ct);

        Console.Error.WriteLine($"/shop, {settings.Products:N0} products, {Combinations:N0} combinations, {Count} readers");
        report.Note("shop: cold, pages a second", cold.PerSecond, "/s");
        report.Note("shop: cold, p95", cold.Milliseconds.Percentile(0.95), "ms");
        report.Note("shop: cold, CPU a page", cold.CpuPerPage, "ms");
        report.AtLeast("shop: warm, pages a second", warm.PerSecond, 1000, "/s");
        report.Note("shop: warm, p50", warm.Milliseconds.Percentile(0.5), "ms");
        report.AtMost("shop: warm, p95", warm.Milliseconds.Percentile(0.95), 30, "ms");
        report.Note("shop: warm, p99", warm.Milliseconds.Percentile(0.99), "ms");
        report.AtMost("shop: warm, CPU a page", warm.CpuPerPage, 1.5, "ms");
        report.Note("shop: warm with Brotli, pages a second", brotli.PerSecond, "/s");
        report.Note("shop: warm with Brotli, CPU a page", brotli.CpuPerPage, "ms");
        report.Note("shop: mean HTML, and with Brotli", warm.Bytes / 1000.0 / Math.Max(1, warm.Pages), $"KB, {brotli.Bytes / 1000.0 / Math.Max(1, brotli.Pages):0.0} KB");
        var errors = cold.Errors + warm.Errors + brotli.Errors;
        report.Must("shop: answers that were not a page", "0", $"{errors} of {cold.Pages + warm.Pages + brotli.Pages}", errors == 0);
        await CheckCountsAsync(shop, store, questions, report, ct);
    }

    /// <summary>Reads until the runtime has compiled what it will: for a stretch, and every page three times.</summary>
    public static async Task WarmAsync(ShopProcess shop, IReadOnlyList<byte[]> requests, Settings settings, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < 3 || clock.Elapsed < settings.Stretch; pass++)
        {
            await ReadAsync(shop, requests, null, ct);
        }
    }

    /// <summary>Reads every request once, or over and over for a time, shared among the readers.</summary>
    public static async Task<Reading> ReadAsync(
        ShopProcess shop, IReadOnlyList<byte[]> requests, TimeSpan? time, CancellationToken ct)
    {
        var next = -1;
        var cpu = shop.Cpu;
        var clock = Stopwatch.StartNew();
        var readers = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(ReadOneAsync, ct)));
        var elapsed = clock.Elapsed;
        return new Reading(
            [.. readers.SelectMany(r => r.Milliseconds)], elapsed, shop.Cpu - cpu, readers.Sum(r => r.Errors), readers.Sum(r => r.Bytes));

        async Task<(List<double> Milliseconds, int Errors, long Bytes)> ReadOneAsync()
        {
            using var wire = await Wire.ConnectAsync(shop.Port, ct);
            var (milliseconds, errors, bytes) = (new List<double>(4096), 0, 0L);
            while (true)
            {
                var turn = Interlocked.Increment(ref next);
                if (time is { } limit ? clock.Elapsed > limit : turn >= requests.Count)
                {
                    return (milliseconds, errors, bytes);
                }

                var began = Stopwatch.GetTimestamp();
                var answer = await wire.AskAsync(requests[turn % requests.Count], ct);
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                errors += answer is { Status: 200, BodyBytes: > 2000 } ? 0 : 1;
                bytes += answer.BodyBytes;
            }
        }
    }

    private static async Task CheckCountsAsync(
        ShopProcess shop, Store store, List<Question> questions, Report report, CancellationToken ct)
    {
        var counts = await Questions.CountAsync(store, questions, ct);
        using var wire = await Wire.ConnectAsync(shop.Port, ct);
        var wrong = new List<string>();
        for (var i = 0; i < questions.Count; i++)
        {
            await wire.AskAsync(wire.Get(questions[i].Url), ct);
            var shown = Total().Match(wire.Text()) is { Success: true } match
                ? int.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : -1;
            if (shown != counts[i])
            {
                wrong.Add($"{questions[i].Url} shows {shown}, counted {counts[i]}");
            }
        }

        wrong.ForEach(Console.Error.WriteLine);
        report.Must("shop: counts that are exact", $"{questions.Count}", $"{questions.Count - wrong.Count}", wrong.Count == 0);
    }

    [GeneratedRegex("role=\"status\">([0-9,]+) product")]
    private static partial Regex Total();
}
