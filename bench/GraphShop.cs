using System.Diagnostics;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GlpCommerce.Bench;

/// <summary>What a stretch of operations gave.</summary>
/// <param name="Milliseconds">How long each took.</param>
/// <param name="Own">CPU of the shop's process for each, in milliseconds.</param>
/// <param name="Database">CPU of the database server's processes for each; on SQLite it is the shop's own.</param>
internal sealed record GraphStretch(IReadOnlyList<double> Milliseconds, TimeSpan Time, double Own, double Database, int Wrong)
{
    public double PerSecond => Milliseconds.Count / Time.TotalSeconds;

    public double P(double share) => Milliseconds.Percentile(share);
}

/// <summary>The published shop with a catalogue of some size, and what its clients ask for.</summary>
internal sealed class GraphShop : IAsyncDisposable
{
    private readonly Store _store;
    private readonly ShopProcess _shop;
    private readonly int? _server;

    private GraphShop(Store store, ShopProcess shop, int? server, int products, IReadOnlyList<int> inStock) =>
        (_store, _shop, _server, Products, InStock) = (store, shop, server, products, inStock);

    public int Products { get; }

    /// <summary>Products that can be bought, in no order.</summary>
    public IReadOnlyList<int> InStock { get; }

    public int Port => _shop.Port;

    public static async Task<GraphShop> OpenAsync(Settings settings, int products, CancellationToken ct)
    {
        var store = await Store.CreateAsync(settings, ct);
        try
        {
            await Catalogue.FillAsync(settings, store, products, ct);
            var inStock = await InStockAsync(store, ct);
            return new GraphShop(store, await ShopProcess.StartAsync(settings, store, ct), await ServerAsync(settings, ct), products, inStock);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Clients that each have a connection and do the operation over and over.</summary>
    public async Task<GraphStretch> RunAsync(GraphOperation operation, int clients, TimeSpan time, CancellationToken ct)
    {
        var (own, server, clock) = (_shop.Cpu, Server, Stopwatch.StartNew());
        var runs = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(RunOneAsync, ct)));
        var (elapsed, times) = (clock.Elapsed, runs.SelectMany(run => run.Milliseconds).ToList());
        var count = Math.Max(1, times.Count);
        return new GraphStretch(
            times, elapsed, (_shop.Cpu - own).TotalMilliseconds / count, (Server - server).TotalMilliseconds / count, runs.Sum(run => run.Wrong));

        async Task<(List<double> Milliseconds, int Wrong)> RunOneAsync()
        {
            using var wire = await Wire.ConnectAsync(Port, ct);
            var (milliseconds, wrong, client) = (new List<double>(4096), 0, operation.NewClient(this));
            while (clock.Elapsed < time)
            {
                var began = Stopwatch.GetTimestamp();
                wrong += await client(wire, ct) ? 0 : 1;
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return (milliseconds, wrong);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _store.DisposeAsync();
    }

    private TimeSpan Server => _server is { } server ? Machine.CpuOfServer(server) : TimeSpan.Zero;

    private static async Task<List<int>> InStockAsync(Store store, CancellationToken ct)
    {
        await using var core = store.OpenCore();
        await using var db = core.GetRequiredService<IShopDbFactory>().Open();
        var ids = await db.Set<Core.Catalog.Product>().Where(p => p.IsPublished && p.Stock.OnHand - p.Stock.Reserved > 20).Select(p => p.Id).ToArrayAsync(ct);
        new Random(20_260_101).Shuffle(ids);
        return [.. ids];
    }

    /// <summary>The database server's first process, if it runs on this machine.</summary>
    private static async Task<int?> ServerAsync(Settings settings, CancellationToken ct)
    {
        if (settings.Postgres is null)
        {
            return null;
        }

        var where = new NpgsqlConnectionStringBuilder(settings.Postgres) { Pooling = false };
        where.Database ??= "postgres";
        await using var connection = new NpgsqlConnection(where.ToString());
        await connection.OpenAsync(ct);
        return Directory.Exists($"/proc/{connection.ProcessID}") ? Machine.ParentOf(connection.ProcessID) : null;
    }
}
