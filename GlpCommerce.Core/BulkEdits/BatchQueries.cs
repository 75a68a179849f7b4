using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Which rows of a batch are wanted.</summary>
public enum RowChoice
{
    All,
    New,
    Changed,
    Wrong,

    /// <summary>What undoing left as it was.</summary>
    Left,
}

/// <summary>Reads batches for staff.</summary>
public sealed class BatchQueries(IShopDbFactory shop)
{
    /// <summary>Rows on one page.</summary>
    public const int PageSize = 50;

    public async Task<ProductBatch?> FindAsync(long id, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.ProductBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.State != BatchState.Forgotten, ct);
    }

    /// <summary>Newest first.</summary>
    /// <param name="before">Only older ones; null to begin.</param>
    public async Task<IReadOnlyList<ProductBatch>> ListAsync(long? before, int count, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.ProductBatches.AsNoTracking().Where(b => b.State != BatchState.Forgotten && (before == null || b.Id < before)).OrderByDescending(b => b.Id).Take(Math.Clamp(count, 1, 100)).ToListAsync(ct);
    }

    /// <summary>One page of a batch's rows in their order.</summary>
    /// <param name="page">From 1.</param>
    public async Task<IReadOnlyList<BatchRow>> RowsAsync(long id, RowChoice choice, int page, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await Chosen(db, id, choice).OrderBy(r => r.Number).Skip(Math.Max(0, page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
    }

    internal static IQueryable<BatchRow> Chosen(ShopDb db, long id, RowChoice choice)
    {
        var rows = db.BatchRows.AsNoTracking().Where(r => r.BatchId == id);
        return choice switch
        {
            RowChoice.New => rows.Where(r => r.Outcome == RowOutcome.New),
            RowChoice.Changed => rows.Where(r => r.Outcome == RowOutcome.Changed),
            RowChoice.Wrong => rows.Where(r => r.Outcome == RowOutcome.Wrong),
            RowChoice.Left => rows.Where(r => r.Left != null),
            _ => rows,
        };
    }
}
