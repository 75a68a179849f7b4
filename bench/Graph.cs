using System.Globalization;
using Npgsql;

namespace GlpCommerce.Bench;

/// <summary>
/// The API as other clients use it, over HTTP: a shelf, a product, a cart, an order; with catalogues of three sizes, whose
/// shops run side by side and take turns, so that whatever else the machine does meets all alike.
/// </summary>
internal static class Graph
{
    private const int Turns = 5;
    private const int Promised = 16;
    private const int Connections = 30;
    private static readonly int[] Sizes = [1_000, 20_000, 100_000];
    private static readonly int[] Clients = [1, Promised, 64];

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        var shops = new List<GraphShop>();
        try
        {
            foreach (var size in Sizes.Where(size => size <= settings.Many))
            {
                shops.Add(await GraphShop.OpenAsync(settings with { Postgres = Shared(settings.Postgres) }, size, ct));
            }

            foreach (var operation in GraphOperation.All)
            {
                if (!await operation.IsServedAsync(shops[0], ct))
                {
                    report.Note($"graphql: {operation.Name}", "not served by this shop");
                    continue;
                }

                await MeasureAsync(operation, shops, settings, report, ct);
            }
        }
        finally
        {
            foreach (var shop in shops)
            {
                await shop.DisposeAsync();
            }
        }
    }

    /// <summary>A server takes 100 connections unless told otherwise, and three shops share it.</summary>
    private static string? Shared(string? server) =>
        server is null ? null : new NpgsqlConnectionStringBuilder(server) { MaxPoolSize = Connections }.ToString();

    private static async Task MeasureAsync(GraphOperation operation, List<GraphShop> shops, Settings settings, Report report, CancellationToken ct)
    {
        Console.Error.WriteLine($"graphql: {operation.Name}");
        foreach (var shop in shops)
        {
            await shop.RunAsync(operation, Promised, settings.Stretch, ct);
        }

        foreach (var clients in Clients)
        {
            foreach (var shop in shops)
            {
                var stretch = await shop.RunAsync(operation, clients, settings.Stretch, ct);
                Tell(report, $"graphql: {operation.Name}, {Number(shop.Products)} products, {clients} client{(clients == 1 ? "" : "s")}", stretch);
                if (clients == Promised && shop == shops[0])
                {
                    Promise(report, operation, stretch, settings.Postgres is not null);
                }
            }
        }

        if (operation.Growth.Count > 0)
        {
            await GrowAsync(operation, shops, settings, report, ct);
        }
    }

    private static void Tell(Report report, string what, GraphStretch stretch)
    {
        report.Note(what, string.Create(CultureInfo.InvariantCulture, $"p50 {stretch.P(0.5):0.0} p95 {stretch.P(0.95):0.0} p99 {stretch.P(0.99):0.0} ms, {stretch.PerSecond:#,0}/s, CPU {stretch.Own:0.00} + {stretch.Database:0.00} ms"));
        if (stretch.Wrong > 0)
        {
            report.Must($"{what}: wrong answers", "0", Number(stretch.Wrong), holds: false);
        }
    }

    /// <summary>The promises hold for PostgreSQL.</summary>
    private static void Promise(Report report, GraphOperation operation, GraphStretch stretch, bool promised)
    {
        if (!promised)
        {
            return;
        }

        var what = $"graphql: {operation.Name}";
        if (operation.MostCpu is { } cpu)
        {
            report.AtMost($"{what}, CPU of shop and database", stretch.Own + stretch.Database, cpu, "ms");
        }

        if (operation.MostWait is { } wait)
        {
            report.AtMost($"{what}, p95", stretch.P(0.95), wait, "ms");
        }

        if (operation.LeastPerSecond is { } rate)
        {
            report.AtLeast($"{what}, requests a second", stretch.PerSecond, rate, "/s");
        }
    }

    /// <summary>What an operation costs over more products, against the smallest shop.</summary>
    private static async Task GrowAsync(GraphOperation operation, List<GraphShop> shops, Settings settings, Report report, CancellationToken ct)
    {
        var costs = shops.ConvertAll(_ => new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var i = 0; i < shops.Count; i++)
            {
                var stretch = await shops[i].RunAsync(operation, Promised, settings.Stretch / 2, ct);
                costs[i].Add(stretch.Own + stretch.Database);
            }
        }

        for (var i = 1; i < shops.Count; i++)
        {
            report.AtMost(
                $"graphql: {operation.Name}, CPU at {Number(shops[i].Products)} against {Number(shops[0].Products)} products",
                costs[i].Percentile(0.5) / costs[0].Percentile(0.5), operation.Growth[i - 1], "×");
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
