using System.Text;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.BulkEdits;

/// <summary>Files and batches as staff bring them in.</summary>
internal static class Batches
{
    /// <summary>A file with these columns; each row has its cells with bars between them.</summary>
    public static string Csv(string columns, params string[] rows) => string.Join("\r\n", [.. rows.Prepend(columns).Select(row => row.Replace('|', ','))]);

    public static async Task<Result<long>> TakeAsync(this TestShop shop, byte[] file, Actor? by = null) =>
        await shop.Get<BatchEditor>().TakeAsync(by ?? Typed.Lee, "products.csv", new MemoryStream(file));

    /// <summary>A file whose dry run can be read.</summary>
    public static async Task<ProductBatch> PlannedAsync(this TestShop shop, string csv, IReadOnlyDictionary<string, string>? defaults = null)
    {
        var taken = await shop.TakeAsync(Encoding.UTF8.GetBytes(csv));
        Assert.Empty(taken.Problems);
        Assert.Empty((await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, taken.Value, defaults: defaults)).Problems);
        return await shop.SettledAsync(taken.Value);
    }

    public static async Task<ProductBatch> AppliedAsync(this TestShop shop, ProductBatch batch, bool leaveOutWrong = false)
    {
        Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, batch.Id, batch.Round, leaveOutWrong)).Problems);
        return await shop.SettledAsync(batch.Id);
    }

    public static async Task<ProductBatch> UndoneAsync(this TestShop shop, ProductBatch batch)
    {
        Assert.Empty((await shop.Get<BatchEditor>().UndoAsync(Typed.Dana, batch.Id)).Problems);
        return await shop.SettledAsync(batch.Id);
    }

    /// <summary>A change of many products whose dry run can be read.</summary>
    public static async Task<ProductBatch> PlannedAsync(this TestShop shop, BulkChange change, params int[] ids)
    {
        var begun = await shop.Get<BatchEditor>().ChangeAsync(Typed.Lee, new EditOrder(ids, null, change), "A change");
        Assert.Empty(begun.Problems);
        return await shop.SettledAsync(begun.Value);
    }

    public static async Task<ProductBatch> SettledAsync(this TestShop shop, long id)
    {
        await shop.RunJobsAsync();
        return (await shop.Get<BatchQueries>().FindAsync(id))!;
    }

    public static Task<IReadOnlyList<BatchRow>> RowsAsync(this TestShop shop, ProductBatch batch, RowChoice choice = RowChoice.All) =>
        shop.Get<BatchQueries>().RowsAsync(batch.Id, choice, 1);

    /// <summary>The sentences of the rows that are wrong.</summary>
    public static async Task<List<string>> SentencesAsync(this TestShop shop, ProductBatch batch) =>
        [.. (await shop.RowsAsync(batch, RowChoice.Wrong)).SelectMany(row => row.ProblemList.Select(problem => problem.Sentence))];

    /// <summary>The list of all products, archive and drafts included, as a file.</summary>
    public static async Task<string> ExportAsync(this TestShop shop, ExportFormat format, StaffProductFilter? filter = null)
    {
        using var file = new MemoryStream();
        await shop.Get<ProductExport>().WriteAsync(filter ?? new StaffProductFilter(), format, file);
        return Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF');
    }
}
