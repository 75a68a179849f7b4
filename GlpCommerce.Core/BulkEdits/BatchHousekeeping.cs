using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Forgets batches after 30 days, with their files and rows. What they changed stays in the history of each product and in the audit log.</summary>
public sealed class BatchHousekeeping(IShopDbFactory shop, IMediaStore media, TimeProvider clock)
{
    /// <returns>How many went.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var (old, gone) = (Old(db.ProductBatches, clock.GetUtcNow().UtcDateTime - ProductBatch.Kept), 0);
        while (await old.AsNoTracking().OrderBy(b => b.CreatedAt).FirstOrDefaultAsync(ct) is { } batch)
        {
            // From here on nobody begins anything with it; who has begun since it was found keeps it.
            if (await old.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BatchState.Forgotten), ct) == 1)
            {
                await ForgetAsync(db, batch, ct);
                gone++;
            }
        }

        return gone;
    }

    private static IQueryable<ProductBatch> Old(IQueryable<ProductBatch> batches, DateTime old) => batches.Where(
        b => b.State == BatchState.Forgotten
            || (b.State != BatchState.Planning && b.State != BatchState.Applying && b.State != BatchState.Undoing
                && b.CreatedAt <= old && (b.AppliedAt == null || b.AppliedAt <= old) && (b.UndoneAt == null || b.UndoneAt <= old)));

    /// <summary>A few rows at a time: others write meanwhile. The batch goes last, so that a run that is broken off is taken up again.</summary>
    private async Task ForgetAsync(ShopDb db, ProductBatch batch, CancellationToken ct)
    {
        while (await ManyProducts.DropAsync(db, db.StagedProducts.Where(s => s.BatchId == batch.Id), ct) > 0 || await BatchSteps.DropRowsAsync(db, batch.Id, ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }

        if (batch.FileKey is { } key)
        {
            await media.DeleteAsync(key, ct);
        }

        await db.ProductBatches.Where(b => b.Id == batch.Id).ExecuteDeleteAsync(ct);
    }
}
