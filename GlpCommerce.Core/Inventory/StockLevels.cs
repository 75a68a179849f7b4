using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Inventory;

/// <summary>Reads what is available right now. Every shelf asks this on every view.</summary>
public static class StockLevels
{
    /// <returns>Units available by product id; a product without a stock row is absent.</returns>
    public static Task<Dictionary<int, int>> ReadAsync(ShopDb db, IReadOnlyCollection<int> productIds, CancellationToken ct) =>
        db.Stock.AsNoTracking().Where(s => productIds.Contains(s.ProductId))
            .Select(s => new { s.ProductId, Available = s.OnHand - s.Reserved })
            .ToDictionaryAsync(s => s.ProductId, s => s.Available, ct);
}
