using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Reads and writes those cells of Shopify's template that say in its own way what this shop keeps otherwise.</summary>
internal sealed class ShopifyCells(MarkdownRenderer markdown)
{
    private static readonly (string Prefix, string Field)[] TagFields = [("stage:", "stages"), ("need:", "needs"), ("diet:", "diets"), ("kind:", "kind")];

    public static bool Feeds(string target, string field) => target switch
    {
        FileColumns.Html => field == "description",
        FileColumns.Tags => TagFields.Any(tag => tag.Field == field),
        FileColumns.Type => field == "category",
        FileColumns.Status or FileColumns.Published => field == ProductStates.Field,
        _ => false,
    };

    public string Html(string description) => markdown.Render(description).Html;

    /// <summary>The description that a cell stands for: the present one if it would be shown so.</summary>
    public string Description(string cell, string present) =>
        cell.ReplaceLineEndings("\n").Trim() is var html && html == Html(present).ReplaceLineEndings("\n").Trim() ? present : HtmlText.ToMarkdown(cell);

    public static string Category(string cell) =>
        Vocabulary.Categories.FirstOrDefault(term => term.Label.Equals(cell.Trim(), StringComparison.OrdinalIgnoreCase))?.Key ?? cell.Trim();

    /// <summary>Takes over the tags that are this shop's. Without any of them nothing is changed.</summary>
    /// <returns>How many tags mean nothing here.</returns>
    public static int Tags(string cell, FieldForm form)
    {
        var tags = cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = tags.Where(tag => TagFields.Any(of => tag.StartsWith(of.Prefix, StringComparison.OrdinalIgnoreCase))).ToList();
        foreach (var (prefix, field) in known.Count == 0 ? [] : TagFields)
        {
            var values = known.Where(tag => tag.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(tag => tag[prefix.Length..].Trim()).ToList();
            if (values.Count > 0 || field is "needs" or "diets")
            {
                form[field] = string.Join('\n', values);
            }
        }

        return tags.Length - known.Count;
    }

    public static string Tags(FieldForm form) =>
        string.Join(", ", TagFields.SelectMany(of => form.Lines(of.Field).Select(value => of.Prefix + value)));

    /// <summary>A state from Shopify's status (active, draft, archived), or from whether it is published where that is all there is.</summary>
    /// <returns>Null to leave it as it is; otherwise a state, or what cannot be read.</returns>
    public static string? State(string? status, string? published, string present)
    {
        var isShown = published?.Trim().ToUpperInvariant();
        var state = status?.Trim().ToLowerInvariant() switch
        {
            null or "" => isShown switch { null or "" => null, "TRUE" => nameof(ProductState.Published), "FALSE" => nameof(ProductState.Draft), _ => published },
            "active" => isShown == "FALSE" ? nameof(ProductState.Draft) : nameof(ProductState.Published),
            "draft" => nameof(ProductState.Draft),
            "archived" => nameof(ProductState.Archived),
            _ => status,
        };
        // A product that waits for its hour is a draft there.
        return state == nameof(ProductState.Draft) && ProductStates.HourOf(present) is not null ? null : state;
    }

    public static (string Status, string Published) Written(ProductState state) => state switch
    {
        ProductState.Published => ("active", "TRUE"),
        ProductState.Archived => ("archived", "FALSE"),
        _ => ("draft", "FALSE"),
    };
}
