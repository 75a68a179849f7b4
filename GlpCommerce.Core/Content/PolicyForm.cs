using System.Text.RegularExpressions;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Content;

/// <summary>The merchant's pages as staff type them.</summary>
public static partial class PolicyForm
{
    /// <summary>The one field that shoppers do not read.</summary>
    public const string ReviewBy = "reviewBy";

    public const int LongestBody = 20_000;

    /// <summary>What the shop fills in by itself, written between two pairs of braces.</summary>
    public static readonly IReadOnlyList<string> Placeholders =
        ["shop.legal_name", "shop.address", "shop.contact", "shop.unpaid_minutes", "shipping.flat", "shipping.free_over"];

    public static readonly IReadOnlyList<FormField> Fields =
    [
        new("title", "Title", FormRules.Line(200, required: true)),
        new("summary", "Summary", FormRules.Line(400, required: true)),
        new("body", "Text", Body),
        new(ReviewBy, "To be reviewed by", FormRules.Date),
    ];

    public static FieldForm Of(Policy policy) => new() { ["title"] = policy.Title, ["summary"] = policy.Summary, ["body"] = policy.Body, [ReviewBy] = ArticleForm.Text(policy.ReviewBy) };

    /// <summary>As what the claims guard reads a field: all of a page is shown as soon as it is saved.</summary>
    public static CopyKind? CopyOf(string field) => field != ReviewBy && Fields.Any(known => known.Name == field) ? CopyKind.Policy : null;

    /// <summary>What the claims guard marks in a field, whatever of it the shop leaves out.</summary>
    internal static IReadOnlyList<ClaimMark> MarksOf(string text) =>
        [.. new[] { text, Choose(text, _ => true), Choose(text, _ => false) }.Distinct().SelectMany(read => ClaimsGuard.Read(read, CopyKind.Policy)).DistinctBy(mark => (mark.Word, mark.Rule))];

    /// <summary>Keeps or drops what a page says only in a shop that ships free over some amount, or is paid in one way or the other.</summary>
    /// <param name="applies">Whether a condition holds.</param>
    public static string Choose(string text, Func<string, bool> applies) =>
        Part().Replace(text, part => applies(part.Groups[1].Value) ? part.Groups[2].Value : "");

    private static string Body(string typed, out string? refusal)
    {
        var text = FormRules.Prose(LongestBody, required: true)(typed, out refusal);
        var left = Placeholders.Aggregate(Choose(text, _ => true), (rest, name) => rest.Replace($"{{{{{name}}}}}", "", StringComparison.Ordinal));
        refusal ??= Unpaired(text);
        refusal ??= Brace().Match(left) is { Success: true } unknown
            ? $"\"{unknown.Value}\" is nothing that the shop can fill in. It knows {string.Join(", ", Placeholders.Select(name => $"{{{{{name}}}}}"))}, and parts of the text in pairs such as {{{{#shipping.free_over}}}} … {{{{/shipping.free_over}}}}."
            : null;
        return text;
    }

    /// <summary>The first part of the text that is begun and not ended, or the other way round; null when all are whole.</summary>
    private static string? Unpaired(string text)
    {
        var begun = new Stack<string>();
        foreach (Match tag in Tag().Matches(text))
        {
            var (isEnd, name) = (tag.Groups[1].Value == "/", tag.Groups[2].Value);
            if (!isEnd)
            {
                begun.Push(name);
            }
            else if (!begun.TryPop(out var last) || last != name)
            {
                return last is null ? $"\"{{{{/{name}}}}}\" ends a part that was not begun by \"{{{{#{name}}}}}\"." : Open(last);
            }
        }

        return begun.TryPop(out var open) ? Open(open) : null;

        static string Open(string name) => $"The part that begins with \"{{{{#{name}}}}}\" is not ended by \"{{{{/{name}}}}}\".";
    }

    [GeneratedRegex(@"\{\{([#/])(shipping\.free_over|payments\.stripe|payments\.sandbox)\}\}")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{#(shipping\.free_over|payments\.stripe|payments\.sandbox)\}\}(.*?)\{\{/\1\}\}", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"\{\{[^}\n]{0,40}(\}\})?")]
    private static partial Regex Brace();
}
