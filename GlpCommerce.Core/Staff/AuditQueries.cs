using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>Which rows of the audit log are wanted. What is left out does not narrow.</summary>
/// <param name="Subject">Only what was done to this, such as <c>order:17</c>, and lists that showed it.</param>
/// <param name="AccountId">Only what this account did.</param>
/// <param name="Action">Only what was done in this way, such as <c>order.shipped</c>.</param>
public sealed record AuditFilter(string? Subject = null, long? AccountId = null, string? Action = null);

/// <summary>One page of the audit log, newest first.</summary>
/// <param name="Older">The next page is what lies before this row; null when this is the last one.</param>
public sealed record AuditRows(IReadOnlyList<AuditEntry> Rows, long? Older);

/// <summary>Reads the audit log for staff.</summary>
public sealed class AuditQueries(IShopDbFactory shop)
{
    public const int PageSize = 50;

    /// <summary>
    /// No index leads to an action, nor to the lists that showed an order. So that a rare one costs no walk through years of rows, a page
    /// looks back over so many and says from where to go on.
    /// </summary>
    public const int MostLookedAt = 20_000;

    /// <param name="before">Only rows older than this one; null for the newest.</param>
    /// <param name="most">Rows that are looked at for an action, and lists of orders for what showed one.</param>
    public async Task<AuditRows> PageAsync(AuditFilter filter, long? before = null, int most = MostLookedAt, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var (action, subject, account) = (filter.Action, filter.Subject, filter.AccountId);
        var isOrder = subject?.StartsWith("order:", StringComparison.Ordinal) == true;
        var floor = action is not null ? Math.Min(before ?? long.MaxValue, await db.AuditHeads.Select(h => h.LastId).SingleAsync(ct) + 1) - 1 - most
            : isOrder ? await ListsFromAsync(db, before, most, ct) : 0;
        var rows = db.AuditEntries.AsNoTracking()
            .Where(e => (before == null || e.Id < before) && e.Id > floor && (action == null || e.Action == action) && (account == null || e.AccountId == account));
        var found = await NewestAsync(subject is null ? rows : rows.Where(e => e.Subject == subject), ct);
        if (isOrder)
        {
            // A statement of its own, so that each is led by the index.
            var name = $" {subject} ";
            found.AddRange(await NewestAsync(rows.Where(e => e.Subject == AuditLog.OrderList && (" " + e.Note + " ").Contains(name)), ct));
            found = [.. found.OrderByDescending(e => e.Id).Take(PageSize + 1)];
        }

        return found.Count > PageSize ? new AuditRows(found[..PageSize], found[PageSize - 1].Id) : new AuditRows(found, floor > 0 ? floor + 1 : null);
    }

    /// <summary>Behind which row so many lists of orders stand, or 0; by the index of what was done to what.</summary>
    private static Task<long> ListsFromAsync(ShopDb db, long? before, int most, CancellationToken ct) =>
        db.AuditEntries.Where(e => e.Subject == AuditLog.OrderList && (before == null || e.Id < before)).OrderByDescending(e => e.Id).Skip(most).Select(e => e.Id).FirstOrDefaultAsync(ct);

    private static Task<List<AuditEntry>> NewestAsync(IQueryable<AuditEntry> rows, CancellationToken ct) =>
        rows.OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(ct);
}
