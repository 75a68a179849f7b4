namespace GlpCommerce.Core.Catalog;

public enum Category
{
    Supplements,
    MealPrep,
    Fitness,
    Wellness,
}

public enum JourneyStage
{
    Starting,
    Active,
    Maintenance,
}

public enum ProductKind
{
    Supplement,
    Food,
    Equipment,
    Accessory,
    Tool,
    MedicalDevice,
}

/// <summary>One word of the shop's vocabulary: its key in URLs and data, and what people read.</summary>
public sealed record Term(string Key, string Label);

/// <summary>
/// The words products are described with. Needs are stored under internal keys and shown under their labels only:
/// "nausea" as a need would be a disease claim on a supplement's page.
/// </summary>
public static class Vocabulary
{
    public static readonly IReadOnlyList<Term> Stages =
        [new("starting", "Starting"), new("active", "Active"), new("maintenance", "Maintenance")];

    public static readonly IReadOnlyList<Term> Categories =
    [
        new("supplements", "Supplements"), new("meal-prep", "Meal Prep"),
        new("fitness", "Fitness"), new("wellness", "Wellness"),
    ];

    public static readonly IReadOnlyList<Term> Needs =
    [
        new("settled", "Easy on the stomach"), new("fiber", "Regularity and fiber"), new("protein", "Protein"),
        new("hydration", "Fluids and electrolytes"), new("muscle", "Strength and muscle"), new("energy", "Everyday energy"),
        new("sleep", "Rest and sleep"), new("skin-hair", "Skin and hair care"), new("habit", "Habits and organizing"),
    ];

    public static readonly IReadOnlyList<Term> Diets =
    [
        new("gluten-free", "Gluten free"), new("vegetarian", "Vegetarian"), new("vegan", "Vegan"),
        new("dairy-free", "Dairy free"), new("no-sweetener", "No sweetener"),
        new("latex-free", "Latex free"), new("fragrance-free", "Fragrance free"),
    ];

    /// <summary>Allergens to leave out; a product's "tree nuts (almonds)" counts as tree nuts.</summary>
    public static readonly IReadOnlyList<Term> Without =
    [
        new("milk", "No milk"), new("soybeans", "No soybeans"), new("wheat", "No wheat"), new("egg", "No egg"),
        new("fish", "No fish"), new("tree-nuts", "No tree nuts"), new("sesame", "No sesame"),
    ];

    public static Category? CategoryOf(string? key) => Find<Category>(Categories, key);

    public static JourneyStage? StageOf(string? key) => Find<JourneyStage>(Stages, key);

    public static string Key(this Category category) => Categories[(int)category].Key;

    public static string Label(this Category category) => Categories[(int)category].Label;

    public static string Key(this JourneyStage stage) => Stages[(int)stage].Key;

    public static string Label(this JourneyStage stage) => Stages[(int)stage].Label;

    /// <summary>The label of a term, or the key itself in plain words if the vocabulary does not know it.</summary>
    public static string LabelOf(IReadOnlyList<Term> terms, string key) =>
        terms.FirstOrDefault(term => term.Key == key)?.Label ?? key.Replace('-', ' ').Replace('_', ' ');

    private static T? Find<T>(IReadOnlyList<Term> terms, string? key)
        where T : struct, Enum
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (string.Equals(terms[i].Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return (T)Enum.ToObject(typeof(T), i);
            }
        }

        return null;
    }
}
