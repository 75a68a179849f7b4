using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>A filter that is chosen, and the address of the list without it.</summary>
public sealed record ChosenFilter(string Label, string WithoutUrl);

/// <summary>The list of products as its address says it: what is seen can be linked to.</summary>
public sealed record ProductListQuery
{
    public const string Path = "/admin/products";

    /// <summary>Each thing that may be missing, in the order in which it is asked.</summary>
    public static readonly IReadOnlyList<ProductGaps> Gaps = [.. Enum.GetValues<ProductGaps>().Where(gap => gap != ProductGaps.None)];

    /// <summary>A product's own page.</summary>
    public static string PathOf(int productId) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{productId}");

    public string? Text { get; init; }
    public ProductState? State { get; init; }
    public StockState? Stock { get; init; }
    public Category? Category { get; init; }
    public JourneyStage? Stage { get; init; }

    /// <summary>What all that is shown lacks.</summary>
    public ProductGaps Missing { get; init; }

    /// <summary>Null is the usual one: by name, or by match when something is searched.</summary>
    public StaffProductSort? Sort { get; init; }
    public bool Descending { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public StaffProductFilter Filter => new()
    {
        Text = Text, State = State, Stock = Stock, Category = Category, Stage = Stage, Missing = Missing,
        Sort = Sort ?? (Text is null ? StaffProductSort.Name : StaffProductSort.Match), Descending = Descending, Page = Page - 1,
    };

    /// <summary>What an address cannot mean is left out.</summary>
    public static ProductListQuery Read(string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(address).Query);
        return new ProductListQuery
        {
            Text = query["q"] is { Length: > 0 and <= 200 } text && text.Trim() is { Length: > 0 } words ? words : null,
            State = Named<ProductState>(query["state"]),
            Stock = Named<StockState>(query["stock"]),
            Category = Vocabulary.CategoryOf(query["category"]),
            Stage = Vocabulary.StageOf(query["stage"]),
            // Views that were kept before say it in the second way.
            Missing = GapsIn(query["missing"]) | (query["label"] == "missing" ? ProductGaps.Label : ProductGaps.None),
            Sort = Named<StaffProductSort>(query["sort"]),
            Descending = query["down"] == "1",
            Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1,
        };
    }

    public string ToUrl()
    {
        (string Key, string? Value)[] parts =
        [
            ("q", Text), ("state", Lower(State)), ("stock", Lower(Stock)), ("category", Category?.Key()), ("stage", Stage?.Key()), ("missing", Missing == ProductGaps.None ? null : string.Join('-', Gaps.Where(gap => Missing.HasFlag(gap)).Select(Written))),
            ("sort", Lower(Sort)), ("down", Descending ? "1" : null), ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ];
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
        return query == "" ? Path : $"{Path}?{query}";
    }

    /// <summary>Sorted by a column, or the other way when it is already.</summary>
    public ProductListQuery SortedBy(StaffProductSort sort) => this with { Sort = sort, Descending = Filter.Sort == sort && !Descending, Page = 1 };

    /// <summary>With a thing that is to be missing more, or one less.</summary>
    public ProductListQuery Lacking(ProductGaps gap, bool isChosen) => this with { Missing = isChosen ? Missing | gap : Missing & ~gap, Page = 1 };

    public IEnumerable<ChosenFilter> Chosen()
    {
        if (State is { } state)
        {
            yield return new(ProductLabels.Of(state), (this with { State = null, Page = 1 }).ToUrl());
        }

        if (Stock is { } stock)
        {
            yield return new(ProductLabels.Of(stock), (this with { Stock = null, Page = 1 }).ToUrl());
        }

        if (Category is { } category)
        {
            yield return new(category.Label(), (this with { Category = null, Page = 1 }).ToUrl());
        }

        if (Stage is { } stage)
        {
            yield return new(stage.Label(), (this with { Stage = null, Page = 1 }).ToUrl());
        }

        foreach (var gap in Gaps.Where(gap => Missing.HasFlag(gap)))
        {
            yield return new(ProductLabels.Lacking(gap), Lacking(gap, isChosen: false).ToUrl());
        }
    }

    private static ProductGaps GapsIn(string? text) =>
        Gaps.Where(gap => text is { Length: <= 200 } && text.Split('-').Contains(Written(gap))).Aggregate(ProductGaps.None, (all, gap) => all | gap);

    private static string Written(ProductGaps gap) => gap.ToString().ToLowerInvariant();

    private static T? Named<T>(string? text)
        where T : struct, Enum => text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;

    private static string? Lower<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();
}
