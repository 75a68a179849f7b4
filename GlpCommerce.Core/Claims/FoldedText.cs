using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>
/// A text in its plainest letters, so that a word is found however it is disguised: with accents, in letters that only look
/// like ours, with marks between them. It remembers where each letter stood.
/// </summary>
internal sealed partial class FoldedText
{
    /// <summary>Cyrillic and Greek letters that look like Latin ones, and those.</summary>
    private const string Alike = "аеорсухіјѕкмтнвбгαοερτυκινωϲ";
    private const string Latin = "aeopcyxijskmthbbraoeptukinwc";

    private readonly List<int> _origins;

    private FoldedText(string text, List<int> origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    public static FoldedText Of(string text) => Of(text, null);

    /// <param name="places">Where each letter stood before; null where it stands.</param>
    public static FoldedText Of(string text, IReadOnlyList<int>? places)
    {
        var (folded, origins) = (new StringBuilder(text.Length), new List<int>(text.Length));
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var letter in Plain(text[at]))
            {
                if (letter != ' ' || folded.Length == 0 || folded[^1] != ' ')
                {
                    folded.Append(letter);
                    origins.Add(places is null ? at : places[at]);
                }
            }
        }

        return new FoldedText(folded.ToString(), origins);
    }

    /// <summary>Letters and digits alone: what "O z e m p i c" leaves.</summary>
    public FoldedText WithoutGaps() => Kept([.. Enumerable.Range(0, Text.Length).Where(at => char.IsLetterOrDigit(Text[at]))]);

    /// <summary>Words whose letters stand apart, such as "c u r e s", without what stands between.</summary>
    public IEnumerable<FoldedText> SpacedWords()
    {
        foreach (Match run in Spaced().Matches(Text))
        {
            yield return Kept([.. Enumerable.Range(run.Index, run.Length).Where(at => char.IsAsciiLetterOrDigit(Text[at]))]);
        }
    }

    /// <summary>Where a stretch of this text stands in the one it was made of.</summary>
    public (int Start, int Length) Origin(int start, int length) => (_origins[start], Math.Max(1, _origins[start + length - 1] - _origins[start] + 1));

    private FoldedText Kept(List<int> kept) => new(string.Concat(kept.Select(at => Text[at])), kept.ConvertAll(at => _origins[at]));

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

    [GeneratedRegex("(?<![a-z0-9])[a-z0-9](?:[^a-z0-9]{1,3}[a-z0-9](?![a-z0-9])){3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Spaced();
}
