using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>A part of a shop page's question that can be taken back on its own.</summary>
/// <param name="Rest">The question without it.</param>
public sealed record ShopChip(string Label, ShopQuery Rest);

/// <summary>A shop page's question in words.</summary>
public static class ShopWords
{
    /// <summary>Such as "Protein, for Starting" or "“yogurt” in Meal Prep".</summary>
    public static string Title(ShopQuery query)
    {
        var needs = query.Needs.Select(need => Vocabulary.LabelOf(Vocabulary.Needs, need)).ToList();
        var subject = query.Text != "" ? Say(ShopTexts.ShopQuoted, query.Text) : needs.Count switch
        {
            0 => null,
            1 => needs[0],
            2 => string.Join(ShopTexts.And, needs),
            _ => Say(ShopTexts.ShopNeedsAndMore, needs[0], needs[1]),
        };
        return (subject, query.Category?.Label(), query.Stage?.Label()) switch
        {
            (null, null, null) => ShopTexts.ShopEverything,
            (null, null, { } stage) => Say(ShopTexts.ShopStage, stage),
            (null, { } shelf, null) => shelf,
            (null, { } shelf, { } stage) => Say(ShopTexts.ShopForStage, shelf, stage),
            ({ } what, null, null) => what,
            ({ } what, { } shelf, null) => Say(ShopTexts.ShopInShelf, what, shelf),
            ({ } what, null, { } stage) => Say(ShopTexts.ShopForStage, what, stage),
            ({ } what, { } shelf, { } stage) => Say(ShopTexts.ShopInShelfForStage, what, shelf, stage),
        };
    }

    /// <summary>Everything that narrows the shelf, each with the question that is left without it.</summary>
    public static IEnumerable<ShopChip> Chips(ShopQuery asked)
    {
        var query = asked with { Page = 1 };
        if (query.Stage is { } stage)
        {
            yield return new ShopChip(stage.Label(), query with { Stage = null });
        }

        if (query.Category is { } category)
        {
            yield return new ShopChip(category.Label(), query with { Category = null });
        }

        foreach (var need in query.Needs)
        {
            yield return new ShopChip(Vocabulary.LabelOf(Vocabulary.Needs, need), query with { Needs = Except(query.Needs, need) });
        }

        foreach (var diet in query.Diets)
        {
            yield return new ShopChip(Vocabulary.LabelOf(Vocabulary.Diets, diet), query with { Diets = Except(query.Diets, diet) });
        }

        foreach (var key in query.Without)
        {
            yield return new ShopChip(Vocabulary.LabelOf(Vocabulary.Without, key), query with { Without = Except(query.Without, key) });
        }

        if (query.Price is { } price)
        {
            yield return new ShopChip(PriceLabel(price), query with { Price = null });
        }

        if (query.Text != "")
        {
            yield return new ShopChip(Say(ShopTexts.ShopQuoted, query.Text), query with { Text = "" });
        }
    }

    /// <summary>The label of an offered band, else the two ends in dollars.</summary>
    public static string PriceLabel(PriceRange price) =>
        PriceRange.Bands.FirstOrDefault(band => band.Range == price).Term?.Label
        ?? (price.To is { } to ? Say(ShopTexts.PriceBetween, new Money(price.From ?? 0), new Money(to)) : Say(ShopTexts.PriceFrom, new Money(price.From ?? 0)));

    public static string SortLabel(ProductSort sort, bool isSearch) => sort switch
    {
        ProductSort.PriceUp => ShopTexts.SortPriceUp,
        ProductSort.PriceDown => ShopTexts.SortPriceDown,
        ProductSort.Protein => ShopTexts.SortProtein,
        ProductSort.Name => ShopTexts.SortName,
        _ => isSearch ? ShopTexts.SortBestMatch : ShopTexts.SortSuggested,
    };

    private static string[] Except(IReadOnlyList<string> keys, string key) => [.. keys.Where(other => other != key)];
}
