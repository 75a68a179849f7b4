using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>What the jobs of a batch do alike.</summary>
internal static class BatchSteps
{
    /// <summary>The batch, if it is where a job expects it: what was done already is not done again.</summary>
    public static async Task<ProductBatch?> FindAsync(IShopDbFactory shop, long id, int round, BatchState state, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await db.ProductBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.Round == round && b.State == state, ct);
    }

    /// <summary>Throws away the rows of an earlier dry run, a few at a time.</summary>
    public static async Task ClearAsync(JobLease lease, long batchId, CancellationToken ct)
    {
        for (var gone = 1; gone > 0;)
        {
            await lease.CheckpointAsync(async db => gone = await DropRowsAsync(db, batchId, ct), ct);
        }
    }

    public static Task<int> DropRowsAsync(ShopDb db, long batchId, CancellationToken ct)
    {
        var some = db.BatchRows.Where(r => r.BatchId == batchId).OrderBy(r => r.Number).Select(r => r.Id).Take(500);
        return db.BatchRows.Where(r => some.Contains(r.Id)).ExecuteDeleteAsync(ct);
    }

    /// <summary>Throws away what an earlier run has put down beside the catalogue.</summary>
    public static async Task DropStagedAsync(JobLease lease, long batchId, CancellationToken ct)
    {
        for (var gone = 1; gone > 0;)
        {
            await lease.CheckpointAsync(async db => gone = await ManyProducts.DropAsync(db, db.StagedProducts.Where(s => s.BatchId == batchId), ct), ct);
        }
    }

    /// <summary>The next rows that change something, each with its product as it is now.</summary>
    /// <param name="after">The number of the last row that was read.</param>
    public static async Task<List<(BatchRow Row, Product? Product)>> NextAsync(ShopDb db, IQueryable<BatchRow> rows, int after, CancellationToken ct)
    {
        var next = await rows.AsNoTracking().Where(r => r.Number > after).OrderBy(r => r.Number).Take(FileRows.Portion).ToListAsync(ct);
        var ids = next.Select(row => row.ProductId).OfType<int>().ToList();
        var products = await db.Products.AsNoTracking().AsSplitQuery().Include(p => p.Stages).Include(p => p.Pictures).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return next.ConvertAll(row => (row, row.ProductId is { } id ? products.GetValueOrDefault(id) : null));
    }

    /// <summary>Ends what a job has begun: nothing comes of it, and the batch says why.</summary>
    /// <returns>False when the batch is no longer where the job has found it.</returns>
    public static async Task<bool> RefuseAsync(ShopDb db, ProductBatch batch, BatchState state, Problem problem, CancellationToken ct) =>
        await db.ProductBatches.Where(b => b.Id == batch.Id && b.Round == batch.Round && b.State == batch.State).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.State, state).SetProperty(b => b.Trouble, problem.Message), ct) == 1;

    /// <summary>
    /// Takes a batch back to where it stood before a job began that will not end it. It is another round then: whatever becomes of
    /// that job, it does nothing to what is begun next.
    /// </summary>
    /// <returns>False when the batch does not wait for that job.</returns>
    public static async Task<bool> PutBackAsync(ShopDb db, long id, int round, (BatchState From, BatchState To) state, Problem problem, CancellationToken ct) =>
        await db.ProductBatches.Where(b => b.Id == id && b.Round == round && b.State == state.From).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.State, state.To).SetProperty(b => b.Round, round + 1).SetProperty(b => b.Done, 0).SetProperty(b => b.Trouble, problem.Message), ct) == 1;

    /// <summary>Says that a job has done the whole, unless the batch is no longer where the job has found it.</summary>
    public static async Task<bool> EndAsync(ShopDb db, ProductBatch batch, BatchState state, int left, CancellationToken ct) =>
        await db.ProductBatches.Where(b => b.Id == batch.Id && b.Round == batch.Round && b.State == batch.State).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.State, state).SetProperty(b => b.Left, left), ct) == 1;

    public static Task ProgressAsync(ShopDb db, long batchId, int done, CancellationToken ct) =>
        db.ProductBatches.Where(b => b.Id == batchId).ExecuteUpdateAsync(set => set.SetProperty(b => b.Done, done), ct);
}
