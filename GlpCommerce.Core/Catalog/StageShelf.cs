using System.Runtime.CompilerServices;

namespace GlpCommerce.Core.Catalog;

/// <summary>A product together with the reason it is shown, in words.</summary>
/// <param name="Cause">What the shopper chose, such as "Starting"; null when nothing was chosen.</param>
/// <param name="Reason">The fact about the product that answers it.</param>
public sealed record Suggestion(ProductCard Product, string? Cause, string Reason);

/// <summary>
/// The "for your stage" row. Sold-out products are left out, at most two stand together from one category, and every
/// one says why it is there. Nobody can pay for a place.
/// </summary>
public sealed class StageShelf(CatalogQueries catalog)
{
    private const int Portion = 60;
    private const int PerCategory = 2;

    /// <param name="stage">The shopper's own choice, or null for "not sure".</param>
    /// <param name="except">Product ids already in view, such as the page's product or the cart's lines.</param>
    /// <param name="count">How many to show at most.</param>
    public async Task<IReadOnlyList<Suggestion>> ForAsync(
        JourneyStage? stage, IReadOnlySet<int> except, int count = 4, CancellationToken ct = default)
    {
        var taken = new Dictionary<Category, int>();
        var needs = new HashSet<string>();
        var row = new List<Suggestion>();
        await foreach (var product in CandidatesAsync(stage, except, ct))
        {
            var first = product.Needs.Count > 0 ? product.Needs[0] : "";
            if (product.IsSoldOut || taken.GetValueOrDefault(product.Category) == PerCategory || !needs.Add(first))
            {
                continue;
            }

            taken[product.Category] = taken.GetValueOrDefault(product.Category) + 1;
            row.Add(new Suggestion(product, stage?.Label(), Reasons.For(product, stage)));
            if (row.Count == count)
            {
                break;
            }
        }

        return row;
    }

    /// <summary>Read in portions, because one is nearly always enough.</summary>
    private async IAsyncEnumerable<ProductCard> CandidatesAsync(
        JourneyStage? stage, IReadOnlySet<int> except, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var seen = 0; await catalog.SuitingAsync(stage, except, seen, Portion, ct) is { Count: > 0 } portion; seen += Portion)
        {
            foreach (var product in portion)
            {
                yield return product;
            }
        }
    }
}

/// <summary>One short fact about a product that says why it stands where it stands; only from its own data.</summary>
public static class Reasons
{
    public static string For(ProductCard product, JourneyStage? stage)
    {
        var fact = Fact(product);
        return stage switch
        {
            { } only when product.Stages.Count == 1 && product.Stages[0] == only => $"{fact}, chosen for this stage",
            null => $"{fact}, fits every stage",
            _ when product.Stages.Count == Vocabulary.Stages.Count => $"{fact}, fits every stage",
            _ => fact,
        };
    }

    /// <summary>The fact that answers the product's first need: grams on the label, else the need in plain words.</summary>
    public static string Fact(ProductCard product)
    {
        var need = product.Needs.Count > 0 ? product.Needs[0] : "";
        return (need, product.Label) switch
        {
            ("protein" or "muscle", { ProteinGrams: >= 8 and var grams }) => $"{grams:0.#} g protein{PerServing(product.Label)}",
            ("fiber", { FiberGrams: >= 2 and var grams }) => $"{grams:0.#} g fiber{PerServing(product.Label)}",
            (not "", _) => Sentence(Vocabulary.LabelOf(Vocabulary.Needs, need)),
            _ => product.Category.Label(),
        };
    }

    private static string PerServing(LabelFacts label) => label.Kcal is { } kcal ? $" in {kcal:0} kcal" : " a serving";

    private static string Sentence(string label) => char.ToLowerInvariant(label[0]) + label[1..];
}
