using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Reading orders, and what of it stands in the audit log.</summary>
internal static class OrderReads
{
    /// <summary>Reads from a database that a test has in its hands.</summary>
    public static OrderQueries Of(IShopDbFactory database) => new(database, new AuditLog(database, new AuditKey([1]), TimeProvider.System));

    /// <summary>What somebody did, oldest first.</summary>
    public static async Task<IReadOnlyList<(string Action, string Subject)>> DoneByAsync(this ShopDb db, long accountId) =>
        [.. (await db.AuditEntries.AsNoTracking().Where(e => e.AccountId == accountId).OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Subject))];
}
