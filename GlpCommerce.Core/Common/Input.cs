using System.Globalization;
using System.Text;

namespace GlpCommerce.Core.Common;

/// <summary>Makes what people type fit to keep: no control or formatting characters, no stray blanks, no broken letters.</summary>
public static class Input
{
    /// <summary>The text on one line, trimmed; null when nothing is left.</summary>
    public static string? Line(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            clean.Append(IsBlank(rune) ? " " : IsKept(rune) ? rune.ToString() : "");
        }

        var words = clean.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    /// <summary>The text with its lines, each without stray blanks at its end; empty when nothing is left.</summary>
    public static string Text(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            clean.Append(rune.Value is '\n' || IsKept(rune) ? rune.ToString() : IsBlank(rune) ? " " : "");
        }

        return string.Join('\n', clean.ToString().Normalize(NormalizationForm.FormC).Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }

    /// <summary>The beginning of a text, never with half a character at its end.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)] : text[..longest];

    /// <summary>Whether a text can be a slug, a SKU, a public id or a session id at all; anything else need not be looked up.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= 128 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune);

    // Direction marks and zero-width characters could make an address read otherwise than it is printed.
    private static bool IsKept(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
