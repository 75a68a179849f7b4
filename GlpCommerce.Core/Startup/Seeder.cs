using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Startup;

/// <summary>
/// Fills an empty shop with its opening catalogue, in one transaction: a start that is killed in the middle leaves
/// nothing behind, and a shop that was filled once is never touched again.
/// </summary>
internal sealed partial class Seeder(IShopDbFactory shop, TimeProvider clock)
{
    private const string TestFirst = "iron_test_first";

    /// <returns>True when the shop was empty and is now stocked.</returns>
    public async Task<bool> FillAsync(CancellationToken ct)
    {
        try
        {
            return await FillIfEmptyAsync(ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Another machine started on the same empty database and was faster.
            return await FillIfEmptyAsync(ct);
        }
    }

    /// <summary>The products of the opening catalogue.</summary>
    internal static List<Product> Products(DateTime now)
    {
        var file = SeedFiles.Catalog();
        var packs = SeedFiles.Packs();
        return [.. file.Products.Select(p => Product(p, file.Cautions, packs.GetValueOrDefault(p.Sku) ?? new PackDesign(), now))];
    }

    /// <summary>The guides and product articles of the opening catalogue.</summary>
    internal static IEnumerable<Article> Articles(DateTime now) =>
        SeedFiles.Texts("Content.Seed.articles").Select(file => ArticleOf(file.Text, now));

    private Task<bool> FillIfEmptyAsync(CancellationToken ct) =>
        shop.InTransactionAsync(
            async db =>
            {
                if (await db.CatalogStates.AnyAsync(ct))
                {
                    return false;
                }

                var now = clock.GetUtcNow().UtcDateTime;
                var products = Products(now);
                db.CatalogStates.Add(new CatalogState { Version = 1, SeededAt = now });
                db.Articles.AddRange(Articles(now));
                db.Products.AddRange(products);
                await db.SaveChangesAsync(ct);
                db.StockMovements.AddRange(products.Select(p => Opening(p, now)));
                await db.SaveChangesAsync(ct);
                return true;
            },
            ct);

    private static StockMovement Opening(Product product, DateTime now) => new()
    {
        Kind = StockMovementKind.Opening,
        SourceId = product.Id,
        ProductId = product.Id,
        Delta = product.Stock.OnHand,
        At = now,
    };

    private static Product Product(
        ProductFile file, Dictionary<string, string> cautions, PackDesign pack, DateTime now)
    {
        var product = new Product
        {
            Sku = file.Sku,
            Slug = Slug(file.Name),
            Name = file.Name,
            Summary = file.Description,
            Description = file.Description,
            Price = Money.Of(file.Price),
            Category = Enum.Parse<Category>(file.Category.Replace(" ", "", StringComparison.Ordinal)),
            Kind = KindOf(file.Kind),
            WeightGrams = file.WeightG,
            Stages = [.. file.Stages.Select((stage, i) => new ProductStage { Stage = Vocabulary.StageOf(stage)!.Value, Position = i })],
            Needs = [.. file.Needs.Select(NeedKey)],
            Allergens = file.Allergens,
            Diets = DietKeys(file),
            Cautions = [.. file.Cautions.Select(key => cautions[key])],
            Related = file.Related,
            Label = file.Nutrition is { } facts ? Label(facts) : null,
            Pack = pack,
            Claim = file.StructureFunctionClaim,
            ArticleSlug = file.Content,
            IsPublished = true,
            IsSuggested = !file.Cautions.Contains(TestFirst),
            Stock = new StockItem { OnHand = file.Inventory },
            CreatedAt = now,
            UpdatedAt = now,
        };
        product.SearchWords = SearchText.For(product);
        return product;
    }

    private static ProductKind KindOf(string kind) => kind switch
    {
        "dietary_supplement" => ProductKind.Supplement,
        "food" => ProductKind.Food,
        "equipment" => ProductKind.Equipment,
        "accessory" => ProductKind.Accessory,
        "tool" => ProductKind.Tool,
        "medical_device" => ProductKind.MedicalDevice,
        _ => throw new FormatException($"The catalogue names an unknown kind of product: {kind}."),
    };

    // The catalogue's working words "nausea" and "constipation" never become part of the shop.
    private static string NeedKey(string need) => need switch
    {
        "nausea" => "settled",
        "constipation" => "fiber",
        _ => need.Replace('_', '-'),
    };

    /// <summary>What is vegan is vegetarian and free of dairy too; without that, the filters would hide what suits.</summary>
    private static List<string> DietKeys(ProductFile file)
    {
        var diets = file.DietaryTags.Select(tag => tag.Replace('_', '-')).ToList();
        if (diets.Contains("vegan"))
        {
            diets = [.. diets.Union(["vegetarian", "dairy-free"])];
        }

        return diets;
    }

    private static LabelFacts Label(NutritionFile facts) => new()
    {
        Serving = facts.ServingSize,
        Servings = facts.Servings,
        Kcal = facts.Kcal,
        ProteinGrams = facts.ProteinG,
        FiberGrams = facts.FiberG,
        AddedSugarGrams = facts.AddedSugarG,
        SodiumMilligrams = facts.SodiumMg,
        PotassiumMilligrams = facts.PotassiumMg,
        MagnesiumMilligrams = facts.MagnesiumMg,
        Other = facts.OtherPerServing is { } other ? Others(other) : null,
    };

    /// <summary>{"vitamin_b6_mg": 10} → "Vitamin B6: 10 mg"; several are parted by semicolons.</summary>
    private static string? Others(System.Text.Json.JsonElement other) =>
        other.ValueKind != System.Text.Json.JsonValueKind.Object ? null : string.Join("; ", other.EnumerateObject().Select(amount =>
        {
            var cut = amount.Name.LastIndexOf('_');
            var name = VitaminLetter().Replace(amount.Name[..cut].Replace('_', ' '), match => match.Value.ToUpperInvariant());
            return $"{char.ToUpperInvariant(name[0])}{name[1..]}: {amount.Value} {UnitOf(amount.Name[(cut + 1)..])}";
        }));

    private static string UnitOf(string unit) => unit == "cfu" ? "CFU" : unit;

    private static Article ArticleOf(string text, DateTime now)
    {
        var (head, body) = FrontMatter.Read<ArticleFile>(text);
        var (reading, sources) = Parts(body);
        return new Article
        {
            Slug = head.Slug,
            Title = head.Title,
            Kind = head.Kind == "guide" ? ArticleKind.Guide : ArticleKind.Product,
            Summary = FirstSentences(reading),
            Body = reading,
            Sources = sources,
            Stages = [.. head.Stages.Select(stage => Vocabulary.StageOf(stage)!.Value)],
            Skus = head.Skus,
            Words = head.Words,
            IsClinicallyReviewed = head.ClinicallyReviewed,
            ReviewBy = DateOnly.FromDateTime(now).AddYears(1),
            UpdatedAt = now,
        };
    }

    /// <summary>Cuts off the title (the page prints it) and takes the list of sources apart.</summary>
    private static (string Reading, List<string> Sources) Parts(string body)
    {
        var lines = body.Split('\n').SkipWhile(line => line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal)).ToList();
        var cut = lines.FindIndex(line => line.Trim() == "## Sources");
        var reading = cut < 0 ? lines : lines[..cut];
        var sources = cut < 0 ? [] : lines[cut..].Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim());
        return (string.Join('\n', reading).Trim(), [.. sources]);
    }

    private static string FirstSentences(string reading)
    {
        var first = reading.Split("\n\n").First(part => part.Length > 0 && !part.StartsWith('#')).Replace("**", "", StringComparison.Ordinal);
        var end = first.IndexOf(". ", StringComparison.Ordinal);
        return end > 0 ? first[..(end + 1)] : first;
    }

    private static string Slug(string name) =>
        NotWordLike().Replace(name.ToLower(CultureInfo.InvariantCulture), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWordLike();

    [GeneratedRegex(@"\b(b6|b12|d|d3|k2|c|epa|dha|b1)\b")]
    private static partial Regex VitaminLetter();
}
