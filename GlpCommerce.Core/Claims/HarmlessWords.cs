using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>Where the words of a rule mean something else. Each stands with what makes it harmless, and counts as a whole only.</summary>
internal static partial class HarmlessWords
{
    private const string Negated = @"(\b(does|do|did|will|can|could|must|is|are) not|\bcannot|\bnever|n't|\b(not|nor) (intended|meant) to) ((only )?(claim|intended|meant|able) to )?(diagnose,? )?";

    private const string Verb = "(treat|cure|prevent|heal|relieve)s?";

    private const string Thing =
        "(data|information|details|orders?|requests?|messages?|payments?|complaints?|returns?|parcels?|people|persons?|customers?|shoppers?|everyone|everybody|animals?|guests?|skin|wood|fabric)";

    private const string Trouble =
        "(sticking|spill(s|ing|age)?|leak(s|ing|age)?|clump(s|ing)?|caking|slip(s|ping)?|burn(ing|t)?|rust(ing)?|scratch(es|ing)?|waste|falls?|drying|splash(es|ing)?|mess|tangl(es|ing)|odou?rs?|" +
        "mold|sogginess|foam(ing)?|freezer burn|overheating|rolling|sliding|wobbl(es|ing)|chafing|fraud|misuse|abuse|theft|loss|unauthori[sz]ed|errors?|spam|access|delays?|damage|duplicates?|" +
        "accidents?|mistakes?|breakage|cross.contamination|us|you from|needle.?sticks?)";

    [GeneratedRegex(
        Negated + Verb + "(,? (or|and|nor) " + Verb + "|, " + Verb + "){0,4}|" +
        @"\b(a|an|another|the|this|that|each|every|your|my|one|no|sweet|frozen|cold|cool|warm|little|small|creamy|crunchy|chocolate|fruity|evening|afternoon|morning|weekend|snack|dessert|tasty|everyday|favou?rite|dog|icy|simple|real|welcome) treats?\b|" +
        @"\b(as|for|of) treats\b|\btreat (yourself|you to|them to|someone)\b|\btreat (it|them|this|these) (as|like|with)\b|" +
        @"\btreat(s|ing)? ((your|their|our|all|any|every|personal|this|these|that|health|such|the|each|other) ){0,3}" + Thing + @"\b|" +
        @"\bcured (ham|pork|bacon|meats?|beef|salmon|fish|trout|sausages?|egg yolks?|turkey|duck|olives|cheese|ones)\b|\b(salt|sugar|dry|air|smoke|beet|sun|oven|un|uv).?cured\b|\bcured (with|in) (salt|sugar|brine|beets?|smoke)\b|\bcuring (salts?|time)\b|" +
        @"\bprevent(s|ed|ing)? ((the|any|your|its|from|food|lid|pan|powder|skin|water) ){0,2}" + Trouble + @"\b|\b(nothing|what|that|may|law) prevents (you|us)\b|" +
        @"\brelief (map|print|pattern|carving|valve|society)\b|\bin relief\b|\b(injunctive|equitable|legal|other|such|further|seek|sought|tax) relief\b|\breliev(e|es|ed|ing) (you|us) (of|from)\b|" +
        @"\b(still|has|have|fully|not) heal(ed|ing)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Promises();

    [GeneratedRegex(
        @"\b(heat|water|surface|uv|steam|acid|thermal|wood|fabric|pressure).treatments?( (for|of)\b)?|\bcontrol and prevention\b|\bprevention program\b|\bnot (a|any) remed(y|ies)\b|\bspill prevention\b|\b(legal|only|sole|exclusive|other) remed(y|ies)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Remedies();

    [GeneratedRegex(
        @"\bboost(s|ed|ing)? (of |in |the |your |its |their ){0,2}(fresh |extra |bright |more |some )?(flavou?rs?|taste|protein|fib(er|re)|crunch|colou?r|sweetness|citrus|lemon|lime|vanilla|cocoa|spice|umami|smoothies?|meals?|aroma|signal|volume)\b|" +
        @"\b(protein|flavou?r|fib(er|re)|veggie|vegetable|fruit|citrus|taste) boost(s|er|ers)?\b|\bbooster (seat|step|cushion|pack)s?\b|" +
        @"\bactivat(e|es|ed|ing) ((your|the|its|this|a) ){0,2}(core|glutes?|muscles?|legs?|arms?|back|hips?|shoulders?|yeast|account|code|card|app|device|sensor|light|timer|discount|warranty|alarm|screen|link)\b|" +
        @"\bactivated (charcoal|carbon|almonds|yeast)\b|\b(voice|motion|touch).activated\b|\bactivated (by|when)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Effects();

    [GeneratedRegex(
        @"(\bnot|\bnever|\bcannot|n't|\bno|\bnor|\bnothing( here)?) ((a|an|be|as|meant to|intended to|to be|claim to|used|use (it|them|this)|take (it|them|this)) ){0,3}" + ClaimWords.Compared + ClaimWords.Medicine,
        RegexOptions.CultureInvariant)]
    public static partial Regex Comparisons();

    [GeneratedRegex(
        @"\b(your|a|an|the|his|her|their|own|my|unless|if|licensed) ([a-z]{1,12} )?(doctor|physician|dietitian|dietician|clinician|pharmacist|nutritionist|surgeon|expert|nurse) ([a-z]{1,12} )?(recommend|approve|endorse|trust|prefer)(s|d|ed)?\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Praise();
}
