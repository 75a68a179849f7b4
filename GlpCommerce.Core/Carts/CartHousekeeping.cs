using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Carts;

/// <summary>Throws away carts that nobody has touched for so long, with their lines; those that became orders are not needed any more either.</summary>
public sealed class CartHousekeeping(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>As long as the browser keeps the cart's cookie.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Shoppers write between two batches.</summary>
    private const int Batch = 500;

    /// <returns>How many went.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var old = clock.GetUtcNow().UtcDateTime - Kept;
        await using var db = shop.Open();
        var gone = 0;
        while (await db.Carts.Where(c => c.UpdatedAt <= old).OrderBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(ct) is { Count: > 0 } ids)
        {
            // Its owner may have come back since it was looked at.
            gone += await db.Carts.Where(c => ids.Contains(c.Id) && c.UpdatedAt <= old).ExecuteDeleteAsync(ct);
        }

        return gone;
    }
}
