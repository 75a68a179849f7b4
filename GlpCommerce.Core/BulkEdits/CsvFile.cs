using System.Text;
using CsvHelper;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>What a file says of itself before anything of it is done.</summary>
/// <param name="Sample">Its first row, each cell cut short.</param>
internal sealed record FileFacts(IReadOnlyList<string> Header, IReadOnlyList<string> Sample, char Separator, int Rows);

/// <summary>Reads a file once to its end: whatever makes it unreadable is found here.</summary>
internal static class CsvFile
{
    public const int Largest = 32 * 1024 * 1024;
    private const int LongestSample = 60;
    private const int Portion = 64 * 1024;

    /// <returns>Its facts, or a problem with a code of <c>file.…</c>.</returns>
    public static async Task<Result<FileFacts>> ReadAsync(IMediaStore media, string key, CancellationToken ct)
    {
        await using (var stream = (await media.OpenAsync(key, ct))!)
        {
            if (await EncodingAsync(stream, ct) is { } problem)
            {
                return problem;
            }
        }

        await using var again = (await media.OpenAsync(key, ct))!;
        var opened = CsvTable.Open(again);
        if (opened.Value is not { } table)
        {
            return opened.Problem!;
        }

        using (table)
        {
            return Count(table);
        }
    }

    private static Result<FileFacts> Count(CsvTable table)
    {
        var (rows, sample) = (0, (IReadOnlyList<string>)[]);
        try
        {
            foreach (var line in table.Lines())
            {
                sample = rows++ == 0 ? [.. line.Cells.Select(Short)] : sample;
                if (rows > CsvTable.MostRows)
                {
                    return BatchProblems.TooManyRows;
                }
            }
        }
        catch (CsvFormatException)
        {
            return BatchProblems.RowTooLong;
        }

        return rows == 0 ? BatchProblems.Empty : new FileFacts(table.Header, sample, table.Separator, rows);
    }

    /// <summary>UTF-8, with or without its mark, and no character that is none.</summary>
    private static async Task<Problem?> EncodingAsync(Stream stream, CancellationToken ct)
    {
        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars, isFirst) = (new byte[Portion], new char[Portion], true);
        try
        {
            for (int count; (count = await stream.ReadAtLeastAsync(bytes, Portion, throwOnEndOfStream: false, ct)) > 0; isFirst = false)
            {
                var read = bytes.AsSpan(0, count);
                if (isFirst && (read.StartsWith("PK\u0003\u0004"u8) || read.StartsWith("%PDF"u8)))
                {
                    return BatchProblems.NotCsv;
                }

                if (isFirst && (read.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || read.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
                {
                    return BatchProblems.NotUtf8;
                }

                if (read.Contains((byte)0))
                {
                    return BatchProblems.NotCsv;
                }

                decoder.GetChars(read, chars, flush: count < Portion);
            }

            decoder.GetChars([], chars, flush: true);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return BatchProblems.NotUtf8;
        }
    }

    private static string Short(string cell) => cell.Length > LongestSample ? Input.Cut(cell, LongestSample) + "…" : cell;
}
