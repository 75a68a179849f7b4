using System.Runtime.CompilerServices;

namespace GlpCommerce.Core.Catalog;

/// <summary>A product together with the reason it is shown, in words.</summary>
/// <param name="Cause">What the shopper chose, such as "Starting" or "Starting, Protein"; null when nothing was chosen.</param>
/// <param name="Reason">The fact about the product that answers it.</param>
public sealed record Suggestion(ProductCard Product, string? Cause, string Reason);

/// <summary>
/// The "for your stage" row. Sold-out products are left out, at most two in four come from one category, and every
/// one says why it is there. Nobody can pay for a place.
/// </summary>
public sealed class StageShelf(CatalogQueries catalog)
{
    private const int Portion = 60;
    private const int Row = 4;
    private const int PerCategory = 2;

    /// <param name="stage">The shopper's own choice, or null for "not sure".</param>
    /// <param name="except">Product ids already in view, such as the page's product or the cart's lines.</param>
    /// <param name="count">How many to show at most.</param>
    public Task<IReadOnlyList<Suggestion>> ForAsync(
        JourneyStage? stage, IReadOnlySet<int> except, int count = Row, CancellationToken ct = default) => ForAsync(stage, [], except, count, ct);

    /// <summary>The same for somebody who also chose needs, of which each product meets one at least.</summary>
    /// <param name="needs">Keys of the vocabulary.</param>
    public async Task<IReadOnlyList<Suggestion>> ForAsync(
        JourneyStage? stage, IReadOnlyList<string> needs, IReadOnlySet<int> except, int count, CancellationToken ct = default)
    {
        var rows = (count + Row - 1) / Row;
        var (taken, answered) = (new Dictionary<Category, int>(), new Dictionary<string, int>());
        var row = new List<Suggestion>();
        await foreach (var product in CandidatesAsync(stage, needs, except, ct))
        {
            var first = product.Needs.Count > 0 ? product.Needs[0] : "";
            if (product.IsSoldOut || taken.GetValueOrDefault(product.Category) == PerCategory * rows
                || (needs.Count == 0 && answered.GetValueOrDefault(first) == rows))
            {
                continue;
            }

            taken[product.Category] = taken.GetValueOrDefault(product.Category) + 1;
            answered[first] = answered.GetValueOrDefault(first) + 1;
            row.Add(new Suggestion(product, Reasons.Cause(product, stage, needs), Reasons.For(product, stage, needs)));
            if (row.Count == count)
            {
                break;
            }
        }

        return row;
    }

    /// <summary>Read in portions, because one is nearly always enough.</summary>
    private async IAsyncEnumerable<ProductCard> CandidatesAsync(
        JourneyStage? stage, IReadOnlyList<string> needs, IReadOnlySet<int> except, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var seen = 0; await catalog.SuitingAsync(stage, needs, except, seen, Portion, ct) is { Count: > 0 } portion; seen += Portion)
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
    public static string For(ProductCard product, JourneyStage? stage) => For(product, stage, []);

    /// <param name="needs">What was chosen besides the stage; the fact answers the first that the product meets.</param>
    public static string For(ProductCard product, JourneyStage? stage, IReadOnlyList<string> needs)
    {
        var fact = Fact(product, needs.FirstOrDefault(product.Needs.Contains));
        return stage switch
        {
            { } only when product.Stages.Count == 1 && product.Stages[0] == only => $"{fact}, chosen for this stage",
            null when needs.Count == 0 => $"{fact}, fits every stage",
            _ when product.Stages.Count == Vocabulary.Stages.Count => $"{fact}, fits every stage",
            _ => fact,
        };
    }

    /// <summary>What of the choice the product answers, such as "Starting, Protein"; null when nothing was chosen.</summary>
    public static string? Cause(ProductCard product, JourneyStage? stage, IReadOnlyList<string> needs)
    {
        var met = needs.Where(product.Needs.Contains).Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need));
        var causes = stage is { } chosen ? met.Prepend(chosen.Label()) : met;
        return string.Join(", ", causes) is { Length: > 0 } words ? words : null;
    }

    /// <summary>The fact that answers the product's first need: grams on the label, else the need in plain words.</summary>
    /// <param name="met">A need of the product to answer in place of its first.</param>
    public static string Fact(ProductCard product, string? met = null)
    {
        var need = met ?? (product.Needs.Count > 0 ? product.Needs[0] : "");
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
