using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>One kind of words that a text may not hold.</summary>
/// <param name="Name">Short and stable, such as <c>illness</c>.</param>
/// <param name="Words">Read over lower-case letters with single spaces; see <see cref="FoldedText"/>.</param>
/// <param name="Why">In words for staff: why not, and what instead.</param>
/// <param name="Kinds">The texts that it counts for.</param>
internal sealed record ClaimRule(string Name, Regex Words, string Why, params CopyKind[] Kinds)
{
    /// <summary>Whether the words are looked for without what stands between their letters.</summary>
    public bool IgnoresGaps { get; init; }
}

/// <summary>What the law and this shop keep out of its texts.</summary>
internal static partial class ClaimRules
{
    private static readonly CopyKind[] Everywhere = Enum.GetValues<CopyKind>();

    public static readonly IReadOnlyList<ClaimRule> All =
    [
        new("medicine", Medicines(), "Product pages do not name medicines that we go around, nor their brands. Say who chose it, such as \"people with smaller appetites\".", CopyKind.Product, CopyKind.Supplement, CopyKind.Caution, CopyKind.Article) { IgnoresGaps = true },
        new("drug", Drugs(), "Product copy names no drug. A caution may, where somebody should ask first.", CopyKind.Product, CopyKind.Supplement),
        new("illness", Illnesses(), "Naming an illness or its signs makes a product a drug in the eyes of the law. Say what the product is or does for a healthy body.", CopyKind.Product, CopyKind.Supplement, CopyKind.Article),
        new("promise", Promises(), "This promises an effect that a seller may not promise. Say what is in the product, or what a nutrient does.", Everywhere),
        new("medicine_effect", MedicineEffects(), "Nothing here may replace, copy or strengthen a medicine. Leave it out.", Everywhere),
        new("function", Functions(), "What a supplement does for the body belongs into its claim: only that brings the FDA's disclaimer onto the page.", CopyKind.Supplement),
        new("weight", Pounds(), "No pounds, no speed, no \"fat burning\": nobody can promise weight. Leave it out.", Everywhere),
        new("authority", Authorities(), "This leans on an authority or a proof that we hold no file for. Leave it out, or have a manager approve it with the source.", Everywhere),
        new("hidden", Entities(), "A letter written as a code hides the word from this check. Write the letter itself.", Everywhere),
    ];

    [GeneratedRegex("ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza|trulicity|bydureon|byetta|semaglutide|tirzepatide|liraglutide|dulaglutide|exenatide|lixisenatide|retatrutide|orforglipron|glp1", RegexOptions.CultureInvariant)]
    private static partial Regex Medicines();

    [GeneratedRegex(@"\b(metformin|insulin|phentermine|naltrexone|bupropion|orlistat|warfarin|statins?|levothyroxine|contrave|qsymia|xenical|prozac|viagra|adderall)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Drugs();

    [GeneratedRegex(
        @"nausea|queasy|vomit|constipat|diarrh|\bdiabet|\bobes(e\b|it)|gallstone|disease|reflux|heartburn|cancer|chemotherapy|tumou?r\b|hair loss|muscle loss|weight loss|" +
        @"hypertensi|high blood pressure|high cholesterol|heart attack|arthritis|alzheimer|dementia|depression\b|anxiety|insomnia|osteopor|\banemi|asthma|migraine|gastropares|" +
        @"sarcopeni|\bibs\b|\bpcos\b|\bgerd\b|\bcovid|influenza|infections?\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Illnesses();

    [GeneratedRegex(@"\bcures?\b|\brelieves?\b|\btreats?\b|\bprevents?\b|\bheals?\b|miracle|detox|stops hair|no side.effect|without side.effect|guaranteed results", RegexOptions.CultureInvariant)]
    private static partial Regex Promises();

    [GeneratedRegex(@"boosters?\b|\bboosts\b|mimics|\bactivates?\b|\bworks? with\b|nature's own|natural (ozempic|wegovy|glp|alternative to)|instead of your (medicine|medication|injection)", RegexOptions.CultureInvariant)]
    private static partial Regex MedicineEffects();

    [GeneratedRegex(@"\b(supports?|promotes?|contributes? to|helps? (to )?(support|maintain|keep))\b", RegexOptions.CultureInvariant)]
    private static partial Regex Functions();

    [GeneratedRegex(@"melts? (away )?fat|burns? (away )?fat|fat.burn(ing|er)|\blose (up to )?\d|\bshed (pounds|lbs|\d)|\bdrop (pounds|\d+ (pounds|lbs|kg))|promised pounds|slimming|rapid results", RegexOptions.CultureInvariant)]
    private static partial Regex Pounds();

    [GeneratedRegex(@"(clinically|scientifically) (proven|tested)|\bfda.{1,3}(approved|cleared|registered)|(doctor|physician|dietitian|clinician|pharmacist).(recommended|approved|endorsed)", RegexOptions.CultureInvariant)]
    private static partial Regex Authorities();

    [GeneratedRegex("&(#x?[0-9a-f]{1,8}|[a-z]{2,12});", RegexOptions.CultureInvariant)]
    private static partial Regex Entities();
}
