using System.Diagnostics;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>Where the time of a /shop page goes: the shop's own parts alone, and pages that leave parts out.</summary>
internal static class Inside
{
    private const int Rounds = 9;

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var questions = Questions.Make(1_000);
        Console.Error.WriteLine($"CPU of the parts, {settings.Products:N0} products");
        await using (var core = store.OpenCore())
        {
            var catalog = core.GetRequiredService<CatalogQueries>();
            var ids = await IdsAsync(core, ct);
            report.Note("inside: BrowseAsync, whole", await CpuAsync(i => catalog.BrowseAsync(questions[i].Filter, ct)), "ms");
            report.Note("inside: BrowseAsync for an empty page (filter and counts)", await CpuAsync(i => catalog.BrowseAsync(questions[i].Filter with { PageSize = 1 }, ct)), "ms");
            report.Note("inside: 24 cards", await CpuAsync(i => catalog.ByIdsAsync(ids[i], ct)), "ms");
            report.Note("inside: counts alone", await CpuAsync(_ => catalog.CountsAsync(ct)), "ms");
        }

        await using var shop = await ShopProcess.StartAsync(settings, store, ct);
        foreach (var path in new[] { "/robots.txt", "/pages/terms", "/learn", "/", "/shop?q=nothingofthat", "/shop" })
        {
            var request = new[] { Wire.Get(shop.Port, path) };
            await Readers.WarmAsync(shop, [.. Enumerable.Repeat(request[0], 500)], settings, ct);
            report.Note($"inside: GET {path}", (await Readers.ReadAsync(shop, request, settings.Stretch / 2, ct)).CpuPerPage, "ms");
        }
    }

    private static async Task<List<List<int>>> IdsAsync(ServiceProvider core, CancellationToken ct)
    {
        await using var db = core.GetRequiredService<IShopDbFactory>().Open();
        var all = await db.Products.Where(p => p.IsPublished).Select(p => p.Id).ToListAsync(ct);
        var random = new Random(7);
        return [.. Enumerable.Range(0, 1_000).Select(_ => Enumerable.Range(0, 24).Select(_ => all[random.Next(all.Count)]).Distinct().ToList())];
    }

    /// <summary>CPU of one call, in milliseconds, when it has been called often.</summary>
    private static async Task<double> CpuAsync(Func<int, Task> call)
    {
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            using var self = Process.GetCurrentProcess();
            var before = self.TotalProcessorTime;
            for (var i = 0; i < 1_000; i++)
            {
                await call(i);
            }

            self.Refresh();
            best = Math.Min(best, (self.TotalProcessorTime - before).TotalMilliseconds / 1_000);
        }

        return best;
    }
}
