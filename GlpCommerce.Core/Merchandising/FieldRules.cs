using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Cleans what was typed into a field.</summary>
/// <param name="typed">As it was typed.</param>
/// <param name="refusal">Why it cannot stand so, in a sentence; null when it can.</param>
/// <returns>The text to keep.</returns>
public delegate string FieldRule(string typed, out string? refusal);

/// <summary>How texts are read that people, files and clients give for a field.</summary>
internal static partial class FieldRules
{
    private const decimal MostDollars = 100_000m;
    private const string Missing = "This is missing.";

    private static readonly string[] Majors = ["milk", "egg", "fish", "crustacean shellfish", "tree nuts", "peanuts", "wheat", "soybeans", "sesame"];

    private static readonly string[] Named = ["fish", "crustacean shellfish", "tree nuts"];

    public static FieldRule Line(int longest, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * 4 ? typed : Input.Line(typed) ?? "";
        refusal = text.Length > longest ? TooLong(longest, text.Length) : required && text == "" ? Missing : null;
        return text;
    };

    public static FieldRule Prose(int longest, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * 2 ? typed : Input.Text(typed);
        refusal = text.Length > longest ? TooLong(longest, text.Length) : required && text == "" ? Missing : null;
        return text;
    };

    /// <summary>One value in each line.</summary>
    public static FieldRule List(int longest, int most) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * most * 2 ? typed : Cleaned(typed);
        var lines = ProductFields.Lines(text);
        refusal = lines.Count > most ? $"At most {most} lines, please. These are {lines.Count}."
            : lines.FirstOrDefault(line => line.Length > longest) is { } line ? TooLong(longest, line.Length) : null;
        return text;
    };

    public static FieldRule OneOf(IReadOnlyList<string> values) => (string typed, out string? refusal) =>
    {
        var text = values.FirstOrDefault(value => value.Equals(typed.Trim(), StringComparison.OrdinalIgnoreCase));
        refusal = text is null ? $"Choose one of these: {string.Join(", ", values)}." : null;
        return text ?? typed;
    };

    public static FieldRule Some(IReadOnlyList<string> values, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > 2_000 ? typed : Cleaned(typed);
        var lines = ProductFields.Lines(text);
        refusal = required && lines.Count == 0 ? "Choose one at least." : lines.Except(values).Any() ? $"Choose from these: {string.Join(", ", values)}." : null;
        return text;
    };

    public static FieldRule Key(int longest, string otherwise, bool required = true) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = text == "" ? (required ? Missing : null) : text.Length <= longest && Input.IsKey(text) ? null : otherwise;
        return text;
    };

    /// <summary>An amount of one unit, which may be typed behind the number.</summary>
    public static FieldRule Amount(string unit, int most, int decimals = 2, int least = 0, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = null;
        if (text == "")
        {
            refusal = required ? Missing : null;
            return "";
        }

        var found = Quantity().Match(text);
        if (!found.Success || !decimal.TryParse(found.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            refusal = $"A number, please, such as {(decimals > 0 ? "2.5" : "30")}.";
            return text;
        }

        refusal = found.Groups[2].Value is { Length: > 0 } said && !said.Equals(unit, StringComparison.OrdinalIgnoreCase)
            ? unit == "" ? "A number without a unit, please." : $"This is kept in {unit}. Say how much \"{text}\" is in {unit}."
            : number < least || number > most ? $"From {least} to {most.ToString("N0", CultureInfo.InvariantCulture)}{(unit == "" ? "" : " " + unit)}, please."
            : decimal.Round(number, decimals) != number ? (decimals == 0 ? "A whole number, please." : "Two decimals at most, please.")
            : null;
        return refusal is null ? Text(number) : text;
    };

    public static string Dollars(string typed, out string? refusal)
    {
        var text = typed.Trim();
        refusal = null;
        if (!Price().IsMatch(text) || !decimal.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var price))
        {
            refusal = text == "" ? Missing : "Dollars and cents, please, such as 38.00.";
            return text;
        }

        refusal = price is < 0.01m or > MostDollars ? "A price is from $0.01 to $100,000.00." : null;
        return Text(price, "0.00");
    }

    public static string Slug(string typed, out string? refusal)
    {
        var text = typed.Trim();
        refusal = text == "" || (text.Length <= 120 && SlugShape().IsMatch(text)) ? null : "An address has small letters, digits and single dashes, such as whey-isolate.";
        return text;
    }

    /// <summary>The nine major allergens, as the law wants them named.</summary>
    public static string Allergens(string typed, out string? refusal)
    {
        var text = typed.Length > 2_000 ? typed : Cleaned(typed);
        refusal = null;
        foreach (var line in ProductFields.Lines(text))
        {
            var name = line.Split(" (")[0];
            refusal ??= !Majors.Contains(name) ? $"\"{Short(line)}\" is none of these: {string.Join(", ", Majors)}."
                : Named.Contains(name) && !KindNamed().IsMatch(line) ? $"Say which {name} in brackets, such as {(name == "fish" ? "fish (cod)" : $"{name} (…)")}."
                : null;
        }

        return text;
    }

    public static string Text(decimal? number, string format = "0.##") => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Cleaned(string typed) => string.Join('\n', typed.Split('\n').Select(Input.Line).OfType<string>().Distinct());

    private static string TooLong(int longest, int length) => string.Create(CultureInfo.InvariantCulture, $"At most {longest:N0} characters, please. These are {length:N0}.");

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,6})?)\s?([a-zA-Z%]{0,5})$")]
    private static partial Regex Quantity();

    [GeneratedRegex(@"^\$?(\d{1,9}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?$")]
    private static partial Regex Price();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugShape();

    [GeneratedRegex(@" \([^()]+\)$")]
    private static partial Regex KindNamed();
}
