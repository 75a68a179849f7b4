namespace GlpCommerce.Core.Claims;

/// <summary>Words in a text that it may not hold.</summary>
/// <param name="Start">Where they begin, in characters of the text as it was given.</param>
/// <param name="Word">The words as they stand there.</param>
/// <param name="Rule">Which rule they break; stable.</param>
/// <param name="Why">In a sentence for staff.</param>
public sealed record ClaimMark(int Start, int Length, string Word, string Rule, string Why)
{
    /// <summary>Why a text cannot be published so, and what can be done, in words for staff.</summary>
    public static string Say(string title, IReadOnlyList<ClaimMark> marks) =>
        $"{title} says \"{string.Join("\", \"", marks.Select(mark => mark.Word.Replace('\n', ' ')).Distinct().Take(5))}\". {marks[0].Why} Or have a manager approve it who did not write it.";
}

/// <summary>
/// Reads what is to be published, as the law reads it: what names an illness or a medicine, or promises what a supplement
/// must not. It marks too much rather than too little: a manager can approve what was meant well.
/// </summary>
public static class ClaimsGuard
{
    /// <summary>How a paragraph begins that says who should ask first or get help.</summary>
    private static readonly string[] AskFirst =
    [
        "**Ask first**", "**Do not use", "**Who should not use it", "**See a clinician**", "**Have it checked**", "**Keep to your limit**",
        "**Take care**", "**Possible effects.**", "**Not a remedy for illness.**", "**Safety.**", "**Timing with medicines.**", "**Limits.**",
    ];

    /// <returns>The marks in the order of the text, never one inside another.</returns>
    public static IReadOnlyList<ClaimMark> Read(string text, CopyKind kind)
    {
        var folded = FoldedText.Of(text);
        var letters = folded.WithoutGaps();
        var reviewed = ReviewedSentences.In(text);
        var warning = kind == CopyKind.Article ? WarningsIn(text) : [];
        var marks = new List<ClaimMark>();
        foreach (var rule in ClaimRules.All.Where(rule => rule.Kinds.Contains(kind)))
        {
            var read = rule.IgnoresGaps ? letters : folded;
            foreach (var match in rule.Words.Matches(read.Text).Where(match => match.Length > 0))
            {
                var (start, length) = read.Origin(match.Index, match.Length);
                if (!reviewed.Any(range => range.Holds(start)) && !(rule.Name == "illness" && warning.Any(range => range.Holds(start))))
                {
                    marks.Add(new ClaimMark(start, length, text.Substring(start, length), rule.Name, rule.Why));
                }
            }
        }

        return Apart(marks);
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

    private static List<TextRange> WarningsIn(string text)
    {
        var (ranges, start) = (new List<TextRange>(), 0);
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
}

/// <summary>A stretch of a text; the end is not part of it.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    public bool Holds(int at) => at >= Start && at < End;
}
