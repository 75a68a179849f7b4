using System.Globalization;
using System.Text;

namespace GlpCommerce.Core.Catalog;

/// <summary>The words a product is found by, and the words of a shopper's question.</summary>
public static class SearchText
{
    public const int MaxWords = 8;

    private const int LongestWord = 40;

    // What PostgreSQL's English dictionary leaves out; left out here, both databases find the same.
    private static readonly HashSet<string> SmallWords =
    [
        .. """
           a about above after again against all am an and any are as at be because been before being below between both but by can did do
           does doing don down during each few for from further had has have having he her here hers herself him himself his how i if in
           into is it its itself just me more most my myself no nor not now of off on once only or other our ours ourselves out over own s
           same she should so some such t than that the their theirs them themselves then there these they this those through to too
           under until up very was we were what when where which while who whom why will with you your yours yourself yourselves
           """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>
    /// What is searched: name, summary, shelf, needs, diets, and what it holds (label extras and allergens), cut into words as a
    /// question is, so that "B-12" and "café" are found however they are typed.
    /// </summary>
    public static string For(Product product) => string.Join(' ', Split(string.Join(' ', new[]
    {
        product.Name,
        product.Summary,
        product.Category.Label(),
        string.Join(' ', product.Needs.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need))),
        string.Join(' ', product.Diets.Select(diet => Vocabulary.LabelOf(Vocabulary.Diets, diet))),
        product.Label?.Other ?? "",
        string.Join(' ', product.Allergens),
        product.Sku,
    })));

    /// <summary>
    /// The letters and digits of a question, in lower case and without accents, at most <see cref="MaxWords"/> words of
    /// 40 letters: what is left cannot be read as an operator by any database.
    /// </summary>
    public static IReadOnlyList<string> Words(string? question) =>
        [.. Split(question).Where(word => !SmallWords.Contains(word)).Take(MaxWords)];

    private static IEnumerable<string> Split(string? text)
    {
        var word = new StringBuilder();
        foreach (var rune in Folded(text ?? ""))
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                }

                word.Clear();
            }
            else if (word.Length + rune.Utf16SequenceLength <= LongestWord)
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>Letters in their plainest form; what only marks another letter is gone, and so is what is no text at all.</summary>
    private static IEnumerable<Rune> Folded(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned)).Normalize(NormalizationForm.FormKD).EnumerateRunes()
            .Where(rune => Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark);

    /// <summary>Whether an allergen as a label names it, such as "tree nuts (almonds)", is the one a filter names.</summary>
    public static bool IsAllergen(string onLabel, string key) =>
        onLabel.Split('(')[0].Trim().Replace(' ', '-').Equals(key, StringComparison.OrdinalIgnoreCase);
}
