using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>Writes down who saw and changed what.</summary>
public sealed class AuditLog(IShopDbFactory shop, AuditKey key, TimeProvider clock)
{
    /// <summary>What a list of orders is called; its note names those that it showed.</summary>
    public const string OrderList = "orders";

    internal const int LongestNote = 400;

    /// <summary>
    /// Adds a row to the transaction that makes the change, as its last act: from here on everybody else who adds one waits
    /// until it is committed.
    /// </summary>
    /// <param name="db">Inside <see cref="IShopDbFactory.InTransactionAsync{T}"/>.</param>
    /// <param name="action">Such as <c>order.shipped</c>.</param>
    /// <param name="subject">Such as <c>order:17</c>.</param>
    /// <param name="note">Why, or which part; never a value of a person. Up to 400 characters, the rest is cut off.</param>
    public async Task AddAsync(ShopDb db, Actor by, string action, string subject, string? note = null, CancellationToken ct = default)
    {
        // What the change itself has staged goes first, so that nothing waits for a lock while this one is held.
        await db.SaveChangesAsync(ct);
        var heads = db.AuditHeads.Where(h => h.Id == AuditHead.TheOne);
        await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.LastId, h => h.LastId + 1), ct);
        var head = await heads.AsNoTracking().SingleAsync(ct);
        var row = new AuditEntry
        {
            Id = head.LastId,
            At = Whole(clock.GetUtcNow().UtcDateTime),
            AccountId = by.AccountId,
            Action = action,
            Subject = subject,
            Note = note is null ? null : Input.Cut(note, LongestNote),
            Seal = "",
        };
        var seal = AuditEntry.SealOf(key, head.Seal, row);
        db.AuditEntries.Add(new AuditEntry { Id = row.Id, At = row.At, AccountId = row.AccountId, Action = action, Subject = subject, Note = row.Note, Seal = seal });
        await db.SaveChangesAsync(ct);
        await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Seal, seal), ct);
    }

    /// <summary>Writes down that somebody saw what is a person's own.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public Task NoteReadAsync(Actor by, string action, string subject, string? note = null, CancellationToken ct = default) => shop.InTransactionAsync(
        async db =>
        {
            await AddAsync(db, by, action, subject, note, ct);
            return true;
        },
        ct);

    /// <summary>Which rows a list showed, as its note: each by its whole name, and when they are too many, how many more.</summary>
    /// <param name="what">Such as <c>order</c>.</param>
    public static string Naming(string what, IReadOnlyList<long> ids)
    {
        for (var named = ids.Count; ; named--)
        {
            var note = string.Join(' ', ids.Take(named).Select(id => string.Create(CultureInfo.InvariantCulture, $"{what}:{id}")))
                + (named < ids.Count ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - named} more") : "");
            if (note.Length <= LongestNote)
            {
                return note;
            }
        }
    }

    /// <summary>PostgreSQL keeps microseconds: a row must read as it was sealed.</summary>
    private static DateTime Whole(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}
