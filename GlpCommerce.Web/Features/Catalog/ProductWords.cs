using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>A product's numbers in words, from its label only: what is not stated is not said.</summary>
public static class ProductWords
{
    private const decimal CaloriesCompared = 100;

    /// <summary>Such as "20 g protein · 4 g fiber · 220 kcal per bowl"; without a label the product's own summary.</summary>
    public static string Facts(ProductCard product)
    {
        if (product.Label is not { } label)
        {
            return product.Summary;
        }

        var facts = new List<string>(3);
        if (label.ProteinGrams >= 1)
        {
            facts.Add(Say(ShopTexts.FactProtein, label.ProteinGrams));
        }

        if (label.FiberGrams >= 1)
        {
            facts.Add(Say(ShopTexts.FactFiber, label.FiberGrams));
        }

        if (facts.Count == 0 && label.SodiumMilligrams >= 100)
        {
            facts.Add(Say(ShopTexts.FactSodium, label.SodiumMilligrams));
        }

        if (label.Kcal >= 1)
        {
            facts.Add(Say(ShopTexts.FactKcal, label.Kcal));
        }

        return facts.Count == 0
            ? label.Other ?? product.Summary
            : string.Join("\u00a0· ", facts) + (Portion(label) is { } portion ? " " + Say(ShopTexts.FactPer, portion) : "");
    }

    /// <summary>The picture of a product for those who do not see it.</summary>
    public static string Spoken(PackDesign pack) =>
        Say(ShopTexts.PackSpoken, pack.Line1, pack.Line2, $"{pack.Number} {pack.Unit} {pack.What}".Trim());

    /// <summary>The price of one serving, or null when the pack holds one only or the label does not say.</summary>
    public static Money? PerServing(Money price, LabelFacts? label) =>
        label?.Servings is > 1 and var servings ? Money.Of(price.Amount / servings) : null;

    /// <summary>Why a product stands on a shelf that somebody narrowed; null when nobody chose anything.</summary>
    public static (string Cause, string Reason)? Why(ProductCard product, JourneyStage? stage, IReadOnlyList<string> needs)
    {
        var met = needs.Where(product.Needs.Contains).ToList();
        var causes = met.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need)).ToList();
        if (stage is { } chosen && product.Stages.Contains(chosen))
        {
            causes.Insert(0, chosen.Label());
        }

        return causes.Count == 0 ? null : (string.Join(", ", causes), Ratio(product, met) ?? Suits(product.Stages, stage));
    }

    /// <summary>The class of a shelf's wall: the colour of the stage it is for, or none.</summary>
    public static string Wall(JourneyStage? stage) => stage is { } chosen ? "w-" + chosen.Key() : "";

    /// <summary>Such as "fits every stage" or "for Starting and Active".</summary>
    public static string StagesInWords(IReadOnlyList<JourneyStage> stages) => stages.Count switch
    {
        0 => ShopTexts.FitsNoStage,
        1 => Say(ShopTexts.FitsOneStage, stages[0].Label()),
        _ when stages.Count == Vocabulary.Stages.Count => ShopTexts.FitsEveryStage,
        _ => Say(ShopTexts.FitsStages, string.Join(ShopTexts.And, stages.Select(stage => stage.Label()))),
    };

    /// <summary>What else there is to say to somebody who chose a stage: whether it is for that stage alone.</summary>
    private static string Suits(IReadOnlyList<JourneyStage> stages, JourneyStage? chosen) => stages switch
    {
        _ when chosen is null || stages.Count == Vocabulary.Stages.Count => StagesInWords(stages),
        [_] => ShopTexts.WhyThisStage,
        _ => Say(ShopTexts.WhyAlsoStage, string.Join(ShopTexts.And, stages.Where(stage => stage != chosen).Select(stage => stage.Label()))),
    };

    /// <summary>The number that makes two products of one need comparable.</summary>
    private static string? Ratio(ProductCard product, List<string> needs) => product.Label switch
    {
        { ProteinGrams: >= 5 and var protein, Kcal: >= 40 and var kcal } when needs.Contains("protein") || needs.Contains("muscle") =>
            Say(ShopTexts.WhyProtein, protein / kcal * CaloriesCompared),
        { FiberGrams: >= 2 and var fiber } label when needs.Contains("fiber") && PerServing(product.Price, label) is { } price =>
            Say(ShopTexts.WhyFiber, fiber, price),
        _ => null,
    };

    /// <summary>"1 bowl (230 g)" becomes "bowl", "2 bites (120 g)" becomes "2 bites".</summary>
    private static string? Portion(LabelFacts label)
    {
        var serving = label.Serving.Split([" (", " in "], StringSplitOptions.None)[0].Trim();
        return serving == "" ? null : serving.StartsWith("1 ", StringComparison.Ordinal) ? serving[2..] : serving;
    }
}
