using System.Globalization;
using AngleSharp.Dom;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>The label on a product's page: its rows as they stand there, and as the product's data want them.</summary>
internal static class LabelTable
{
    private const string NotStated = "not stated";

    /// <summary>Every row's heading and cell, from top to bottom.</summary>
    public static IReadOnlyList<(string Row, string Cell)> On(Page page) =>
        [.. page.Document.QuerySelectorAll("table.label tr").Select(row => (Page.Words(row.QuerySelector("th")), Page.Words(row.QuerySelector("td"))))];

    public static string Cell(Page page, string row) => On(page).Single(line => line.Row == row).Cell;

    public static IReadOnlyList<(string Row, string Cell)> Of(Product product) => [.. Facts(product), .. Rest(product)];

    private static IEnumerable<(string Row, string Cell)> Facts(Product product)
    {
        if (product.Label is not { } label)
        {
            yield return ("Weight, packed", Weight(product.WeightGrams));
            if (product.Allergens.Count > 0)
            {
                yield return ("Contains", List(product.Allergens));
            }

            yield break;
        }

        yield return (label.Serving == "" ? NotStated : Rendered.Line(label.Serving), label.Servings is { } servings ? $"{servings} servings" : "servings not stated");
        yield return ("Protein", Amount(label.ProteinGrams, "g"));
        yield return ("Energy", Amount(label.Kcal, "kcal"));
        yield return ("Fiber", Amount(label.FiberGrams, "g"));
        yield return ("Added sugar", Amount(label.AddedSugarGrams, "g"));
        yield return ("Sodium", Amount(label.SodiumMilligrams, "mg"));
        yield return ("Potassium", Amount(label.PotassiumMilligrams, "mg"));
        yield return ("Magnesium", Amount(label.MagnesiumMilligrams, "mg"));
        if (!string.IsNullOrEmpty(label.Other))
        {
            yield return ("Also", Rendered.Line(label.Other));
        }

        yield return ("Contains", product.Allergens.Count == 0 ? "No major allergen stated" : List(product.Allergens));
    }

    private static IEnumerable<(string Row, string Cell)> Rest(Product product)
    {
        var diets = Vocabulary.Diets.Where(diet => product.Diets.Contains(diet.Key)).Select(diet => diet.Label.ToLowerInvariant()).ToList();
        if (diets.Count > 0)
        {
            yield return ("Suits", List(diets));
        }

        yield return ("Stages", string.Join(", ", product.Stages.OrderBy(stage => stage.Position).Select(stage => stage.Stage.Label())));
    }

    private static string Amount(decimal? value, string unit) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} {unit}") : NotStated;

    /// <summary>16 ounces are a pound of 453.59 grams.</summary>
    private static string Weight(int grams) => (grams / 453.59237m) switch
    {
        <= 0 => NotStated,
        < 1 and var pounds => string.Create(CultureInfo.InvariantCulture, $"{decimal.Round(pounds * 16, 1):0.#} oz"),
        var pounds => string.Create(CultureInfo.InvariantCulture, $"{decimal.Round(pounds, 1):0.#} lb"),
    };

    private static string List(IEnumerable<string> words)
    {
        var text = string.Join(", ", words);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
