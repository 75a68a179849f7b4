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
    /// <summary>Letters that look like Latin ones (Cyrillic, Greek, the dotless i, small capitals), and those.</summary>
    private const string Alike = "аеорсухіјѕкмтнвбгαοερτυκινωϲıᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ";
    private const string Latin = "aeopcyxijskmthbbraoeptukinwciabcdefghijklmnoprstuvwyz";

    private readonly List<(int Start, int End)> _origins;

    private FoldedText(string text, List<(int Start, int End)> origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    public static FoldedText Of(string text) => Of(text, null);

    /// <param name="places">Where each letter stood before; null where it stands.</param>
    public static FoldedText Of(string text, IReadOnlyList<int>? places)
    {
        var (folded, origins) = (new StringBuilder(text.Length), new List<(int Start, int End)>(text.Length));
        for (var at = 0; at < text.Length;)
        {
            // Half a pair counts as a character that nobody knows.
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var last = at + length - 1;
            foreach (var letter in Plain(rune))
            {
                if (letter != ' ' || folded.Length == 0 || folded[^1] != ' ')
                {
                    folded.Append(letter);
                    origins.Add(places is null ? (at, last) : (places[at], places[last]));
                }
            }

            at += length;
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
    public (int Start, int Length) Origin(int start, int length) =>
        (_origins[start].Start, Math.Max(1, _origins[start + length - 1].End - _origins[start].Start + 1));

    private FoldedText Kept(List<int> kept) => new(string.Concat(kept.Select(at => Text[at])), kept.ConvertAll(at => _origins[at]));

    private static string Plain(Rune letter) => letter.Value switch
    {
        // Emphasis may begin inside a word.
        '*' or '\u00ad' => "",
        '\u2018' or '\u2019' => "'",
        < '\u0080' and not (< ' ') => Rune.ToLowerInvariant(letter).ToString(),
        _ when Rune.IsWhiteSpace(letter) => " ",
        _ => Rune.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark => "",
            UnicodeCategory.DashPunctuation => "-",
            UnicodeCategory.OtherNotAssigned => ".",
            _ => Decomposed(letter) is var plain && plain.Any(char.IsSurrogate) ? "." : plain,
        },
    };

    private static string Decomposed(Rune letter) => string.Concat(
        letter.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes()
            .Where(part => Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            .Select(part => Rune.ToLowerInvariant(part).ToString())
            .Select(part => Alike.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at ? Latin[at].ToString() : part));

    [GeneratedRegex("(?<![a-z0-9])[a-z0-9](?:[^a-z0-9]{1,3}[a-z0-9](?![a-z0-9])){3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Spaced();
}
