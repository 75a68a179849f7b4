using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>Reads the schema's <c>ProductFilter</c>. Pages forgive what they do not know; a program is told.</summary>
internal static class FilterInput
{
    private const int LongestSearch = 200;

    public static Result<ShopFilter> Read(IDictionary<string, object?> input, string? sort)
    {
        var (category, stage, search) = (input.Text("category"), input.Text("glp1Stage"), input.Text("search"));
        var (needs, diets, without) = (Texts(input, "needs"), Texts(input, "diets"), Texts(input, "without"));
        var (price, isPrice) = Price(input);
        var problem = Unknown(Vocabulary.Categories, "category", category is null ? [] : [category])
            ?? Unknown(Vocabulary.Stages, "glp1Stage", stage is null ? [] : [stage])
            ?? Unknown(Vocabulary.Needs, "needs", needs)
            ?? Unknown(Vocabulary.Diets, "diets", diets)
            ?? Unknown(Vocabulary.Without, "without", without)
            ?? (isPrice ? null : new Problem("filter.price", "A price range starts before it ends."))
            ?? (search?.Length > LongestSearch ? new Problem("filter.search", $"A search has at most {LongestSearch} characters.") : null);
        return problem is not null ? problem : new ShopFilter
        {
            Category = Vocabulary.CategoryOf(category),
            Stage = Vocabulary.StageOf(stage),
            Needs = needs,
            Diets = diets,
            Without = without,
            Price = price,
            Text = search,
            Sort = SortOf(sort),
        };
    }

    /// <summary>The needs that were named, or <c>filter.unknown</c>.</summary>
    public static Result<List<string>> Needs(object? value) =>
        Distinct(Arguments.Texts(value)) is var needs && Unknown(Vocabulary.Needs, "needs", needs) is { } problem ? problem : needs;

    /// <summary>The stage that was named, if one was, or <c>filter.unknown</c>.</summary>
    public static Result<JourneyStage?> Stage(string? key) =>
        Unknown(Vocabulary.Stages, "glp1Stage", key is null ? [] : [key]) is { } problem ? problem : Vocabulary.StageOf(key);

    private static ProductSort SortOf(string? sort) => sort switch
    {
        "PRICE_UP" => ProductSort.PriceUp,
        "PRICE_DOWN" => ProductSort.PriceDown,
        "PROTEIN" => ProductSort.Protein,
        "NAME" => ProductSort.Name,
        _ => ProductSort.Suggested,
    };

    private static (PriceRange? Price, bool IsRight) Price(IDictionary<string, object?> input)
    {
        var range = input.TryGetValue("priceCents", out var given) ? given as IDictionary<string, object?> : null;
        return (range?.Number("from"), range?.Number("to")) switch
        {
            (null, null) => (null, true),
            var (from, to) => (new PriceRange(from, to), from is null || to is null || from <= to),
        };
    }

    private static List<string> Texts(IDictionary<string, object?> input, string name) =>
        Distinct(Arguments.Texts(input.TryGetValue(name, out var value) ? value : null));

    private static List<string> Distinct(IReadOnlyList<string> keys) => [.. keys.Distinct(StringComparer.Ordinal)];

    private static Problem? Unknown(IReadOnlyList<Term> terms, string field, IReadOnlyList<string> keys) =>
        keys.FirstOrDefault(key => !terms.Any(term => term.Key == key)) is null
            ? null : new Problem("filter.unknown", $"The filter '{field}' has a key that is not in the vocabulary. It may be {string.Join(", ", terms.Select(term => term.Key))}.");
}
