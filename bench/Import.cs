using System.Diagnostics;
using System.Globalization;
using System.Text;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>
/// The longest file that the shop takes, of which a few rows are wrong: how long the dry run, the writing and the undoing take, and how
/// long another writer waits meanwhile.
/// </summary>
internal static class Import
{
    private const int Rows = 50_000;
    private const int Wrong = 300;

    /// <summary>Every so manieth row is wrong, until there are enough.</summary>
    private const int Each = 160;

    /// <summary>An API request ends after five seconds.</summary>
    private const double LongestWait = 5_000;

    private static readonly Actor By = new(1, Roles.Manager);

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, 0, ct);
        await using var core = store.OpenCore();
        Console.Error.WriteLine($"A file of {Rows:N0} rows, {Wrong:N0} of them wrong");
        var editor = core.GetRequiredService<BatchEditor>();
        var before = await CountAsync(core, ct);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(File()));
        var id = (await editor.TakeAsync(By, "long.csv", file, ct)).Value;

        await editor.PlanAsync(By, id, ct: ct);
        var planned = await WorkAsync(core, report, "dry run", id, ct);
        report.Must("import: new; wrong", $"{Rows - Wrong:N0}; {Wrong:N0}", $"{planned.Made:N0}; {planned.Wrong:N0}", (planned.Made, planned.Wrong) == (Rows - Wrong, Wrong));
        await editor.ApplyAsync(By, id, planned.Round, leaveOutWrong: true, ct);
        await WorkAsync(core, report, "writing", id, ct);
        var made = await CountAsync(core, ct) - before;
        report.Must("import: products in the shop", $"{Rows - Wrong:N0}", $"{made:N0}", made == Rows - Wrong);
        await editor.UndoAsync(By, id, ct);
        await WorkAsync(core, report, "undoing", id, ct);
        var left = await CountAsync(core, ct) - before;
        report.Must("import: products in the shop after undoing", "0", $"{left:N0}", left == 0);
    }

    private static async Task<int> CountAsync(ServiceProvider core, CancellationToken ct)
    {
        await using var db = core.GetRequiredService<IShopDbFactory>().Open();
        return await db.Products.CountAsync(p => !p.IsArchived, ct);
    }

    /// <summary>Runs the job of a batch while somebody else writes every 50 ms.</summary>
    private static async Task<ProductBatch> WorkAsync(ServiceProvider core, Report report, string what, long id, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writer = WaitAsync(core.GetRequiredService<IShopDbFactory>(), done.Token);
        var (jobs, batches, clock) = (core.GetRequiredService<JobRunner>(), core.GetRequiredService<BatchQueries>(), Stopwatch.StartNew());
        ProductBatch batch;
        do
        {
            await jobs.RunDueAsync(ct: ct);
            batch = (await batches.FindAsync(id, ct))!;
        }
        while (batch.IsAtWork);

        report.Note($"import: {what}", clock.Elapsed.TotalSeconds, "s");
        await done.CancelAsync();
        report.AtMost($"import: another writer's longest wait, {what}", await writer, LongestWait, "ms");
        return batch;
    }

    private static async Task<double> WaitAsync(IShopDbFactory shop, CancellationToken done)
    {
        var longest = 0.0;
        while (!done.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            // Takes the writers' turn and changes nothing.
            await shop.InTransactionAsync(
                async db => await db.Carts.Where(c => c.Id == Guid.Empty).ExecuteUpdateAsync(set => set.SetProperty(c => c.DiscountCode, (string?)null), CancellationToken.None),
                CancellationToken.None);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }

        return longest;
    }

    private static string File()
    {
        var text = new StringBuilder("sku,name,summary,description,category,kind,price,weight,stages,state\r\n");
        for (var row = 1; row <= Rows; row++)
        {
            var price = row % Each == 0 && row / Each <= Wrong ? "cheap" : "9.90";
            text.Append(CultureInfo.InvariantCulture, $"LONG-{row},Long cup {row},A small cup of oats.,A cup for one morning.,meal-prep,Food,{price},250,active,Published\r\n");
        }

        return text.ToString();
    }
}
