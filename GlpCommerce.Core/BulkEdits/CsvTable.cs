using CsvHelper;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>A row below the columns' names.</summary>
/// <param name="Number">As a spreadsheet counts it.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells);

/// <summary>A CSV file that is being read, row by row.</summary>
internal sealed class CsvTable : IDisposable
{
    public const int MostRows = 50_000;
    private const int MostColumns = 200;
    private const int LongestRow = 1_000_000;
    private const int LongestName = 100;

    private readonly CsvReader _reader;
    private int _number;

    private CsvTable(CsvReader reader) => _reader = reader;

    public IReadOnlyList<string> Header { get; private set; } = [];

    public char Separator => _reader.Separator;

    /// <summary>Reads the columns' names. A file that <see cref="CsvFile"/> has let through can be read to its end.</summary>
    /// <param name="separator">Null to find it out.</param>
    public static Result<CsvTable> Open(Stream stream, char? separator = null)
    {
        var table = new CsvTable(CsvReader.Create(
            stream, new CsvReaderOptions { HasHeader = false, SkipEmptyLines = false, MaxRecordSize = LongestRow, Separator = separator }, leaveOpen: false));
        try
        {
            var problem = table.Begin();
            if (problem is null)
            {
                return table;
            }

            table.Dispose();
            return problem;
        }
        catch (CsvFormatException)
        {
            table.Dispose();
            return BatchProblems.RowTooLong;
        }
    }

    /// <summary>The rows that hold anything.</summary>
    public IEnumerable<CsvLine> Lines()
    {
        while (Next() is { } cells)
        {
            if (cells.Any(cell => cell != ""))
            {
                yield return new CsvLine(_number, cells);
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private Problem? Begin()
    {
        var header = Next();
        if (header is not null && IsHint(header))
        {
            // A spreadsheet does not count it.
            _number = 0;
            header = Next();
        }

        while (header is not null && header.All(string.IsNullOrWhiteSpace))
        {
            header = Next();
        }

        if (header is null)
        {
            return BatchProblems.Empty;
        }

        Header = header.ConvertAll(name => Input.Line(Input.Cut(CsvCell.Restore(name), LongestName)) ?? "");
        return header.Count > MostColumns ? BatchProblems.TooManyColumns : null;
    }

    /// <summary>"sep=;" before the columns' names: how Excel is told the separator. Whoever finds the separator out has read it already.</summary>
    private static bool IsHint(List<string> cells) =>
        cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && cells[0].Length <= "sep=;".Length && cells.Skip(1).All(cell => cell == "");

    private List<string>? Next()
    {
        if (!_reader.Read())
        {
            return null;
        }

        _number++;
        var cells = new List<string>(_reader.FieldCount);
        for (var at = 0; at < _reader.FieldCount; at++)
        {
            cells.Add(_reader.GetString(at));
        }

        return cells;
    }
}
