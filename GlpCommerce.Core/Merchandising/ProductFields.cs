using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Staff;
using static GlpCommerce.Core.Merchandising.ProductRules;
using static GlpCommerce.Core.Staff.FormRules;

namespace GlpCommerce.Core.Merchandising;

/// <summary>One thing that staff say about a product.</summary>
/// <param name="Name">In files too; stable.</param>
/// <param name="Read">The field of a product as a text.</param>
/// <param name="Copy">Which texts are read by the claims guard, and as what.</param>
public sealed record ProductField(string Name, string Title, Func<Product, string> Read, FormRule Rule, CopyKind? Copy = null) : FormField(Name, Title, Rule);

/// <summary>All that staff say about a product, in the order in which it is asked.</summary>
public static class ProductFields
{
    /// <summary>Also what one message from a browser may hold, in any language.</summary>
    public const int LongestText = 8_000;

    public static readonly IReadOnlyList<ProductField> All =
    [
        new("name", "Name", p => p.Name, Line(160, required: true), CopyKind.Product),
        new("sku", "SKU", p => p.Sku, Key(32, "A SKU has letters, digits and dashes, such as SUP-001."), CopyKind.Product),
        new("slug", "Address", p => p.Slug, Slug(120, "whey-isolate"), CopyKind.Product),
        new("category", "Category", p => p.Category.Key(), OneOf([.. Vocabulary.Categories.Select(term => term.Key)])),
        new("kind", "Kind", p => p.Kind.ToString(), OneOf(Enum.GetNames<ProductKind>())),
        new("price", "Price", p => Text(p.Price.Amount, "0.00"), Price) { Unit = "$" },
        new("weight", "Weight", p => Text(p.WeightGrams), Amount("g", 100_000, decimals: 0, required: true)) { Unit = "g" },
        new("summary", "Summary", p => p.Summary, Line(400, required: true), CopyKind.Product),
        new("description", "Description", p => p.Description, Prose(LongestText, required: true), CopyKind.Product),
        new("claim", "Claim", p => p.Claim ?? "", Line(400), CopyKind.Product),
        new("stages", "Stages", p => Join(p.Stages.OrderBy(s => s.Position).Select(s => s.Stage.Key())), Some([.. Vocabulary.Stages.Select(term => term.Key)], required: true, isRanked: true)),
        new("needs", "Needs", p => Join(p.Needs), Some([.. Vocabulary.Needs.Select(term => term.Key)], isRanked: true)),
        new("diets", "Diets", p => Join(p.Diets), Some([.. Vocabulary.Diets.Select(term => term.Key), .. UnofferedDiets], isRanked: true)),
        new("allergens", "Allergens", p => Join(p.Allergens), Allergens, CopyKind.Product),
        new("cautions", "Ask first", p => Join(p.Cautions), List(400, 12), CopyKind.Caution),
        new("serving", "Serving", p => p.Label?.Serving ?? "", Line(120), CopyKind.Product),
        new("servings", "Servings in the pack", p => Text(p.Label?.Servings), Amount("", 1_000, decimals: 0, least: 1)),
        new("kcal", "Energy", p => Text(p.Label?.Kcal), Amount("kcal", 3_000)) { Unit = "kcal" },
        new("protein", "Protein", p => Text(p.Label?.ProteinGrams), Amount("g", 200)) { Unit = "g" },
        new("fiber", "Fiber", p => Text(p.Label?.FiberGrams), Amount("g", 100)) { Unit = "g" },
        new("addedSugar", "Added sugar", p => Text(p.Label?.AddedSugarGrams), Amount("g", 300)) { Unit = "g" },
        new("sodium", "Sodium", p => Text(p.Label?.SodiumMilligrams), Amount("mg", 10_000)) { Unit = "mg" },
        new("potassium", "Potassium", p => Text(p.Label?.PotassiumMilligrams), Amount("mg", 10_000)) { Unit = "mg" },
        new("magnesium", "Magnesium", p => Text(p.Label?.MagnesiumMilligrams), Amount("mg", 2_000)) { Unit = "mg" },
        new("other", "Also in a serving", p => p.Label?.Other ?? "", Line(400), CopyKind.Product),
        new("template", "Pack", p => p.Pack.Template, Key(40, "Choose a pack from the list.", required: false)),
        new("line1", "First line on the pack", p => p.Pack.Line1, Line(40), CopyKind.Product),
        new("line2", "Second line on the pack", p => p.Pack.Line2, Line(40), CopyKind.Product),
        new("number", "Number on the pack", p => p.Pack.Number, Line(12), CopyKind.Product),
        new("unit", "Unit on the pack", p => p.Pack.Unit, Line(12), CopyKind.Product),
        new("what", "What the number counts", p => p.Pack.What, Line(24), CopyKind.Product),
        new("related", "Stands well beside it", p => Join(p.Related), List(32, 12)),
        new("article", "Article", p => p.ArticleSlug ?? "", Key(120, "Name an article by its address.", required: false)),
        new("suggested", "Offered unasked", p => p.IsSuggested ? "yes" : "no", OneOf(["yes", "no"])),
    ];

    private static readonly Dictionary<string, ProductField> ByName = All.ToDictionary(field => field.Name);

    /// <summary>Facts of a label, or words with a legal definition: kept with a product, and never offered as a filter.</summary>
    private static string[] UnofferedDiets => ["low-sugar", "high-fiber", "low-fat", "high-protein", "contains-bovine", "frozen"];

    public static ProductField? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>As what the claims guard reads a field of this form; null when it does not.</summary>
    public static CopyKind? CopyOf(ProductField field, FieldForm form) =>
        field.Copy is CopyKind.Product && field.Name != "claim" && form["kind"] == nameof(ProductKind.Supplement) ? CopyKind.Supplement : field.Copy;

    public static CopyKind? CopyOf(string name, FieldForm form) => Named(name) is { } field ? CopyOf(field, form) : null;

    private static string Join(IEnumerable<string> values) => string.Join('\n', values);
}
