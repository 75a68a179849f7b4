using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>How those texts are read that only products have.</summary>
internal static partial class ProductRules
{
    private static readonly string[] Majors = ["milk", "egg", "fish", "crustacean shellfish", "tree nuts", "peanuts", "wheat", "soybeans", "sesame"];

    private static readonly string[] Named = ["fish", "crustacean shellfish", "tree nuts"];

    public static readonly FormRule Price = FormRules.Dollars(0.01m, 100_000m, "A price is from $0.01 to $100,000.00.", "38.00", required: true);

    /// <summary>An amount of one unit, which may be typed behind the number.</summary>
    public static FormRule Amount(string unit, int most, int decimals = 2, int least = 0, bool required = false) => (string typed, out string? refusal) =>
    {
        var text = typed.Trim();
        refusal = null;
        if (text == "")
        {
            refusal = required ? FormRules.Missing : null;
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
        return refusal is null ? FormRules.Text(number) : text;
    };

    /// <summary>The nine major allergens, as the law wants them named.</summary>
    public static string Allergens(string typed, out string? refusal)
    {
        var text = typed.Length > 2_000 ? typed : FormRules.Cleaned(typed);
        refusal = null;
        foreach (var line in FormRules.Lines(text))
        {
            var name = line.Split(" (")[0];
            refusal ??= !Majors.Contains(name) ? $"\"{Short(line)}\" is none of these: {string.Join(", ", Majors)}."
                : Named.Contains(name) && !KindNamed().IsMatch(line) ? $"Say which {name} in brackets, such as {(name == "fish" ? "fish (cod)" : $"{name} (…)")}."
                : null;
        }

        return text;
    }

    private static string Short(string text) => text.Length > 40 ? Input.Cut(text, 40) + "…" : text;

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,6})?)\s?([a-zA-Z%]{0,5})$")]
    private static partial Regex Quantity();

    [GeneratedRegex(@" \([^()]+\)$")]
    private static partial Regex KindNamed();
}
