using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>One kind of words that a text may not hold.</summary>
/// <param name="Name">Short and stable, such as <c>illness</c>.</param>
/// <param name="Words">Read over lower-case letters with single spaces; see <see cref="FoldedText"/>.</param>
/// <param name="Why">In words for staff: why not, and what instead.</param>
/// <param name="Kinds">The texts that it counts for.</param>
internal sealed record ClaimRule(string Name, Regex Words, string Why, params CopyKind[] Kinds)
{
    private Regex? _letters;

    /// <summary>Whether the words are looked for without what stands between their letters.</summary>
    public bool IgnoresGaps { get; init; }

    /// <summary>Where the words mean something else, such as ham that is cured: what lies within counts for nothing.</summary>
    public Regex? Harmless { get; init; }

    /// <summary>Whether a paragraph that warns may hold the words.</summary>
    public bool MayWarn { get; init; }

    /// <summary>The words without their gaps and bounds, for letters that stand apart.</summary>
    public Regex Letters => _letters ??= new Regex(
        Words.ToString().Replace(@"\b", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), RegexOptions.CultureInvariant);
}

/// <summary>What the law and this shop keep out of its texts.</summary>
internal static class ClaimRules
{
    private static readonly CopyKind[] Everywhere = Enum.GetValues<CopyKind>();
    private static readonly CopyKind[] Selling = [CopyKind.Product, CopyKind.Supplement, CopyKind.Article];
    private static readonly CopyKind[] ButCautions = [.. Selling, CopyKind.Guide, CopyKind.Policy];

    private const string Promised = "This promises an effect that a seller may not promise. Say what is in the product, or what a nutrient does.";
    private const string LikeMedicine = "Nothing here may replace, copy or strengthen a medicine. Leave it out.";
    private const string Unproven = "This leans on an authority or a proof that we hold no file for. Leave it out.";

    public static readonly IReadOnlyList<ClaimRule> All =
    [
        new("medicine", ClaimWords.Medicines(), "Product pages do not name medicines that we go around, nor their brands. Say who chose it, such as \"people with smaller appetites\".", [.. Selling, CopyKind.Caution]) { IgnoresGaps = true },
        new("drug", ClaimWords.Drugs, "Product copy names no drug. A caution may, where somebody should ask first.", CopyKind.Product, CopyKind.Supplement),
        new("illness", ClaimWords.Illnesses, "Naming an illness or its signs makes a product a drug in the eyes of the law. Say what the product is or does for a healthy body.", Selling) { MayWarn = true },
        new("promise", ClaimWords.Promises(), Promised, Everywhere) { Harmless = HarmlessWords.Promises() },
        new("promise", ClaimWords.Remedies(), Promised, Selling) { Harmless = HarmlessWords.Remedies() },
        new("promise", ClaimWords.Levels(), Promised, ButCautions) { MayWarn = true },
        new("medicine_effect", ClaimWords.Effects(), LikeMedicine, Everywhere) { Harmless = HarmlessWords.Effects() },
        new("medicine_effect", ClaimWords.Comparisons(), LikeMedicine, Everywhere) { Harmless = HarmlessWords.Comparisons() },
        new("function", ClaimWords.Functions(), "What a supplement does for the body belongs into its claim: only that brings the FDA's disclaimer onto the page.", CopyKind.Supplement),
        new("weight", ClaimWords.Pounds(), "No pounds, no speed, no \"fat burning\": nobody can promise weight. Leave it out.", Everywhere),
        new("authority", ClaimWords.Authorities(), Unproven, Everywhere),
        new("authority", ClaimWords.Praise(), Unproven, [.. Selling, CopyKind.Caution, CopyKind.Policy]) { Harmless = HarmlessWords.Praise(), MayWarn = true },
        new("hidden", ClaimWords.Entities(), "A letter written as a code hides the word from this check. Write the letter itself.", Everywhere),
    ];
}
