using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Throws away codes for orders that nobody brought back in time. One that was changed for a key stays: its row is what lets
/// that key in.
/// </summary>
public sealed class OrderCodeHousekeeping(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>Codes are counted by the hour.</summary>
    private static readonly TimeSpan CodesAreKept = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct = default)
    {
        var old = clock.GetUtcNow().UtcDateTime - CodesAreKept;
        await using var db = shop.Open();
        await db.OrderCodes.Where(c => c.ExpiresAt <= old && c.TokenHash == null).ExecuteDeleteAsync(ct);
    }
}
