using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Who changed what of a product, and when.</summary>
public sealed class ProductHistory(IShopDbFactory shop)
{
    /// <summary>Newest first.</summary>
    /// <param name="before">Only what is older than this row; null to begin.</param>
    public async Task<IReadOnlyList<ProductChange>> ReadAsync(int productId, long? before, int count, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.ProductChanges.AsNoTracking().Where(c => c.ProductId == productId && (before == null || c.Id < before))
            .OrderByDescending(c => c.Id).Take(Math.Clamp(count, 1, 200)).ToListAsync(ct);
    }

    /// <summary>What happened after a version, oldest first.</summary>
    public async Task<IReadOnlyList<ProductChange>> SinceAsync(int productId, int version, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.ProductChanges.AsNoTracking().Where(c => c.ProductId == productId && c.Version > version).OrderBy(c => c.Id).Take(500).ToListAsync(ct);
    }
}
