using System.Data.Common;
using System.Diagnostics;
using GlpCommerce.Core;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace GlpCommerce.Bench;

/// <summary>
/// Whether orders are read and placed as quickly in a shop that has taken a million as in one that has taken ten thousand.
/// Both shops run side by side and take turns, so that whatever else the machine does meets both alike.
/// </summary>
internal static class History
{
    private const int Few = 10_000;
    private const int Templates = 100;
    private const int Turns = 5;
    private const int Reads = 400;
    private const int Placed = 100;
    private const int Newest = 20;

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var fewStore = await Store.CreateAsync(settings, ct);
        await using var manyStore = await Store.CreateAsync(settings, ct);
        await using var few = await Shelf.OpenAsync(settings, fewStore, Few, ct);
        await using var many = await Shelf.OpenAsync(settings, manyStore, settings.Past, ct);
        Console.Error.WriteLine($"{Few:N0} against {settings.Past:N0} past orders");
        for (var turn = 0; turn <= Turns; turn++)
        {
            // The first turn is for the runtime to warm.
            await few.TurnAsync(counts: turn > 0, ct);
            await many.TurnAsync(counts: turn > 0, ct);
        }

        Note("history: one person's newest orders", shelf => shelf.History);
        Note("history: an order's page, its data", shelf => shelf.Pages);
        Note("history: placing", shelf => shelf.Placing);

        void Note(string what, Func<Shelf, List<double>> samples)
        {
            var (small, large) = (samples(few).Percentile(0.95), samples(many).Percentile(0.95));
            report.Note($"{what}, p95 at {Few:N0}", small, "ms");
            report.Note($"{what}, p95 at {settings.Past:N0}", large, "ms");
            report.AtMost($"{what}, ratio of the two", large / small, 1.4, "×");
        }
    }

    /// <summary>One of the two shops, and what was measured in it.</summary>
    private sealed class Shelf : IAsyncDisposable
    {
        private readonly Queue<(string PublicId, string Email)> _orders;
        private readonly HostedShop _shop;
        private readonly Buyers _buyers;

        private Shelf(HostedShop shop, Buyers buyers, IEnumerable<(string PublicId, string Email)> orders) =>
            (_shop, _buyers, _orders) = (shop, buyers, new(orders));

        public List<double> History { get; } = [];

        public List<double> Pages { get; } = [];

        public List<double> Placing { get; } = [];

        public static async Task<Shelf> OpenAsync(Settings settings, Store store, int past, CancellationToken ct)
        {
            var shop = await HostedShop.StartAsync(settings, store, ct);
            var buyers = new Buyers(shop, await Orders.InStockAsync(store, 50, ct), TimeSpan.FromMilliseconds(20));
            for (var i = 0; i < Templates; i++)
            {
                await buyers.BuyAsync(ct);
            }

            await Whole.SettledAsync(shop, ct);
            Console.Error.WriteLine($"Writing {past:N0} past orders …");
            var clock = Stopwatch.StartNew();
            var shops = shop.Get<IShopDbFactory>();
            await using var db = shops.Open();
            await using (var connection = Connect(store, shops.Provider))
            {
                await new PastOrders(shops.Provider).AddAsync(connection, db.Model, past / Templates, ct);
            }

            Console.Error.WriteLine($"  {await db.Orders.CountAsync(ct):N0} orders, written in {clock.Elapsed.TotalSeconds:0} s");
            return new Shelf(shop, buyers, await SomeAsync(db, past / Templates, ct));
        }

        public async Task TurnAsync(bool counts, CancellationToken ct)
        {
            var queries = _shop.Get<OrderQueries>();
            for (var i = 0; i < Reads; i++)
            {
                var (publicId, email) = _orders.Dequeue();
                var began = Stopwatch.GetTimestamp();
                Check(await queries.FindAsync(publicId, OrderProof.None, ct) is { Lines.Count: 1, Events.Count: 2 });
                var read = Stopwatch.GetTimestamp();
                var orders = await queries.OfAddressAsync(email, Actor.Shop, Newest, ct);
                Note(counts, Pages, began, read);
                Note(counts, History, read, Stopwatch.GetTimestamp());
                Check(orders.Count > 0);
            }

            for (var i = 0; i < Placed; i++)
            {
                var placing = (await _buyers.BuyAsync(ct)).Placing;
                if (counts)
                {
                    Placing.Add(placing);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _buyers.DisposeAsync();
            await _shop.DisposeAsync();
        }

        private static void Check(bool right) => _ = right ? 0 : throw new InvalidOperationException("A past order cannot be read.");

        private static void Note(bool counts, List<double> samples, long from, long to)
        {
            if (counts)
            {
                samples.Add(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);
            }
        }

        /// <summary>Orders from anywhere in the past, each read once.</summary>
        private static async Task<List<(string PublicId, string Email)>> SomeAsync(ShopDb db, int copies, CancellationToken ct)
        {
            var first = await db.Orders.MinAsync(o => o.Id, ct);
            var random = new Random(20_260_103);
            var ids = new HashSet<long>();
            while (ids.Count < (Turns + 1) * Reads)
            {
                ids.Add(first + random.Next(Templates) + (random.Next(1, copies + 1) * PastOrders.Stride));
            }

            var orders = await db.Orders.Where(o => ids.Contains(o.Id)).Select(o => new { o.PublicId, o.Email }).ToListAsync(ct);
            return [.. orders.Select(o => (o.PublicId, o.Email)).OrderBy(_ => random.Next())];
        }

        private static DbConnection Connect(Store store, DatabaseProvider provider)
        {
            if (provider == DatabaseProvider.Postgres)
            {
                return new NpgsqlConnection(store.Configuration()["Database:ConnectionString"]);
            }

            var configuration = new ConfigurationBuilder().AddInMemoryCollection(store.Configuration()).Build();
            return new SqliteConnection($"Data Source={CoreServices.SqliteFile(configuration, new DataFolder(store.Folder))};Pooling=False");
        }
    }
}
