using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Staff;

/// <summary>How texts are read that staff type.</summary>
public static partial class FormRules
{
    internal const string Missing = "This is missing.";

    /// <summary>How a day is typed and kept.</summary>
    public const string Day = "yyyy-MM-dd";

    public static FormRule Line(int longest, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * 4 ? typed : Input.Line(typed) ?? "";
        refusal = text.Length > longest ? TooLong(longest, text.Length) : required && text == "" ? Missing : null;
        return text;
    };

    public static FormRule Prose(int longest, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * 2 ? typed : Input.Text(typed);
        refusal = text.Length > longest ? TooLong(longest, text.Length) : required && text == "" ? Missing : null;
        return text;
    };

    /// <summary>One value in each line.</summary>
    public static FormRule List(int longest, int most) => (string typed, out string? refusal) =>
    {
        var text = typed.Length > longest * most * 2 ? typed : Cleaned(typed);
        var lines = Lines(text);
        refusal = lines.Count > most ? $"At most {most} lines, please. These are {lines.Count}."
            : lines.FirstOrDefault(line => line.Length > longest) is { } line ? TooLong(longest, line.Length) : null;
        return text;
    };

    public static FormRule OneOf(IReadOnlyList<string> values) => (string typed, out string? refusal) =>
    {
        var text = values.FirstOrDefault(value => value.Equals(typed.Trim(), StringComparison.OrdinalIgnoreCase));
        refusal = text is null ? $"Choose one of these: {string.Join(", ", values)}." : null;
        return text ?? typed;
    };

    /// <summary>Any of these, one in each line.</summary>
    /// <param name="isRanked">Whether what was chosen first stays first; otherwise they stand in the order of the values.</param>
    public static FormRule Some(IReadOnlyList<string> values, bool required = false, bool isRanked = false) => (string typed, out string? refusal) =>
    {
        var lines = Lines(typed.Length > 2_000 ? typed : Cleaned(typed));
        refusal = required && lines.Count == 0 ? "Choose one at least." : lines.Except(values).Any() ? $"Choose from these: {string.Join(", ", values)}." : null;
        return string.Join('\n', isRanked ? lines : values.Where(lines.Contains));
    };

    /// <summary>A name that machines read.</summary>
    /// <param name="otherwise">What is said of anything else.</param>
    public static FormRule Key(int longest, string otherwise, bool required = true) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = text == "" ? (required ? Missing : null) : text.Length <= longest && Input.IsKey(text) ? null : otherwise;
        return text;
    };

    public static FormRule Slug(int longest, string example) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = text == "" || (text.Length <= longest && SlugShape().IsMatch(text)) ? null : $"An address has small letters, digits and single dashes, such as {example}.";
        return text;
    };

    public static string Date(string typed, out string? refusal)
    {
        var text = typed.Trim();
        refusal = text == "" || (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200)
            ? null : "A day, please, such as 2027-03-31.";
        return text;
    }

    /// <summary>Dollars and cents; nothing typed is nothing said.</summary>
    /// <param name="otherwise">What is said of less or more.</param>
    public static FormRule Dollars(decimal least, decimal most, string otherwise, string example, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = text == "" && required ? Missing : null;
        if (text == "")
        {
            return "";
        }

        if (!Amount().IsMatch(text) || !decimal.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount))
        {
            refusal = $"Dollars and cents, please, such as {example}.";
            return text;
        }

        refusal = amount < least || amount > most ? otherwise : null;
        return refusal is null ? Text(amount, "0.00") : text;
    };

    /// <summary>A share with three decimals at most; nothing typed, or 0, is none.</summary>
    public static string Percent(string typed, out string? refusal)
    {
        var text = typed.Trim();
        refusal = null;
        if (text == "")
        {
            return "";
        }

        var isNumber = Share().IsMatch(text) & decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent);
        refusal = !isNumber ? "A percentage, please, such as 6.25." : percent > 100 ? "From 0 to 100 percent, please."
            : decimal.Round(percent, 3) != percent ? "Three decimals at most, please." : null;
        return refusal is not null ? text : percent == 0 ? "" : Text(percent, "0.###");
    }

    public static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A number as forms keep it.</summary>
    public static string Text(decimal? number, string format = "0.##") => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Each line by itself, none empty and none twice.</summary>
    internal static string Cleaned(string typed) => string.Join('\n', typed.Split('\n').Select(Input.Line).OfType<string>().Distinct());

    private static string TooLong(int longest, int length) => string.Create(CultureInfo.InvariantCulture, $"At most {longest:N0} characters, please. These are {length:N0}.");

    [GeneratedRegex(@"^\$?(\d{1,9}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^\d{1,6}(\.\d{1,9})? ?%?$")]
    private static partial Regex Share();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugShape();
}
