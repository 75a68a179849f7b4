using System.Globalization;
using System.Text;

namespace GlpCommerce.Core.Claims;

/// <summary>
/// A text in its plainest letters, so that a word is found however it is disguised: with accents, in letters that only look
/// like ours, with marks between them. It remembers where each letter stood.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>Cyrillic and Greek letters that look like Latin ones, and those.</summary>
    private const string Alike = "аеорсухіјѕкмтнвбгαοερτυκινωϲ";
    private const string Latin = "aeopcyxijskmthbbraoeptukinwc";

    private readonly List<int> _origins;

    private FoldedText(string text, List<int> origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    public static FoldedText Of(string text)
    {
        var (folded, origins) = (new StringBuilder(text.Length), new List<int>(text.Length));
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var letter in Plain(text[at]))
            {
                if (letter != ' ' || folded.Length == 0 || folded[^1] != ' ')
                {
                    folded.Append(letter);
                    origins.Add(at);
                }
            }
        }

        return new FoldedText(folded.ToString(), origins);
    }

    /// <summary>Letters and digits alone: what "O z e m p i c" leaves.</summary>
    public FoldedText WithoutGaps()
    {
        var kept = Enumerable.Range(0, Text.Length).Where(at => char.IsLetterOrDigit(Text[at])).ToList();
        return new FoldedText(string.Concat(kept.Select(at => Text[at])), kept.ConvertAll(at => _origins[at]));
    }

    /// <summary>Where a stretch of this text stands in the one it was made of.</summary>
    public (int Start, int Length) Origin(int start, int length) => (_origins[start], _origins[start + length - 1] - _origins[start] + 1);

    private static string Plain(char letter) => letter switch
    {
        // Emphasis may begin inside a word.
        '*' or '\u00ad' => "",
        '\u2018' or '\u2019' => "'",
        < '\u0080' and not (< ' ') => char.ToLowerInvariant(letter).ToString(),
        _ when char.IsWhiteSpace(letter) => " ",
        _ when char.IsSurrogate(letter) => ".",
        _ => Decomposed(letter),
    };

    private static string Decomposed(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark ? ""
        : char.GetUnicodeCategory(letter) is UnicodeCategory.DashPunctuation ? "-"
        : char.GetUnicodeCategory(letter) is UnicodeCategory.OtherNotAssigned ? "."
        : string.Concat(letter.ToString().Normalize(NormalizationForm.FormKD).Where(part => char.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            .Select(part => Alike.IndexOf(char.ToLowerInvariant(part), StringComparison.Ordinal) is >= 0 and var at ? Latin[at] : char.ToLowerInvariant(part)));
}
