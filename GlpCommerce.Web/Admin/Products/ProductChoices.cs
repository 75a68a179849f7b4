using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>What a product's form offers to choose from.</summary>
internal static class ProductChoices
{
    public static readonly IReadOnlyList<string> LabelFields = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium", "potassium", "magnesium"];

    public static readonly IReadOnlyList<string> PackFields = ["line1", "line2", "number", "unit", "what"];

    public static readonly IReadOnlyList<Term> Kinds = [.. Enum.GetNames<ProductKind>().Select(kind => new Term(kind, kind == nameof(ProductKind.MedicalDevice) ? ProductTexts.MedicalDevice : kind))];

    public static readonly IReadOnlyList<Term> YesNo = [new("yes", ProductTexts.Yes), new("no", ProductTexts.No)];

    public static readonly IReadOnlyList<Term> Packs = [.. Features.Catalog.PackLayouts.Load().Templates.Select(name => new Term(name, name.Replace('-', ' ')))];
}
