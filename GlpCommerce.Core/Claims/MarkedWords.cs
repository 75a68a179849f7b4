using System.Text;
using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>
/// Words that are marked in a text, as whoever wrote them is known by them: letter by letter, whatever became of case, commas, gaps,
/// links and emphasis.
/// </summary>
internal sealed partial class MarkedWords
{
    /// <summary>A sentence of fewer letters may be a part of anybody's: it counts only where it stands as a whole.</summary>
    private const int Long = 20;

    /// <summary>How many letters more a word may have and be the same, as "cures" and "cured" are.</summary>
    private const int Ending = 2;

    private readonly HashSet<(string Letters, bool IsWord)> _words = [];
    private readonly HashSet<string> _sentences = [];

    public MarkedWords(string text, IReadOnlyList<ClaimMark> marks)
    {
        var sentences = SentencesOf(text);
        foreach (var mark in marks)
        {
            var letters = Letters.Of(FoldedText.Of(text.Substring(mark.Start, mark.Length))).Text;
            _words.Add((letters, (mark.Start == 0 || !char.IsLetterOrDigit(text[mark.Start - 1])) && (mark.Start + mark.Length == text.Length || !char.IsLetterOrDigit(text[mark.Start + mark.Length]))));
            var start = sentences.Find(sentence => sentence.Holds(mark.Start)).Start;
            var end = sentences.Find(sentence => sentence.Holds(mark.Start + mark.Length - 1)).End;
            _sentences.UnionWith(ReadingsOf(text[start..Math.Max(end, mark.Start + mark.Length)]).Select(reading => reading.Text));
        }

        _words.RemoveWhere(word => word.Letters == "");
        _sentences.Remove("");
    }

    /// <summary>Whether a text holds any of the words, in whatever sentence.</summary>
    public bool WordsAreIn(string text)
    {
        var readings = ReadingsOf(text).ToList();
        return _words.Any(word => readings.Exists(reading => reading.Holds(word.Letters, word.IsWord)));
    }

    /// <summary>Whether a text says any of the sentences that they stand in, wherever the commas and the full stops are now, or one that is a part of them.</summary>
    public bool SentencesAreIn(string text)
    {
        var whole = ReadingsOf(text).ToList();
        if (_sentences.Any(sentence => sentence.Length >= Long && whole.Exists(reading => reading.Text.Contains(sentence, StringComparison.Ordinal))))
        {
            return true;
        }

        return SentencesOf(text).SelectMany(other => ReadingsOf(text[other.Start..other.End])).Any(
            other => _sentences.Contains(other.Text) || (other.Text.Length >= Long && _words.Any(word => other.Holds(word.Letters, word.IsWord)) && _sentences.Any(sentence => sentence.Contains(other.Text, StringComparison.Ordinal))));
    }

    /// <summary>Whether two texts say the same but for signs, gaps and case. Short ones may do so by chance.</summary>
    public static bool AreSame(string one, string other) =>
        Letters.Of(FoldedText.Of(one)).Text is { Length: >= Long } letters && letters == Letters.Of(FoldedText.Of(other)).Text;

    /// <summary>As it is written, and as it is shown where that is something else.</summary>
    private static IEnumerable<Letters> ReadingsOf(string text)
    {
        var folded = FoldedText.Of(text);
        yield return Letters.Of(folded);
        if (ShownWords.In(text, folded) is { } shown)
        {
            yield return Letters.Of(shown);
        }
    }

    private static List<TextRange> SentencesOf(string text)
    {
        var (sentences, start) = (new List<TextRange>(), 0);
        foreach (var end in SentenceEnd().Matches(text).Select(match => match.Index + match.Length).Append(text.Length))
        {
            sentences.Add(new TextRange(start, end));
            start = end;
        }

        return sentences;
    }

    [GeneratedRegex(@"[.!?]+(?=\s|$)|\n")]
    private static partial Regex SentenceEnd();

    /// <summary>The letters and digits of a text, and where its words begin.</summary>
    private sealed record Letters(string Text, HashSet<int> Beginnings)
    {
        public static Letters Of(FoldedText folded)
        {
            var (text, beginnings) = (new StringBuilder(folded.Text.Length), new HashSet<int>());
            for (var at = 0; at < folded.Text.Length; at++)
            {
                if (char.IsLetterOrDigit(folded.Text[at]))
                {
                    if (at == 0 || !char.IsLetterOrDigit(folded.Text[at - 1]))
                    {
                        beginnings.Add(text.Length);
                    }

                    text.Append(folded.Text[at]);
                }
            }

            return new Letters(text.ToString(), beginnings);
        }

        /// <param name="isWord">Whether it must be a word there: "cure" is no part of what "secure" says.</param>
        public bool Holds(string letters, bool isWord)
        {
            for (var at = Text.IndexOf(letters, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(letters, at + 1, StringComparison.Ordinal))
            {
                var end = at + letters.Length;
                if (!isWord || (Beginnings.Contains(at) && Enumerable.Range(end, Ending + 1).Any(rest => rest >= Text.Length || Beginnings.Contains(rest))))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
