using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>Who changed which field, and when.</summary>
public sealed class FieldHistory(IShopDbFactory shop)
{
    /// <summary>Newest first.</summary>
    /// <param name="before">Only what is older than this row; null to begin.</param>
    public async Task<IReadOnlyList<FieldChange>> ReadAsync(string subject, long? before, int count, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.FieldChanges.AsNoTracking().Where(c => c.Subject == subject && (before == null || c.Id < before))
            .OrderByDescending(c => c.Id).Take(Math.Clamp(count, 1, 200)).ToListAsync(ct);
    }

    /// <summary>What happened after a version, oldest first.</summary>
    public async Task<IReadOnlyList<FieldChange>> SinceAsync(string subject, int version, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.FieldChanges.AsNoTracking().Where(c => c.Subject == subject && c.Version > version).OrderBy(c => c.Id).Take(1_000).ToListAsync(ct);
    }

    /// <summary>Stages changes in the caller's transaction.</summary>
    /// <param name="version">The version that they lead to.</param>
    internal static void Add(ShopDb db, string subject, int version, IEnumerable<TextChange> changes, Actor by, DateTime now) =>
        db.FieldChanges.AddRange(changes.Select(change => new FieldChange
        {
            Subject = subject, Version = version, Field = change.Field, Before = change.Before, After = change.After, AccountId = by.AccountId, At = now,
        }));
}
