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
        var old = clock.GetUtcNow().UtcDateTime - ProductBatch.Kept;
        await using var db = shop.Open();
        var gone = 0;
        while (await db.ProductBatches.AsNoTracking().Where(b => b.CreatedAt <= old && (b.AppliedAt == null || b.AppliedAt <= old) && (b.UndoneAt == null || b.UndoneAt <= old))
            .OrderBy(b => b.CreatedAt).FirstOrDefaultAsync(ct) is { } batch)
        {
            await ForgetAsync(db, batch, ct);
            gone++;
        }

        return gone;
    }

    /// <summary>A few rows at a time: others write meanwhile. The batch goes last, so that a run that is broken off is taken up again.</summary>
    private async Task ForgetAsync(ShopDb db, ProductBatch batch, CancellationToken ct)
    {
        while (await ManyProducts.DropAsync(db, batch.Id, ct) > 0 || await BatchSteps.DropRowsAsync(db, batch.Id, ct) > 0)
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
