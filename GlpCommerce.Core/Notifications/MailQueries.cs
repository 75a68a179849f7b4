using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Notifications;

/// <summary>Reads for staff which e-mails left.</summary>
public sealed class MailQueries(IShopDbFactory shop)
{
    public const int PageSize = 50;

    /// <summary>E-mails about orders, newest first, one more than a page when there are older ones.</summary>
    /// <param name="before">Only those older than this one; null for the newest.</param>
    public async Task<IReadOnlyList<Email>> PageAsync(long? before, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Emails.AsNoTracking().Where(e => before == null || e.Id < before).OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(ct);
    }
}
