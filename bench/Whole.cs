using System.Diagnostics;
using System.Globalization;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Bench;

/// <summary>
/// Whole orders: cart, placing, payment, confirmation, stock taken off the shelf, e-mail written; and what one costs.
/// </summary>
internal static class Whole
{
    private const int Products = 2_000;
    private const int Rate = 50;
    private const int QuietOrders = 100;
    private const int SandboxPayments = 1_000;
    private static readonly int[] Crowds = [8, 32];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan SeldomLook = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var products = await Orders.InStockAsync(store, Products, ct);
        await using var shop = await HostedShop.StartAsync(settings, store, ct);
        var onHand = await OnHandAsync(shop, ct);
        Console.Error.WriteLine("whole orders: cart → placed → paid → confirmed, stock taken, e-mail written");
        await using (var buyers = new Buyers(shop, products, SeldomLook))
        {
            await CrowdAsync(shop, buyers, Crowds[0], settings.Stretch * 2, ct);
            foreach (var clients in Crowds)
            {
                var stretch = await CrowdAsync(shop, buyers, clients, settings.Stretch, ct);
                stretch.Report(report, $"whole: {clients} clients", settings.Postgres is not null);
            }
        }

        await using (var buyers = new Buyers(shop, products, Look))
        {
            Latency(report, $"whole: {Rate} orders a second", await SteadyAsync(buyers, settings.Stretch, ct), 500);
            await SettledAsync(shop, ct);
            Latency(report, "whole: quiet", await QuietAsync(buyers, ct), 150);
            await SettledAsync(shop, ct);
        }

        report.Note("whole: of that the sandbox's own bookkeeping, CPU an order", await SandboxAsync(shop, ct), "ms");
        await CheckAsync(shop, onHand, report, ct);
    }

    /// <summary>Everybody buys without a pause. It is over when the last job is done.</summary>
    private static async Task<Stretch> CrowdAsync(HostedShop shop, Buyers buyers, int clients, TimeSpan time, CancellationToken ct)
    {
        var (cpu, machine, clock) = (HostedShop.Cpu, Machine.Busy, Stopwatch.StartNew());
        var bought = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(BuyOnAsync, ct)));
        await SettledAsync(shop, ct);
        var (own, all) = (HostedShop.Cpu - cpu, Machine.Busy - machine);
        return new Stretch([.. bought.SelectMany(b => b)], clock.Elapsed, own, all - own);

        async Task<List<Bought>> BuyOnAsync()
        {
            var orders = new List<Bought>();
            while (clock.Elapsed < time)
            {
                orders.Add(await buyers.BuyAsync(ct));
            }

            return orders;
        }
    }

    /// <summary>Orders come at a steady rate, whether or not the ones before are through.</summary>
    private static async Task<IReadOnlyList<Bought>> SteadyAsync(Buyers buyers, TimeSpan time, CancellationToken ct)
    {
        var orders = new List<Task<Bought>>();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Rate));
        while (orders.Count < Rate * 2 * time.TotalSeconds && await clock.WaitForNextTickAsync(ct))
        {
            orders.Add(Task.Run(() => buyers.BuyAsync(ct), ct));
        }

        return await Task.WhenAll(orders);
    }

    private static async Task<IReadOnlyList<Bought>> QuietAsync(Buyers buyers, CancellationToken ct)
    {
        var orders = new List<Bought>();
        for (var i = 0; i < QuietOrders; i++)
        {
            orders.Add(await buyers.BuyAsync(ct));
            await Task.Delay(Pause, ct);
        }

        return orders;
    }

    /// <summary>What the pretend provider works for one payment; a real one does it on its own machines.</summary>
    private static async Task<double> SandboxAsync(HostedShop shop, CancellationToken ct)
    {
        var bank = shop.Get<SandboxGateway>();
        var cpu = HostedShop.Cpu;
        for (var i = 0; i < SandboxPayments; i++)
        {
            var request = new IntentRequest($"bench-{Secrets.New()}", 100, SandboxGateway.Visa, "GLP-0", "http://localhost", DateTime.UtcNow);
            await bank.ConfirmAsync((await bank.CreateAsync(request, ct)).Id, request, ct);
        }

        return (HostedShop.Cpu - cpu).TotalMilliseconds / SandboxPayments;
    }

    private static void Latency(Report report, string what, IReadOnlyList<Bought> orders, double most)
    {
        report.Note($"{what}: placing, p95", orders.Select(o => o.Placing).Percentile(0.95), "ms");
        report.Note($"{what}: placed → confirmed, p50", orders.Select(o => o.Confirming).Percentile(0.5), "ms");
        report.AtMost($"{what}: placed → confirmed, p95", orders.Select(o => o.Confirming).Percentile(0.95), most, "ms");
        report.Note($"{what}: placed → confirmed, p99", orders.Select(o => o.Confirming).Percentile(0.99), "ms");
    }

    /// <summary>Waits until nothing is left to do but what falls due later.</summary>
    public static async Task SettledAsync(HostedShop shop, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(20, ct))
        {
            await using var db = shop.Get<IShopDbFactory>().Open();
            var now = DateTime.UtcNow;
            if (!await db.Jobs.AnyAsync(j => j.DoneAt == null && j.DeadAt == null && j.DueAt <= now, ct))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The jobs were not done within {Patience.TotalSeconds:0} s.");
    }

    /// <summary>Being fast counts only when everything is right.</summary>
    private static async Task CheckAsync(HostedShop shop, int onHand, Report report, CancellationToken ct)
    {
        await using var db = shop.Get<IShopDbFactory>().Open();
        var orders = await db.Orders.CountAsync(ct);
        var confirmed = await db.Orders.CountAsync(o => o.Status == OrderStatus.Confirmed, ct);
        var sold = -await db.StockMovements.Where(m => m.Kind == StockMovementKind.Sale).SumAsync(m => m.Delta, ct);
        var sent = await db.Emails.CountAsync(e => e.State == EmailState.Sent, ct);
        var (gone, reserved) = (onHand - await OnHandAsync(shop, ct), await db.Stock.SumAsync(s => s.Reserved, ct));
        report.Must(
            "whole: confirmed, sold, off the shelf, e-mails sent; still reserved",
            string.Create(CultureInfo.InvariantCulture, $"{orders:N0} each; 0"),
            string.Create(CultureInfo.InvariantCulture, $"{confirmed:N0}, {sold:N0}, {gone:N0}, {sent:N0}; {reserved:N0}"),
            confirmed == orders && sold == orders && gone == orders && sent == orders && reserved == 0);
    }

    private static async Task<int> OnHandAsync(HostedShop shop, CancellationToken ct)
    {
        await using var db = shop.Get<IShopDbFactory>().Open();
        return await db.Stock.SumAsync(s => s.OnHand, ct);
    }

    private sealed record Stretch(IReadOnlyList<Bought> Orders, TimeSpan Time, TimeSpan Own, TimeSpan Others)
    {
        public void Report(Report report, string what, bool promised)
        {
            var (perSecond, cpu) = (Orders.Count / Time.TotalSeconds, Own.TotalMilliseconds / Orders.Count);
            if (promised)
            {
                report.AtLeast($"{what}, orders a second", perSecond, 100, "/s");
                report.AtMost($"{what}, CPU an order", cpu, 12, "ms");
            }
            else
            {
                report.Note($"{what}, orders a second", perSecond, "/s");
                report.Note($"{what}, CPU an order", cpu, "ms");
            }

            report.Note($"{what}, CPU an order of all other processes", Others.TotalMilliseconds / Orders.Count, "ms");
            report.Note($"{what}, placed → confirmed, p50", Orders.Select(o => o.Confirming).Percentile(0.5), "ms");
            report.Note($"{what}, placed → confirmed, p95", Orders.Select(o => o.Confirming).Percentile(0.95), "ms");
            report.Note($"{what}, placed → confirmed, p99", Orders.Select(o => o.Confirming).Percentile(0.99), "ms");
        }
    }
}
