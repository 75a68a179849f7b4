using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Reads a form as a whole: every field by its own rule, and then what two of them say of one another.</summary>
public static class ProductCheck
{
    private const int KcalInProtein = 4;

    private static readonly string[] LabelFields = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium", "potassium", "magnesium", "other"];

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
        var form = Read(typed, out var problems);
        return problems.Count > 0 ? problems : form;
    }

    /// <returns>The form as it is kept; what is refused of it stands there as it was typed.</returns>
    internal static FieldForm Read(FieldForm typed, out List<Problem> problems)
    {
        var form = typed.Read(ProductFields.All, ProductProblems.Field, out problems);
        problems.AddRange(Together(form, [.. problems.Select(problem => problem.Field!)]).ToList());
        return form;
    }

    /// <param name="refused">Fields that say nothing yet.</param>
    private static IEnumerable<Problem> Together(FieldForm form, HashSet<string> refused)
    {
        if (form["serving"] == "" && LabelFields.Any(field => form[field] != ""))
        {
            yield return Invalid("serving", "Say what one serving is: the amounts below are for one.");
        }

        if (Number("kcal") is { } kcal && Number("protein") is { } protein && kcal < (protein * KcalInProtein * 0.9m) - 5)
        {
            yield return Invalid("kcal", string.Create(
                CultureInfo.InvariantCulture, $"{protein:0.##} g of protein alone hold about {protein * KcalInProtein:0} kcal. Look at both numbers again."));
        }

        var allergens = form.Lines("allergens").Select(line => line.Split(" (")[0]).ToList();
        foreach (var (diet, forbidden) in Contradictions.Where(pair => !refused.Contains("diets") && form.Lines("diets").Contains(pair.Diet)))
        {
            if (forbidden.Intersect(allergens).FirstOrDefault() is { } allergen)
            {
                yield return Invalid("diets", $"\"{Vocabulary.LabelOf(Vocabulary.Diets, diet)}\" does not go with the allergen \"{allergen}\".");
            }
        }

        decimal? Number(string field) => refused.Contains(field) ? null : form.Number(field);
    }

    /// <summary>The label that a form describes; null when it says nothing of one.</summary>
    internal static LabelFacts? LabelOf(FieldForm form) => LabelFields.All(field => form[field] == "") ? null : new LabelFacts
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

    private static Problem Invalid(string field, string sentence) => ProductProblems.Field(ProductFields.Named(field)!, sentence);
}
