using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Staff;

/// <summary>How the audit log ended on a day.</summary>
/// <param name="Row">Its newest row.</param>
public sealed record NotedSeal(DateOnly Day, long Row, string Seal)
{
    /// <summary>What it means when the log no longer holds that row.</summary>
    internal string Missing => string.Create(CultureInfo.InvariantCulture,
        $"Row {Row}, which was noted on {Day:yyyy-MM-dd}, is not in the log: rows were taken away at its end, or the database was replaced, such as by an older backup. If you did that yourself, delete {DataFolder.AuditSealName} in the data folder.");
}

/// <summary>
/// Notes outside of the database, once a day, how the audit log ends: who can only write there cannot cut off what was noted.
/// The file holds the newest note alone; each of them is in the program's own log too.
/// </summary>
public sealed partial class AuditAnchor(IShopDbFactory shop, DataFolder folder, TimeProvider clock, ILogger<AuditAnchor> logger)
{
    /// <summary>Notes the newest row. While the row that was noted before is missing, that note stays.</summary>
    public async Task NoteAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (Read() is { } before && !await db.AuditEntries.AnyAsync(e => e.Id == before.Row && e.Seal == before.Seal, ct))
        {
            LogMissing(before.Missing);
            return;
        }

        var head = await db.AuditHeads.AsNoTracking().SingleAsync(h => h.Id == AuditHead.TheOne, ct);
        if (head.LastId > 0)
        {
            var note = new NotedSeal(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), head.LastId, head.Seal);
            await WriteAsync(note, ct);
            LogNoted(note.Row, note.Seal);
        }
    }

    /// <summary>The newest note; null before the first one, and when the file holds none.</summary>
    internal NotedSeal? Read() => File.Exists(folder.AuditSeal) && File.ReadAllText(folder.AuditSeal).Trim().Split(' ') is [var day, var row, var seal]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var noted)
        && long.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new NotedSeal(noted, id, seal) : null;

    /// <summary>Whole or not at all.</summary>
    private async Task WriteAsync(NotedSeal note, CancellationToken ct)
    {
        var draft = $"{folder.AuditSeal}.new";
        await File.WriteAllTextAsync(draft, string.Create(CultureInfo.InvariantCulture, $"{note.Day:yyyy-MM-dd} {note.Row} {note.Seal}\n"), ct);
        File.Move(draft, folder.AuditSeal, overwrite: true);
    }

    [LoggerMessage(LogLevel.Information, "The audit log ends with row {Row}; its seal is {Seal}")]
    private partial void LogNoted(long row, string seal);

    [LoggerMessage(LogLevel.Error, "The audit log is not whole: {Fault}")]
    private partial void LogMissing(string fault);
}
