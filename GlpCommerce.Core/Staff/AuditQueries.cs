using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>Reads the audit log for staff.</summary>
public sealed class AuditQueries(IShopDbFactory shop)
{
    public const int PageSize = 50;

    /// <summary>Rows, newest first, one more than a page when there are older ones.</summary>
    /// <param name="before">Only rows older than this one; null for the newest.</param>
    /// <param name="subject">Only what was done to this, such as <c>order:17</c>, and lists that showed it; null for all.</param>
    /// <param name="accountId">Only what this account did; null for all.</param>
    public async Task<IReadOnlyList<AuditEntry>> PageAsync(long? before, string? subject, long? accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var rows = db.AuditEntries.AsNoTracking().Where(e => (before == null || e.Id < before) && (accountId == null || e.AccountId == accountId));
        var found = await NewestAsync(subject is null ? rows : rows.Where(e => e.Subject == subject), ct);
        if (subject?.StartsWith("order:", StringComparison.Ordinal) != true)
        {
            return found;
        }

        // A statement of its own, so that each is led by the index.
        var name = $" {subject} ";
        found.AddRange(await NewestAsync(rows.Where(e => e.Subject == AuditLog.OrderList && (" " + e.Note + " ").Contains(name)), ct));
        return [.. found.OrderByDescending(e => e.Id).Take(PageSize + 1)];
    }

    private static Task<List<AuditEntry>> NewestAsync(IQueryable<AuditEntry> rows, CancellationToken ct) =>
        rows.OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(ct);
}
