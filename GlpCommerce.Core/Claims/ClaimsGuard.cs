using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>Words in a text that it may not hold.</summary>
/// <param name="Start">Where they begin, in characters of the text as it was given.</param>
/// <param name="Word">The words as they stand there.</param>
/// <param name="Rule">Which rule they break; stable.</param>
/// <param name="Why">In a sentence for staff.</param>
public sealed record ClaimMark(int Start, int Length, string Word, string Rule, string Why)
{
    /// <summary>What else can be done about words that can be approved.</summary>
    public const string OrApprove = "Or have a manager approve it who did not write it.";

    /// <summary>Why a text cannot be published so, in words for staff.</summary>
    public static string Say(string title, IReadOnlyList<ClaimMark> marks) =>
        $"{title} says \"{string.Join("\", \"", marks.Select(mark => mark.Word.Replace('\n', ' ')).Distinct().Take(5))}\". {marks[0].Why}";
}

/// <summary>
/// Reads what is to be published, as the law reads it: what names an illness or a medicine, or promises what a supplement
/// must not. It marks too much rather than too little: a manager can approve what was meant well.
/// </summary>
public static partial class ClaimsGuard
{
    /// <summary>How a paragraph begins that says who should ask first or get help.</summary>
    private static readonly string[] AskFirst =
    [
        "**Ask first**", "**Do not use", "**Who should not use it", "**See a clinician**", "**Have it checked**", "**Keep to your limit**",
        "**Take care**", "**Possible effects.**", "**Not a remedy for illness.**", "**Safety.**", "**Timing with medicines.**", "**Limits.**",
    ];

    /// <summary>No harmless words are longer.</summary>
    private const int Around = 120;

    /// <returns>The marks in the order of the text, never one inside another.</returns>
    public static IReadOnlyList<ClaimMark> Read(string text, CopyKind kind)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var folded = FoldedText.Of(text);
        List<FoldedText> readings = ShownWords.In(text, folded) is { } shown ? [folded, shown] : [folded];
        var spaced = readings.SelectMany(reading => reading.SpacedWords()).ToList();
        var (reviewed, warning) = (ReviewedSentences.In(text), WarningsIn(text, kind));
        if (kind == CopyKind.Source)
        {
            reviewed.AddRange(Address().Matches(text).Select(match => new TextRange(match.Index, match.Index + match.Length)));
        }

        var marks = new List<ClaimMark>();
        foreach (var rule in ClaimRules.All.Where(rule => rule.Kinds.Contains(kind)))
        {
            var found = readings.SelectMany(reading => Matches(rule, reading)).Concat(spaced.SelectMany(word => In(word, rule.Letters)));
            marks.AddRange(found.Where(range => !reviewed.Any(known => known.Holds(range.Start)) && !(rule.MayWarn && warning.Any(known => known.Holds(range.Start))))
                .Select(range => new ClaimMark(range.Start, range.End - range.Start, text[range.Start..range.End], rule.Name, rule.Why)));
        }

        return Apart(marks);
    }

    /// <summary>Where the words of a rule stand, in the text as it was given.</summary>
    private static IEnumerable<TextRange> Matches(ClaimRule rule, FoldedText reading)
    {
        if (rule.IgnoresGaps)
        {
            return In(reading.WithoutGaps(), rule.Words);
        }

        return rule.Words.Matches(reading.Text).Where(match => !IsHarmless(rule, reading.Text, match)).Select(match => Placed(reading, match));
    }

    /// <summary>Whether what stands around the words gives them another meaning.</summary>
    private static bool IsHarmless(ClaimRule rule, string text, Match match)
    {
        if (rule.Harmless is not { } harmless)
        {
            return false;
        }

        var start = Math.Max(0, match.Index - Around);
        var around = text[start..Math.Min(text.Length, match.Index + match.Length + Around)];
        return harmless.Matches(around).Any(whole => start + whole.Index <= match.Index && match.Index + match.Length <= start + whole.Index + whole.Length);
    }

    private static IEnumerable<TextRange> In(FoldedText reading, Regex words) => words.Matches(reading.Text).Where(match => match.Length > 0).Select(match => Placed(reading, match));

    private static TextRange Placed(FoldedText reading, Match match)
    {
        var (start, length) = reading.Origin(match.Index, match.Length);
        return new TextRange(start, start + length);
    }

    /// <summary>Of marks that overlap, the first.</summary>
    private static List<ClaimMark> Apart(List<ClaimMark> marks)
    {
        var (kept, end) = (new List<ClaimMark>(marks.Count), 0);
        foreach (var mark in marks.OrderBy(mark => mark.Start).ThenByDescending(mark => mark.Length).Where(mark => mark.Length > 0))
        {
            if (mark.Start >= end)
            {
                kept.Add(mark);
                end = mark.Start + mark.Length;
            }
        }

        return kept;
    }

    private static List<TextRange> WarningsIn(string text, CopyKind kind)
    {
        var (ranges, start) = (new List<TextRange>(), 0);
        if (kind is not (CopyKind.Article or CopyKind.Guide))
        {
            return ranges;
        }

        foreach (var part in text.Split("\n\n"))
        {
            if (AskFirst.Any(begin => part.StartsWith(begin, StringComparison.Ordinal)))
            {
                ranges.Add(new TextRange(start, start + part.Length));
            }

            start += part.Length + 2;
        }

        return ranges;
    }

    [GeneratedRegex(@"https?://\S{1,500}")]
    private static partial Regex Address();
}

/// <summary>A stretch of a text; the end is not part of it.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    public bool Holds(int at) => at >= Start && at < End;
}
