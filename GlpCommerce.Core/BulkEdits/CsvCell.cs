namespace GlpCommerce.Core.BulkEdits;

/// <summary>
/// A spreadsheet runs a cell that begins with certain characters as a formula. An apostrophe before it makes it a text; reading takes
/// exactly that apostrophe away again, so that what was written comes back letter by letter.
/// </summary>
internal static class CsvCell
{
    private const string Dangerous = "=+-@\t\r\n＝＋－＠";

    public static string Defuse(string text) => IsFormula(text) ? "'" + text : text;

    public static string Restore(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    /// <summary>Also behind apostrophes, or one that belongs to the text would be taken for ours.</summary>
    private static bool IsFormula(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        return !rest.IsEmpty && Dangerous.Contains(rest[0]);
    }
}
