using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>How the audit log stands.</summary>
/// <param name="Entries">Rows that were looked at.</param>
/// <param name="Fault">The first thing that is not as it was written, in words; null when all is whole.</param>
/// <param name="Seal">The newest row's seal: kept elsewhere, it proves later that nothing up to it was taken away.</param>
public sealed record AuditReport(long Entries, string? Fault, string Seal);

/// <summary>Reads the whole audit log and looks whether each row is the one that was written.</summary>
public sealed class AuditCheck(IShopDbFactory shop, AuditAnchor anchor, AuditKey key)
{
    private const int Batch = 1_000;

    /// <param name="known">A seal that was noted elsewhere, or null: like the one that the shop notes itself each day, it must still stand in the log.</param>
    public async Task<AuditReport> RunAsync(string? known = null, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var noted = anchor.Read();
        // Read first: rows that are added meanwhile lie behind it.
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(h => h.Id == AuditHead.TheOne, ct);
        var (last, seal, isKnown, isNoted) = (0L, "", known is null or "", noted is null);
        while (last < head.LastId)
        {
            var rows = await db.AuditEntries.AsNoTracking().Where(e => e.Id > last && e.Id <= head.LastId).OrderBy(e => e.Id).Take(Batch).ToListAsync(ct);
            if (rows is [])
            {
                return new AuditReport(last, $"Rows {last + 1} to {head.LastId} are missing.", seal);
            }

            foreach (var row in rows)
            {
                if (row.Id != last + 1)
                {
                    return new AuditReport(last, $"Row {last + 1} is missing.", seal);
                }

                if (row.Seal != AuditEntry.SealOf(key, seal, row))
                {
                    return new AuditReport(last, $"Row {row.Id} is not as it was written.", seal);
                }

                (last, seal) = (row.Id, row.Seal);
                (isKnown, isNoted) = (isKnown || seal == known, isNoted || seal == noted!.Seal);
            }
        }

        var fault = seal != head.Seal ? "The end of the log is not as it was written."
            : !isKnown ? "The seal that was noted earlier is not in the log: rows were taken away at its end."
            : !isNoted ? noted!.Missing
            : await OutsideAsync(db, ct);
        return new AuditReport(last, fault, seal);
    }

    /// <summary>A row that the shop did not write, before the first or behind the last: no seal holds it, and it is shown like the others.</summary>
    private static async Task<string?> OutsideAsync(ShopDb db, CancellationToken ct)
    {
        if (await db.AuditEntries.MinAsync(e => (long?)e.Id, ct) is < 1 and var first)
        {
            return $"Row {first} stands before the first one: it was not written by the shop.";
        }

        // The rows first and the head after them: one that is added meanwhile raises both.
        var newest = await db.AuditEntries.MaxAsync(e => (long?)e.Id, ct);
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(h => h.Id == AuditHead.TheOne, ct);
        return newest > head.LastId ? $"Row {newest} stands behind the end of the log: it was not written by the shop." : null;
    }
}
