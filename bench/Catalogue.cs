using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>
/// A catalogue of any size, always the same one: the shop fills its opening shelf itself, and variations of those
/// products are added until there are enough.
/// </summary>
internal static class Catalogue
{
    private const int Batch = 1_000;

    private static readonly string[] Manners =
    [
        "Gentle", "Plain", "Small", "Travel", "Family", "Everyday", "Morning", "Evening", "Light", "Simple", "Soft",
        "Classic", "Extra", "Pocket", "Quiet", "Fresh", "Warm", "Cool", "Steady", "Bright",
    ];

    private static readonly string[] Tastes =
    [
        "Lemon", "Vanilla", "Cocoa", "Berry", "Mint", "Oat", "Apple", "Peach", "Honey", "Ginger", "Rose", "Slate",
        "Blue", "Green", "Coral", "Sand", "Unflavoured", "Cinnamon", "Pear", "Hazel",
    ];

    /// <summary>Migrates and seeds by starting the shop once, then adds products until there are as many as asked for.</summary>
    public static async Task FillAsync(Settings settings, Store store, int products, CancellationToken ct)
    {
        Console.Error.WriteLine($"Writing a catalogue of {products:N0} products …");
        await using (await ShopProcess.StartAsync(settings, store, ct))
        {
        }

        await using var core = store.OpenCore();
        var shop = core.GetRequiredService<IShopDbFactory>();
        var patterns = await PatternsAsync(shop, ct);
        var random = new Random(20_260_101);
        for (var from = patterns.Count; from < products; from += Batch)
        {
            var batch = Enumerable.Range(from, Math.Min(Batch, products - from))
                .Select(number => Vary(patterns[number % patterns.Count], number, random)).ToList();
            await AddAsync(shop, batch, ct);
        }
    }

    private static async Task<List<Product>> PatternsAsync(IShopDbFactory shop, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await db.Products.AsNoTracking().Include(p => p.Stages).Include(p => p.Stock).OrderBy(p => p.Id).ToListAsync(ct);
    }

    private static Task<bool> AddAsync(IShopDbFactory shop, List<Product> products, CancellationToken ct) =>
        shop.InTransactionAsync(
            async db =>
            {
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                db.Products.AddRange(products);
                await db.SaveChangesAsync(ct);
                await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
                return true;
            },
            ct);

    private static Product Vary(Product pattern, int number, Random random)
    {
        var sku = $"{pattern.Sku[..3]}-{number + 1000}";
        var name = $"{Pick(Manners, random)} {pattern.Name}, {Pick(Tastes, random)}";
        var product = new Product
        {
            Sku = sku,
            Slug = $"{pattern.Slug[..Math.Min(pattern.Slug.Length, 100)]}-{number + 1000}",
            Name = name.Length > 160 ? name[..160] : name,
            Summary = pattern.Summary,
            Description = pattern.Description,
            Price = new Money(Math.Max(300, pattern.Price.Cents * random.Next(60, 160) / 100)),
            Category = pattern.Category,
            Kind = pattern.Kind,
            WeightGrams = pattern.WeightGrams,
            Stages = [.. Stages(pattern, random)],
            Needs = Mostly(pattern.Needs, Vocabulary.Needs, random),
            Allergens = [.. pattern.Allergens.Where(_ => random.Next(10) > 0)],
            Diets = Mostly(pattern.Diets, Vocabulary.Diets, random),
            Cautions = pattern.Cautions,
            Related = pattern.Related,
            Label = pattern.Label,
            Pack = pattern.Pack,
            Claim = pattern.Claim,
            ArticleSlug = pattern.ArticleSlug,
            IsPublished = random.Next(50) > 0,
            Stock = new StockItem { OnHand = random.Next(20) == 0 ? 0 : random.Next(500, 5_000) },
            CreatedAt = pattern.CreatedAt,
            UpdatedAt = pattern.UpdatedAt,
        };
        product.SearchWords = SearchText.For(product);
        return product;
    }

    private static IEnumerable<ProductStage> Stages(Product pattern, Random random)
    {
        var stages = pattern.Stages.Select(s => s.Stage).ToList();
        if (random.Next(4) == 0)
        {
            stages = [(JourneyStage)random.Next(Vocabulary.Stages.Count)];
        }

        return stages.Select((stage, i) => new ProductStage { Stage = stage, Position = i });
    }

    /// <summary>The pattern's own words, now and then with one more.</summary>
    private static List<string> Mostly(List<string> words, IReadOnlyList<Term> all, Random random) =>
        random.Next(3) > 0 ? words : [.. words.Append(all[random.Next(all.Count)].Key).Distinct()];

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
