using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>The shelf worked out the plain way, product by product: what the real one must agree with.</summary>
internal sealed class Shelf(IReadOnlyList<Product> products)
{
    private enum Part
    {
        Stage,
        Category,
        Needs,
        Diets,
        Without,
        Price,
    }

    /// <summary>Ids of what matches, in the order asked for.</summary>
    public IReadOnlyList<int> Find(ShopFilter filter)
    {
        var shelf = products.Where(p => Matches(p, filter, except: null)).OrderBy(p => p.Sku, StringComparer.Ordinal);
        return [.. Sorted(shelf, filter.Sort).Select(p => p.Id)];
    }

    /// <summary>Every count beside the shelf, by group and key.</summary>
    public Dictionary<string, int> Counts(ShopFilter filter)
    {
        var counts = new Dictionary<string, int>();
        Count(Part.Stage, Vocabulary.Stages, (p, key) => p.Stages.Any(s => s.Stage == Vocabulary.StageOf(key)), instead: true);
        Count(Part.Category, Vocabulary.Categories, (p, key) => p.Category == Vocabulary.CategoryOf(key), instead: true);
        Count(Part.Needs, Vocabulary.Needs, (p, key) => p.Needs.Contains(key), instead: true);
        Count(Part.Diets, Vocabulary.Diets, (p, key) => p.Diets.Contains(key), instead: false);
        Count(Part.Without, Vocabulary.Without, IsWithout, instead: false);
        Count(Part.Price, [.. PriceRange.Bands.Select(b => b.Term)], (p, key) => PriceRange.Bands.Single(b => b.Term.Key == key).Range.Holds(p.Price), instead: true);
        return counts;

        void Count(Part part, IReadOnlyList<Term> terms, Func<Product, string, bool> has, bool instead)
        {
            foreach (var term in terms)
            {
                counts[$"{part}:{term.Key}"] = products.Count(p => Matches(p, filter, instead ? part : null) && has(p, term.Key));
            }
        }
    }

    /// <summary>The same counts as the shop gives them.</summary>
    public static Dictionary<string, int> Told(Facets facets) => new[]
    {
        (Part.Stage, facets.Stages), (Part.Category, facets.Categories), (Part.Needs, facets.Needs),
        (Part.Diets, facets.Diets), (Part.Without, facets.Without), (Part.Price, facets.Prices),
    }.SelectMany(group => group.Item2.Select(value => (Key: $"{group.Item1}:{value.Key}", value.Count))).ToDictionary(v => v.Key, v => v.Count);

    private static bool Matches(Product p, ShopFilter filter, Part? except) =>
        p.IsPublished
        && (except == Part.Stage || filter.Stage is not { } stage || p.Stages.Any(s => s.Stage == stage))
        && (except == Part.Category || filter.Category is not { } category || p.Category == category)
        && (except == Part.Needs || filter.Needs.Count == 0 || filter.Needs.Any(p.Needs.Contains))
        && filter.Diets.All(p.Diets.Contains)
        && filter.Without.All(key => IsWithout(p, key))
        && (except == Part.Price || filter.Price is not { } price || price.Holds(p.Price))
        && (filter.Text ?? "").Split(' ').All(word => p.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsWithout(Product p, string key) =>
        !p.Allergens.Any(a => a.Split(" (")[0].Replace(' ', '-') == key);

    private static IEnumerable<Product> Sorted(IEnumerable<Product> shelf, ProductSort sort) => sort switch
    {
        ProductSort.PriceUp => shelf.OrderBy(p => p.Price),
        ProductSort.PriceDown => shelf.OrderByDescending(p => p.Price),
        ProductSort.Protein => shelf.OrderByDescending(p => p.Label?.ProteinGrams ?? -1),
        ProductSort.Name => shelf.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase),
        _ => shelf,
    };
}
