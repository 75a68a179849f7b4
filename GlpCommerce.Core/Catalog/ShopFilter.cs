using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Catalog;

public enum ProductSort
{
    /// <summary>The catalogue's own order; with a search text, the best match first.</summary>
    Suggested,
    PriceUp,
    PriceDown,
    Protein,
    Name,
}

/// <summary>A price range in cents, both ends included. A null end is open.</summary>
public sealed record PriceRange(long? From, long? To)
{
    /// <summary>The ranges offered as filters.</summary>
    public static readonly IReadOnlyList<(Term Term, PriceRange Range)> Bands =
    [
        (new Term("0-15", "Up to $15"), new PriceRange(null, 1500)),
        (new Term("15-30", "$15 to $30"), new PriceRange(1501, 3000)),
        (new Term("30-60", "$30 to $60"), new PriceRange(3001, 6000)),
        (new Term("60-", "Over $60"), new PriceRange(6001, null)),
    ];

    public bool Holds(Money price) => price.Cents >= (From ?? 0) && price.Cents <= (To ?? long.MaxValue);
}

/// <summary>
/// What a shopper asked the shelf for. Needs are alternatives (any of them); diets and allergens are conditions (all
/// of them). Words the vocabulary does not know are simply never matched, so the caller drops them beforehand.
/// </summary>
public sealed record ShopFilter
{
    /// <summary>No page is longer, whatever <see cref="PageSize"/> asks for.</summary>
    public const int LargestPage = 1000;

    public Category? Category { get; init; }
    public JourneyStage? Stage { get; init; }
    public IReadOnlyList<string> Needs { get; init; } = [];
    public IReadOnlyList<string> Diets { get; init; } = [];
    public IReadOnlyList<string> Without { get; init; } = [];
    public PriceRange? Price { get; init; }

    /// <summary>Free words; every one must be found, the last one may be a beginning.</summary>
    public string? Text { get; init; }
    public ProductSort Sort { get; init; }

    /// <summary>From 1; a page past the end shows the last one.</summary>
    public int Page { get; init; } = 1;
    public int PageSize { get; init; } = 24;
}

/// <summary>What one card on a shelf shows.</summary>
public sealed record ProductCard(
    int Id,
    string Sku,
    string Slug,
    string Name,
    string Summary,
    Category Category,
    ProductKind Kind,
    Money Price,
    LabelFacts? Label,
    PackDesign Pack,
    IReadOnlyList<string> Needs,
    int Available,
    bool IsPublished,
    IReadOnlyList<JourneyStage> Stages)
{
    /// <summary>Those that are ready, in their order; without any the drawn pack is shown.</summary>
    public IReadOnlyList<ShownPicture> Pictures { get; init; } = [];

    public bool IsSoldOut => Available <= 0;
}

/// <summary>One value of a filter: how many products it would show together with everything else that is chosen.</summary>
public sealed record FacetValue(string Key, string Label, int Count, bool IsChosen);

/// <summary>The filters beside a shelf.</summary>
public sealed record Facets(
    IReadOnlyList<FacetValue> Stages,
    IReadOnlyList<FacetValue> Categories,
    IReadOnlyList<FacetValue> Needs,
    IReadOnlyList<FacetValue> Diets,
    IReadOnlyList<FacetValue> Without,
    IReadOnlyList<FacetValue> Prices);

/// <summary>One page of the shelf.</summary>
/// <param name="Total">How many products match in all.</param>
public sealed record ShelfPage(IReadOnlyList<ProductCard> Products, int Total, int Page, int PageSize, Facets Facets)
{
    public int PageCount => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => Total == 0 ? 0 : ((Page - 1) * PageSize) + 1;

    public int Last => Math.Min(Total, Page * PageSize);
}
