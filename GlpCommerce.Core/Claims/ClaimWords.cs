using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Claims;

/// <summary>
/// The words of <see cref="ClaimRules"/>. Stems stand for their forms. Every repetition has an end, so that no text is read slowly;
/// a test holds that.
/// </summary>
internal static partial class ClaimWords
{
    internal const string Brands = "ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza|trulicity|bydureon|byetta";

    private const string Agents = "semaglutide|tirzepatide|liraglutide|dulaglutide|exenatide|lixisenatide|retatrutide|orforglipron";

    private const string DrugNames =
        "metformin|insulin|phentermine|naltrexone|bupropion|orlistat|warfarin|statins?|levothyroxine|contrave|qsymia|xenical|prozac|viagra|adderall|" +
        "ibuprofen|aspirin|acetaminophen|paracetamol|naproxen|tylenol|advil|motrin|aleve|omeprazole|prilosec|nexium|pantoprazole|famotidine|pepcid|imodium|" +
        "loperamide|pepto.bismol|miralax|dulcolax|zofran|ondansetron|benadryl|zyrtec|claritin|lipitor|crestor|atorvastatin|rosuvastatin|simvastatin|" +
        "metoprolol|lisinopril|losartan|amlodipine|prednisone|cortisone|zoloft|lexapro|xanax|valium|ambien|cialis|sildenafil|glipizide|jardiance|farxiga|" +
        "januvia|humira|synthroid|antibiotics?|antidepressants?|painkillers?|laxatives?|antacids?|diuretics?|opioids?|beta.blockers?";

    /// <summary>What a product is not to be compared with.</summary>
    internal const string Medicine =
        @"(your |the |a |an |any |my |our |those |these |that |weekly |daily |prescription |prescribed |strong |expensive |common |diabetes |weight.loss |glp.1 ){0,4}" +
        "(medicines?|medications?|injections?|injectables?|shots?|jabs?|pens?|prescriptions?|drugs?|pharmaceuticals?|therapy|glp.?1|" + Brands + "|" + Agents + "|" + DrugNames + @")\b";

    internal const string Compared =
        @"\b((similar|comparable|equivalent|equal|alternatives?|answer) to|(better|stronger|gentler|safer|cheaper|easier|milder|faster) than|as (good|strong|effective|powerful|gentle|safe) as|" +
        "(substitutes?|replacements?) for|replac(e|es|ed|ing)|instead of|works? like|acts? like|(just|much|exactly) like|rivals?|ditch|" +
        "(works?|pairs?|goes|acts?) (well |best |great |together |hand in hand )?(with|alongside)) ";

    private const string Level = "(blood.(sugar|pressure|glucose|lipids?|fats?)|glucose|cholesterol|triglycerides?|a1c|insulin levels?)";

    private const string Number =
        "(\\d{1,4}([.,]\\d{1,2})?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|a hundred|a dozen|dozens of|several|a few|many|those|the|extra|unwanted)";

    [GeneratedRegex(Brands + "|" + Agents + "|glp1", RegexOptions.CultureInvariant)]
    public static partial Regex Medicines();

    /// <summary>Many words are found soonest by an automaton.</summary>
    public static readonly Regex Drugs = new(@"\b(" + DrugNames + @")\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public static readonly Regex Illnesses = new(
        @"nausea|queasy|vomit|constipat|diarrh|diabet|\bobes(e\b|it)|gallstone|disease|reflux|heartburn|cancer|chemotherapy|tumou?r\b|hair loss|muscle loss|weight loss|" +
        @"hypertensi|high blood (pressure|sugar)|high cholesterol|heart (attack|failure)|arthriti|alzheimer|dementia|depression\b|anxiety|insomnia|osteopor|\banemi|asthma|migraine|gastropares|" +
        @"sarcopeni|\bibs\b|\bpcos\b|\bgerd\b|\bcovid|influenza|infections?\b|\bflu\b|eczema|psoriasis|dermatitis|rosacea|\bacne\b|\bgout\b|kidney (stone|failure|damage)|\bulcers?\b|" +
        @"colitis|\bcrohn|\bc(o)?eliac|\blupus\b|hepatitis|cirrhosis|fatty liver|\ba stroke\b|angina\b|arrhythmi|epilep|parkinson|\badhd\b|fibromyalg|pneumonia|bronchitis|sinusitis|" +
        @"gastritis|(hypo|hyper)thyroid|insulin resistan|metabolic syndrome|indigestion|dyspepsia|\bcramp(s|ing)?\b|headaches?\b|hemorrhoid|haemorrhoid|hot flash|neuropath|\bherpes|\bhiv\b|" +
        @"bulimi|anorexi|panic attack|sleep apn|inflammation\b|anti.inflammat",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>What nothing that is sold or taught here does.</summary>
    [GeneratedRegex(
        @"\bcur(e|es|ed|ing)\b|\breliev(e|es|ed|ing|er|ers)\b|\brelief\b|\btreat(s|ing)?\b|\bprevent(s|ed|ing)?\b|\bheal(s|ed|ing)?\b|miracle|detox|stops hair|" +
        @"\b(no|zero|without|free (of|from)) (any |known |bad |nasty |unwanted ){0,2}side.effects?|side.effects?.free|guaranteed results",
        RegexOptions.CultureInvariant)]
    public static partial Regex Promises();

    /// <summary>A guide may speak of a treatment, and of preventing; what sells may not.</summary>
    [GeneratedRegex(
        @"\btreatments? (for|of)\b|\b(a|an|our|natural|effective|gentle|proven|best|daily|this|new|home) treatments?\b|\bprevent(ion|ative|atives|ive)\b|\bremed(y|ies)\b|\bantidotes?\b|\btherapeutic\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Remedies();

    [GeneratedRegex(
        @"\b(lower|reduc|balanc|control|regulat|stabili[sz]|normali[sz]|improv|manag|cut|decreas|steady|steadi|drop)(e|es|s|ed|ing)? ((your|the|high|healthy|my|bad|ldl|elevated|both|down|on) ){0,3}" + Level + "|" +
        @"\b" + Level + @"[ -](lowering|control|balance|reduction|management|regulation|support|spikes?)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Levels();

    [GeneratedRegex(@"\bboost(s|ed|ing|er|ers)?\b|\bmimic(s|ked|king|ry)?\b|\bactivat(e|es|ed|ing|or|ors)\b|nature's own|natural (" + Brands + "|glp|alternative to)", RegexOptions.CultureInvariant)]
    public static partial Regex Effects();

    [GeneratedRegex(Compared + Medicine, RegexOptions.CultureInvariant)]
    public static partial Regex Comparisons();

    [GeneratedRegex(@"\b(supports?|promotes?|contributes? to|helps? (to )?(support|maintain|keep))\b", RegexOptions.CultureInvariant)]
    public static partial Regex Functions();

    [GeneratedRegex(
        @"\bmelt(s|ing)? (away )?(the |your |belly |body |stubborn ){0,2}fat\b|\bburn(s|ing)? (away |off )?(the |your |belly |body |stubborn ){0,2}fat\b|\bfat.(burn|melt|blast)(ing|er|ers)?\b|\blose (up to )?\d|" +
        @"\b(lose|loses|losing|lost|drop|drops|dropped|dropping|shed|sheds|shedding) (up to |about |over |more than |at least |as much as ){0,2}(" + Number + @" ){0,2}(\d{0,3}.?)(pounds?|lbs?|kilos?|kgs?|kilograms?|inches|dress sizes?)\b|" +
        @"\b(speed|rev|fir|ignit|kick.start|increas|accelerat|supercharg|rais|wak)(e|es|s|ing|ving)? (up )?(your |the |a |slow ){0,2}metabolism\b|" +
        @"\blos(e|ing) weight (fast|overnight|without|effortlessly|in your sleep)\b|promised pounds|slimming|rapid results",
        RegexOptions.CultureInvariant)]
    public static partial Regex Pounds();

    [GeneratedRegex(
        @"\b(clinically|scientifically|medically) (proven|tested)|\bfda.{1,3}(approved|cleared|registered)|(doctor|physician|dietitian|clinician|pharmacist|nutritionist).(recommended|approved|endorsed)",
        RegexOptions.CultureInvariant)]
    public static partial Regex Authorities();

    /// <summary>Guides with their sources may say who recommends what.</summary>
    [GeneratedRegex(
        @"\b(doctors?|physicians?|dietitians?|dieticians?|clinicians?|pharmacists?|nutritionists?|surgeons?|experts?|nurses?) ([a-z]{1,12} )?(recommend|approve|endorse|trust|prefer|swear by)(s|d|ed)?\b|" +
        @"\b(recommended|approved|endorsed|trusted|loved) by ([a-z]{1,12} ){0,2}(doctors|physicians|dietitians|dieticians|clinicians|pharmacists|nutritionists|surgeons|experts|nurses|fda)\b|\bbacked by (science|research|doctors)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Praise();

    [GeneratedRegex("&(#x?[0-9a-f]{1,8}|[a-z]{2,12});", RegexOptions.CultureInvariant)]
    public static partial Regex Entities();
}
