using System.Diagnostics;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>How long a shopper waits from pressing "Place order" until the order's page says that it is confirmed.</summary>
internal static class Orders
{
    private const int Together = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var products = await InStockAsync(store, settings.Orders * 2 + Together, ct);
        await using var shop = await ShopProcess.StartAsync(settings, store, ct);
        var first = await OrderAsync(shop, products[0], ct);
        var single = new List<double>();
        foreach (var product in products.Skip(1).Take(settings.Orders))
        {
            single.Add(await OrderAsync(shop, product, ct));
        }

        var crowd = (await Task.WhenAll(products.Skip(1 + settings.Orders).Take(settings.Orders).Chunk(Math.Max(1, settings.Orders / Together))
            .Select(async share =>
            {
                var waited = new List<double>();
                foreach (var product in share)
                {
                    waited.Add(await OrderAsync(shop, product, ct));
                }

                return waited;
            }))).SelectMany(waited => waited).ToList();

        Console.Error.WriteLine("placed → confirmed");
        report.Note("orders: the first one after a start", first, "ms");
        report.Note("orders: one after another, p50", single.Percentile(0.5), "ms");
        report.AtMost("orders: one after another, p95", single.Percentile(0.95), 1000, "ms");
        report.Note($"orders: {Together} shoppers at once, p50", crowd.Percentile(0.5), "ms");
        report.AtMost($"orders: {Together} shoppers at once, p95", crowd.Percentile(0.95), 1000, "ms");
    }

    /// <summary>Ids of products that can be bought.</summary>
    public static async Task<List<int>> InStockAsync(Store store, int count, CancellationToken ct)
    {
        await using var core = store.OpenCore();
        await using var db = core.GetRequiredService<IShopDbFactory>().Open();
        var ids = await db.Products.Where(p => p.IsPublished && p.Stock.OnHand - p.Stock.Reserved > 20)
            .OrderBy(p => p.Id).Take(count).Select(p => p.Id).ToListAsync(ct);
        return [.. Enumerable.Range(0, count).Select(i => ids[i % ids.Count])];
    }

    private static async Task<double> OrderAsync(ShopProcess shop, int product, CancellationToken ct)
    {
        using var shopper = new Shopper(shop);
        var fields = await shopper.CheckOutAsync(product, SandboxGateway.Visa, ct);
        var clock = Stopwatch.StartNew();
        var page = await shopper.PlaceAsync(fields, ct);
        while (!(await shopper.ReadAsync(page, ct)).Contains("data-order-status=\"confirmed\"", StringComparison.Ordinal))
        {
            if (clock.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The order was not confirmed within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Look, ct);
        }

        return clock.Elapsed.TotalMilliseconds;
    }
}
