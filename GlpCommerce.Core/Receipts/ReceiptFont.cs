using System.Globalization;
using System.Text;
using SkiaSharp;

namespace GlpCommerce.Core.Receipts;

/// <summary>A bundled typeface in one size: what it can draw, and how wide that is.</summary>
internal sealed class ReceiptFont(ReceiptFace face, float size) : IDisposable
{
    /// <summary>Drawn as an empty box in place of what the typeface lacks.</summary>
    private const string Replacement = "\uFFFD";

    /// <summary>Without hinting: widths are the same on every machine.</summary>
    public SKFont Skia { get; } = new(face.Skia, size) { Hinting = SKFontHinting.None, LinearMetrics = true, Subpixel = true };

    /// <summary>The text on one line, in signs that this typeface has.</summary>
    public string Fit(string text)
    {
        // Broken letters become replacements first: a text that holds one cannot be composed.
        var whole = string.Concat(text.EnumerateRunes().Select(rune => IsLetter(rune) ? rune : Rune.ReplacementChar)).Normalize(NormalizationForm.FormC);
        var fitted = new StringBuilder();
        for (var elements = StringInfo.GetTextElementEnumerator(whole); elements.MoveNext();)
        {
            fitted.Append(FitElement(elements.GetTextElement()));
        }

        return string.Join(' ', fitted.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The text in lines no wider than this; a word that is wider alone is broken. At least one line.</summary>
    public IReadOnlyList<string> Wrap(string text, float width)
    {
        List<string> lines = [""];
        foreach (var word in Fit(text).Split(' ').SelectMany(word => Break(word, width)))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (Skia.MeasureText(longer) <= width)
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    public void Dispose() => Skia.Dispose();

    private IEnumerable<string> Break(string word, float width)
    {
        while (word.Length > 0 && Skia.MeasureText(word) > width)
        {
            var fits = Math.Max(1, Skia.BreakText(word, width));
            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }

    private static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned;

    /// <summary>One letter with its accents, or one picture of several signs: what of it can be drawn, or one box.</summary>
    private string FitElement(string element)
    {
        var seen = element.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format).ToList();
        if (seen.TrueForAll(rune => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)))
        {
            return seen.Count == 0 ? "" : " ";
        }

        var drawn = string.Concat(seen.Where(rune => face.Skia.ContainsGlyph(rune.Value)));
        return drawn.Length > 0 ? drawn : Replacement;
    }
}
