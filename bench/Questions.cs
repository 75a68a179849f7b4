using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Bench;

/// <summary>One address of /shop, and what it asks for.</summary>
internal sealed record Question(string Url, ShopFilter Filter);

/// <summary>Different filters, searches, orders and pages, always the same ones.</summary>
internal static class Questions
{
    private static readonly string[] Searches =
    [
        "protein", "vanilla", "cocoa", "ginger", "fiber", "bands", "lemon", "electrolyte", "magnesium", "vitamin", "broth",
        "shake", "scale", "bottle", "tea", "berry", "whey isolate", "gentle box", "resistance bands", "protein powder",
        "small bowls", "vitamin d", "lemon stick", "travel", "plain prote", "oat", "mint tea", "kitchen", "dumbbell", "roller",
    ];

    private static readonly (string Key, ProductSort Sort)[] Orders =
    [
        ("price", ProductSort.PriceUp), ("price-desc", ProductSort.PriceDown), ("protein", ProductSort.Protein), ("name", ProductSort.Name),
    ];

    public static List<Question> Make(int count)
    {
        var random = new Random(20_260_102);
        var made = new Dictionary<string, Question>();
        while (made.Count < count)
        {
            var question = Make(random);
            made.TryAdd(question.Url, question);
        }

        return [.. made.Values];
    }

    /// <summary>
    /// How many products answer, counted the plain way: every product is read and looked at. Only which products hold
    /// the words is left to the database's own text search.
    /// </summary>
    public static async Task<IReadOnlyList<int>> CountAsync(Store store, IReadOnlyList<Question> questions, CancellationToken ct)
    {
        await using var core = store.OpenCore();
        await using var db = core.GetRequiredService<IShopDbFactory>().Open();
        var products = await db.Products.AsNoTracking().Include(p => p.Stages).Where(p => p.IsPublished).ToListAsync(ct);
        var search = core.GetRequiredService<IProductSearch>();
        var counts = new List<int>(questions.Count);
        foreach (var (_, filter) in questions)
        {
            var found = filter.Text is { Length: > 0 } text ? (await search.FindAsync(SearchText.Words(text), ct)).ToHashSet() : null;
            counts.Add(products.Count(p => (found is null || found.Contains(p.Id)) && Holds(p, filter)));
        }

        return counts;
    }

    private static Question Make(Random random)
    {
        var words = new List<string>();
        var filter = new ShopFilter();
        var path = "/shop";
        if (random.Next(3) == 0)
        {
            var category = random.Next(Vocabulary.Categories.Count);
            path += "/" + Vocabulary.Categories[category].Key;
            filter = filter with { Category = (Category)category };
        }

        if (random.Next(3) == 0)
        {
            var stage = random.Next(Vocabulary.Stages.Count);
            words.Add("stage=" + Vocabulary.Stages[stage].Key);
            filter = filter with { Stage = (JourneyStage)stage };
        }

        filter = filter with
        {
            Needs = Some(words, "need", Vocabulary.Needs, random.Next(4) switch { 0 => 1, 1 => 2, _ => 0 }, random),
            Diets = Some(words, "diet", Vocabulary.Diets, random.Next(5) == 0 ? 1 : 0, random),
            Without = Some(words, "without", Vocabulary.Without, random.Next(5) == 0 ? 1 : 0, random),
        };
        if (random.Next(4) == 0)
        {
            var (term, range) = PriceRange.Bands[random.Next(PriceRange.Bands.Count)];
            words.Add("price=" + term.Key);
            filter = filter with { Price = range };
        }

        if (random.Next(3) == 0)
        {
            filter = filter with { Text = Searches[random.Next(Searches.Length)] };
            words.Add("q=" + Uri.EscapeDataString(filter.Text));
        }

        if (random.Next(3) == 0)
        {
            var (key, sort) = Orders[random.Next(Orders.Length)];
            words.Add("sort=" + key);
            filter = filter with { Sort = sort };
        }

        if (random.Next(4) == 0)
        {
            filter = filter with { Page = random.Next(2, 5) };
            words.Add(string.Create(CultureInfo.InvariantCulture, $"page={filter.Page}"));
        }

        return new Question(words.Count == 0 ? path : $"{path}?{string.Join('&', words)}", filter);
    }

    private static List<string> Some(List<string> words, string name, IReadOnlyList<Term> terms, int count, Random random)
    {
        // In the order of the vocabulary, so that one choice has one address.
        var keys = terms.OrderBy(_ => random.Next()).Take(count).OrderBy(t => terms.ToList().IndexOf(t)).Select(t => t.Key).ToList();
        words.AddRange(keys.Select(key => $"{name}={key}"));
        return keys;
    }

    private static bool Holds(Product product, ShopFilter filter) =>
        (filter.Category is not { } category || product.Category == category)
        && (filter.Stage is not { } stage || product.Stages.Any(s => s.Stage == stage))
        && (filter.Needs.Count == 0 || filter.Needs.Any(product.Needs.Contains))
        && filter.Diets.All(product.Diets.Contains)
        && !filter.Without.Any(key => product.Allergens.Any(a => SearchText.IsAllergen(a, key)))
        && (filter.Price is not { } price || price.Holds(product.Price));
}
