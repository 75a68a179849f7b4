namespace GlpCommerce.Core.Claims;

/// <summary>
/// Sentences that name a promise or an effect in order to warn of it, or that the law prescribes. Each was read for what it
/// implies, and counts as it stands here and in no other words.
/// </summary>
internal static class ReviewedSentences
{
    public static readonly IReadOnlyList<string> All =
    [
        "not intended to diagnose, treat, cure, or prevent any disease.",
        "No supplement in any shop is a replacement for, or a booster of, a prescribed medicine.",
        "A seller may not say that a supplement treats, prevents or cures a disease.",
        "Be wary of \"nature's\" version of a prescription drug, \"GLP-1 booster\", \"no side effects\", \"FDA approved supplement\", before-and-after photos and promised pounds.",
        "Cosmetic product; not intended to treat hair loss or any disease.",
        "This product is not intended to treat hair loss.",
        "One capsule with food, since zinc on an empty stomach can cause nausea.",
        "The bisglycinate form is chosen for comfort, yet constipation and dark stools still occur; that matters when your gut is already slow.",
        "Potassium and phosphorus content matter for people with kidney disease.",
        "Skip training while you are vomiting or have a fever.",
        "It may bother people with heartburn or mouth sores, and frequent acidic drinks are hard on tooth enamel, so rinse with water afterward.",
        "Dark urine, headache, dry mouth, dizziness on standing, harder stools.",
        "People losing more than about three pounds a week have a higher chance of stones.",
        "Zinc above 40 mg a day over time can lower copper and cause anemia.",
    ];

    public static List<TextRange> In(string text)
    {
        var ranges = new List<TextRange>();
        foreach (var sentence in All)
        {
            for (var at = text.IndexOf(sentence, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sentence, at + 1, StringComparison.Ordinal))
            {
                ranges.Add(new TextRange(at, at + sentence.Length));
            }
        }

        return ranges;
    }
}
