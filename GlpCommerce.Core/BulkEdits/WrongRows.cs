using CsvHelper;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Gives back the rows of a file that are wrong, as they stood there, each with the reason behind it: to be mended and brought in again.</summary>
public sealed class WrongRows(IShopDbFactory shop, IMediaStore media)
{
    /// <returns>False when there is no such file any more.</returns>
    public async Task<bool> WriteAsync(long batchId, Func<Stream> open, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (await db.ProductBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.Kind == BatchKind.Import && b.State != BatchState.Forgotten, ct) is not { FileKey: { } key } batch
            || await media.OpenAsync(key, ct) is not { } stream)
        {
            return false;
        }

        using var table = CsvTable.Open(stream, ImportOrder.Of(batch).Separator).Value!;
        await using var writer = CsvWriter.Create(open(), new CsvWriterOptions { HasHeader = false, WriteByteOrderMark = true, NewLine = "\r\n" }, leaveOpen: true);
        await ProductExport.WriteAsync(writer, [.. table.Header, FileColumns.Why], ct);
        foreach (var lines in table.Lines().Chunk(FileRows.Portion))
        {
            var (first, last) = (lines[0].Number, lines[^1].Number);
            var wrong = await BatchQueries.Chosen(db, batchId, RowChoice.Wrong).Where(r => r.Number >= first && r.Number <= last).ToDictionaryAsync(r => r.Number, ct);
            foreach (var line in lines.Where(line => wrong.ContainsKey(line.Number)))
            {
                // A row with too few cells gets empty ones, so that the reason stands in its own column.
                var cells = line.Cells.Select(CsvCell.Restore).Concat(Enumerable.Repeat("", Math.Max(0, table.Header.Count - line.Cells.Count)));
                await ProductExport.WriteAsync(writer, [.. cells, Reason(wrong[line.Number])], ct);
            }

            await writer.FlushAsync(ct);
        }

        return true;
    }

    private static string Reason(BatchRow row) => string.Join(' ', row.ProblemList.Select(problem => problem.Column is { } column ? $"{column}: {problem.Sentence}" : problem.Sentence));
}
