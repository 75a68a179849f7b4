using System.Linq.Expressions;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Merchandising;

/// <summary>What a product's label still has to say. Only foods and supplements have one.</summary>
public static class LabelGaps
{
    private static readonly string[] OfFood = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium"];
    private static readonly string[] OfSupplement = ["serving", "servings"];
    private static readonly string[] Amounts = ["kcal", "protein", "fiber", "sodium", "potassium", "magnesium", "other"];

    /// <summary>The same as <see cref="Of"/> asks, for the database.</summary>
    internal static readonly Expression<Func<Product, bool>> InDatabase = p =>
        (p.Kind == ProductKind.Food && (p.Label == null || p.Label.Serving == "" || p.Label.Servings == null || p.Label.Kcal == null
            || p.Label.ProteinGrams == null || p.Label.FiberGrams == null || p.Label.AddedSugarGrams == null || p.Label.SodiumMilligrams == null))
        || (p.Kind == ProductKind.Supplement && (p.Label == null || p.Label.Serving == "" || p.Label.Servings == null
            || (p.Label.Kcal == null && p.Label.ProteinGrams == null && p.Label.FiberGrams == null && p.Label.SodiumMilligrams == null
                && p.Label.PotassiumMilligrams == null && p.Label.MagnesiumMilligrams == null && p.Label.Other == null)));

    /// <returns>The titles of what is missing, empty when nothing is; null for what needs no label.</returns>
    public static IReadOnlyList<string>? Of(Product product) => product.Kind switch
    {
        ProductKind.Food => Missing(product, OfFood),
        ProductKind.Supplement => [.. Missing(product, OfSupplement), .. Missing(product, Amounts).Count == Amounts.Length ? ["Amounts"] : Array.Empty<string>()],
        _ => null,
    };

    private static List<string> Missing(Product product, string[] fields) =>
        [.. fields.Select(name => ProductFields.Named(name)!).Where(field => field.Read(product) == "").Select(field => field.Title)];
}
