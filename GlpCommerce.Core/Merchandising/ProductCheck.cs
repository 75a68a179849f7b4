using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Reads a form as a whole: every field by its own rule, and then what two of them say of one another.</summary>
public static class ProductCheck
{
    private const int KcalInProtein = 4;

    private static readonly (string Diet, string[] Allergens)[] Contradictions =
    [
        ("vegan", ["milk", "egg", "fish", "crustacean shellfish"]),
        ("vegetarian", ["fish", "crustacean shellfish"]),
        ("dairy-free", ["milk"]),
        ("gluten-free", ["wheat"]),
    ];

    /// <returns>The form as it is kept, or every problem at once, each with its field's name.</returns>
    public static Result<FieldForm> Run(FieldForm typed)
    {
        var read = typed.Read(ProductFields.All, ProductProblems.Field);
        return read.Value is { } form && Together(form).ToList() is { Count: > 0 } problems ? problems : read;
    }

    private static IEnumerable<Problem> Together(FieldForm form)
    {
        if (form["serving"] == "" && LabelOf(form) is not null)
        {
            yield return Invalid("serving", "Say what one serving is: the amounts below are for one.");
        }

        if (form.Number("kcal") is { } kcal && form.Number("protein") is { } protein && kcal < (protein * KcalInProtein * 0.9m) - 5)
        {
            yield return Invalid("kcal", string.Create(
                CultureInfo.InvariantCulture, $"{protein:0.##} g of protein alone hold about {protein * KcalInProtein:0} kcal. Look at both numbers again."));
        }

        var allergens = form.Lines("allergens").Select(line => line.Split(" (")[0]).ToList();
        foreach (var (diet, forbidden) in Contradictions.Where(pair => form.Lines("diets").Contains(pair.Diet)))
        {
            if (forbidden.Intersect(allergens).FirstOrDefault() is { } allergen)
            {
                yield return Invalid("diets", $"\"{Vocabulary.LabelOf(Vocabulary.Diets, diet)}\" does not go with the allergen \"{allergen}\".");
            }
        }
    }

    /// <summary>The label that a form describes; null when it says nothing of one.</summary>
    internal static LabelFacts? LabelOf(FieldForm form)
    {
        string[] fields = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium", "potassium", "magnesium", "other"];
        return fields.All(field => form[field] == "") ? null : new LabelFacts
        {
            Serving = form["serving"],
            Servings = (int?)form.Number("servings"),
            Kcal = form.Number("kcal"),
            ProteinGrams = form.Number("protein"),
            FiberGrams = form.Number("fiber"),
            AddedSugarGrams = form.Number("addedSugar"),
            SodiumMilligrams = form.Number("sodium"),
            PotassiumMilligrams = form.Number("potassium"),
            MagnesiumMilligrams = form.Number("magnesium"),
            Other = form["other"] is { Length: > 0 } other ? other : null,
        };
    }

    private static Problem Invalid(string field, string sentence) => ProductProblems.Field(ProductFields.Named(field)!, sentence);
}
