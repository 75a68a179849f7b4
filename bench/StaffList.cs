using System.Diagnostics;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>The staff's list of a large catalogue: its first and last pages by each order, searches, and filters that are combined.</summary>
internal static class StaffList
{
    private const int Most = 300;
    private const int Warming = 5;
    private const int Rounds = 60;

    /// <summary>One for each product but one in two thousand.</summary>
    private const string Pictures =
        "INSERT INTO \"ProductPictures\" (\"ProductId\", \"Position\", \"Alt\", \"Key\", \"Width\", \"Height\", \"State\", \"AddedAt\") " +
        "SELECT \"Id\", 0, 'A pack', 'bench-' || \"Id\", 640, 640, 'Ready', {0} FROM \"Products\" WHERE \"Id\" % 2000 <> 19";

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Many, ct);
        await using var core = store.OpenCore();
        await LiveInAsync(core.GetRequiredService<IShopDbFactory>(), ct);
        var list = core.GetRequiredService<StaffProducts>();
        Console.Error.WriteLine($"The staff's list of {settings.Many:N0} products");
        foreach (var (what, filter) in await ViewsAsync(list, ct))
        {
            report.AtMost($"staff: {what}, p95", await SlowAsync(list, filter, () => Task.CompletedTask, report, what, ct), Most, "ms");
        }

        // Whoever looks first after a product was saved counts anew.
        var shop = core.GetRequiredService<IShopDbFactory>();
        foreach (var (what, filter) in new[] { ("by Name, first page", new StaffProductFilter()), ("labels with gaps", new StaffProductFilter { Missing = ProductGaps.Label }), ("no picture", new StaffProductFilter { Missing = ProductGaps.Picture }) })
        {
            report.Note($"staff: {what}, after each change, p95", await SlowAsync(list, filter, () => ChangeAsync(shop, ct), report, what, ct), "ms");
        }
    }

    private static async Task ChangeAsync(IShopDbFactory shop, CancellationToken ct)
    {
        await using var db = shop.Open();
        await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
    }

    /// <summary>A catalogue that staff have worked with: an archive, things that run out, sales of the last weeks, changes at different hours.</summary>
    private static async Task LiveInAsync(IShopDbFactory shop, CancellationToken ct)
    {
        await using var db = shop.Open();
        var start = DateTime.UtcNow.AddDays(-20);
        await db.Products.Where(p => p.Id % 50 == 7).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsPublished, false).SetProperty(p => p.IsArchived, true), ct);
        await db.Set<StockItem>().Where(s => s.ProductId % 40 == 3).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.ProductId % 9 + 1), ct);
        await db.Products.Where(p => p.Id % 50 == 11 && p.Kind == ProductKind.Equipment).ExecuteUpdateAsync(set => set.SetProperty(p => p.Kind, ProductKind.Supplement), ct);
        await db.Products.Where(p => p.Id % 2_000 == 13).ExecuteUpdateAsync(set => set.SetProperty(p => p.WeightGrams, 0), ct);
        await db.Products.Where(p => p.Id % 30 == 17).ExecuteUpdateAsync(set => set.SetProperty(p => p.ArticleSlug, (string?)null), ct);
        await db.Database.ExecuteSqlRawAsync(Pictures, [start], ct);
        for (var hour = 0; hour < 20; hour++)
        {
            var (residue, at) = (hour, start.AddHours(hour));
            await db.Products.Where(p => p.Id % 20 == residue).ExecuteUpdateAsync(set => set.SetProperty(p => p.UpdatedAt, at), ct);
        }

        db.AddRange((await db.Products.Where(p => p.Id % 10 == 0).Select(p => p.Id).ToListAsync(ct))
            .Select(id => new StockMovement { ProductId = id, Kind = StockMovementKind.Sale, Delta = -3, SourceId = id, At = start }));
        await db.SaveChangesAsync(ct);
    }

    private static async Task<List<(string What, StaffProductFilter Filter)>> ViewsAsync(StaffProducts list, CancellationToken ct)
    {
        var all = new StaffProductFilter();
        var last = ((await list.ListAsync(all, ct)).Total - 1) / all.PageSize;
        var views = new List<(string, StaffProductFilter)>();
        foreach (var sort in new[] { StaffProductSort.Name, StaffProductSort.Sku, StaffProductSort.Price, StaffProductSort.Available, StaffProductSort.Changed })
        {
            views.Add(($"by {sort}, first page", all with { Sort = sort }));
            views.Add(($"by {sort}, last page", all with { Sort = sort, Page = last }));
            views.Add(($"by {sort} downwards, page 1,000", all with { Sort = sort, Descending = true, Page = 1_000 }));
        }

        var search = all with { Sort = StaffProductSort.Match };
        var sku = (await list.ListAsync(all with { Page = last / 2 }, ct)).Rows[0].Product.Sku;
        return
        [
            .. views,
            ("search of a rare word", search with { Text = "magnesium" }),
            ("search of a word in most", search with { Text = "protein" }),
            ("search of two words, by price", all with { Text = "gentle vanilla", Sort = StaffProductSort.Price }),
            ("search of a SKU", search with { Text = sku }),
            ("drafts", all with { State = ProductState.Draft }),
            ("archive", all with { State = ProductState.Archived }),
            ("what runs out", all with { Stock = StockState.Low }),
            ("one category and stage", all with { Category = Category.MealPrep, Stage = JourneyStage.Active }),
            ("labels with gaps", all with { Missing = ProductGaps.Label }),
            ("no picture, a few of all", all with { Missing = ProductGaps.Picture }),
            ("no weight, a few of all, by price", all with { Missing = ProductGaps.Weight, Sort = StaffProductSort.Price }),
            ("no article", all with { Missing = ProductGaps.Article }),
            ("all filters together, by price", all with { State = ProductState.Published, Stock = StockState.In, Category = Category.Fitness, Stage = JourneyStage.Active, Missing = ProductGaps.Label, Sort = StaffProductSort.Price }),
            ("search and filters", search with { Text = "lemon", State = ProductState.Published, Stock = StockState.In, Category = Category.Supplements }),
        ];
    }

    /// <summary>The p95 of one view; a list without rows is a wrong one.</summary>
    /// <param name="before">What happens before each look, and is not measured.</param>
    private static async Task<double> SlowAsync(StaffProducts list, StaffProductFilter filter, Func<Task> before, Report report, string what, CancellationToken ct)
    {
        var times = new List<double>();
        for (var round = -Warming; round < Rounds; round++)
        {
            await before();
            var start = Stopwatch.GetTimestamp();
            var page = await list.ListAsync(filter, ct);
            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            else if (page.Rows.Count == 0)
            {
                report.Must($"staff: {what}, rows", "some", "none", holds: false);
            }
        }

        return times.Percentile(0.95);
    }
}
