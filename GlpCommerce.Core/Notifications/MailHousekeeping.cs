using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Notifications;

/// <summary>Throws away the words of e-mails that were sent long ago. That they were sent stays.</summary>
public sealed class MailHousekeeping(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>How long somebody may ask what was written to them.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Others write between two batches.</summary>
    private const int Batch = 500;

    /// <returns>How many went.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var old = clock.GetUtcNow().UtcDateTime - Kept;
        await using var db = shop.Open();
        var gone = 0;
        while (await db.EmailCopies.Where(c => c.KeptAt <= old).OrderBy(c => c.KeptAt).Select(c => c.EmailId).Take(Batch).ToListAsync(ct) is { Count: > 0 } ids)
        {
            gone += await db.EmailCopies.Where(c => ids.Contains(c.EmailId)).ExecuteDeleteAsync(ct);
        }

        return gone;
    }
}
