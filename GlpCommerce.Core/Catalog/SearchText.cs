using System.Text;

namespace GlpCommerce.Core.Catalog;

/// <summary>The words a product is found by, and the words of a shopper's question.</summary>
public static class SearchText
{
    public const int MaxWords = 8;

    /// <summary>What is searched besides the name: summary, shelf, needs, diets, allergens and label extras.</summary>
    public static string For(Product product) => string.Join(' ', new[]
    {
        product.Summary,
        product.Category.Label(),
        string.Join(' ', product.Needs.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need))),
        string.Join(' ', product.Diets.Select(diet => Vocabulary.LabelOf(Vocabulary.Diets, diet))),
        product.Label?.Other ?? "",
        product.Sku,
    });

    /// <summary>
    /// The letters and digits of a question, in lower case, at most <see cref="MaxWords"/> words of 40 letters: what is
    /// left cannot be read as an operator by any database.
    /// </summary>
    public static IReadOnlyList<string> Words(string? question)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in (question ?? "").EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else
            {
                Flush();
            }
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0 && words.Count < MaxWords)
            {
                var text = word.ToString().Normalize(NormalizationForm.FormKC);
                words.Add(text.Length > 40 ? text[..40] : text);
            }

            word.Clear();
        }
    }

    /// <summary>Whether an allergen as a label names it, such as "tree nuts (almonds)", is the one a filter names.</summary>
    public static bool IsAllergen(string onLabel, string key) =>
        onLabel.Split('(')[0].Trim().Replace(' ', '-').Equals(key, StringComparison.OrdinalIgnoreCase);
}
