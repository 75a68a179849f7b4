using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Jobs;

/// <summary>Throws away jobs that were done long ago. Nothing asks for them; those that were given up stay for people to look at.</summary>
public sealed class JobHousekeeping(IShopDbFactory shop, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Others write between two batches.</summary>
    private const int Batch = 500;

    /// <returns>How many went.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var old = clock.GetUtcNow().UtcDateTime - Kept;
        await using var db = shop.Open();
        var gone = 0;
        // In the order of their ids, which is that of time: the oldest are found without a look at the younger.
        while (await db.Jobs.Where(j => j.DoneAt <= old && j.DeadAt == null).OrderBy(j => j.Id).Select(j => j.Id).Take(Batch).ToListAsync(ct) is { Count: > 0 } ids)
        {
            gone += await db.Jobs.Where(j => ids.Contains(j.Id)).ExecuteDeleteAsync(ct);
        }

        return gone;
    }
}
