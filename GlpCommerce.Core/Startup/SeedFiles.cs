using System.Text.Json;
using System.Text.Json.Serialization;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Startup;

/// <summary>The opening catalogue as the files in Catalog/Seed and Content/Seed spell it.</summary>
internal static class SeedFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    };

    public static CatalogFile Catalog() => Read<CatalogFile>("Catalog.Seed.catalog.json");

    public static Dictionary<string, PackDesign> Packs() => Read<Dictionary<string, PackDesign>>("Catalog.Seed.packs.json");

    /// <summary>The texts of all files in a seed folder, by file name.</summary>
    public static IEnumerable<(string Name, string Text)> Texts(string folder)
    {
        var assembly = typeof(SeedFiles).Assembly;
        var prefix = $"{assembly.GetName().Name}.{folder}.";
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[prefix.Length..], reader.ReadToEnd());
        }
    }

    private static T Read<T>(string name)
    {
        var assembly = typeof(SeedFiles).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{name}")!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}

internal sealed record CatalogFile(Dictionary<string, string> Cautions, List<ProductFile> Products);

internal sealed record ProductFile(
    string Sku,
    string Name,
    string Description,
    decimal Price,
    string Category,
    string Kind,
    List<string> Stages,
    int Inventory,
    int WeightG,
    NutritionFile? Nutrition,
    List<string> Allergens,
    List<string> DietaryTags,
    List<string> Needs,
    List<string> Cautions,
    string? StructureFunctionClaim,
    bool RequiresFdaDisclaimer,
    List<string> Related,
    string? Content);

internal sealed record NutritionFile(
    string ServingSize,
    int? Servings,
    decimal? Kcal,
    [property: JsonPropertyName("protein_g")] decimal? ProteinG,
    [property: JsonPropertyName("fiber_g")] decimal? FiberG,
    [property: JsonPropertyName("sodium_mg")] decimal? SodiumMg,
    [property: JsonPropertyName("potassium_mg")] decimal? PotassiumMg,
    [property: JsonPropertyName("magnesium_mg")] decimal? MagnesiumMg,
    [property: JsonPropertyName("added_sugar_g")] decimal? AddedSugarG,
    JsonElement? OtherPerServing);

internal sealed class ArticleFile
{
    public string Slug { get; set; } = "";
    public string Title { get; set; } = "";
    public string Kind { get; set; } = "";
    public List<string> Stages { get; set; } = [];
    public List<string> Skus { get; set; } = [];
    public int Words { get; set; }
    public bool ClinicallyReviewed { get; set; }
}
