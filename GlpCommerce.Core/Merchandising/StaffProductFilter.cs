using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Merchandising;

public enum StockState
{
    /// <summary>Something can be bought.</summary>
    In,

    /// <summary>Little can be bought; see <see cref="StaffProductFilter.LowStock"/>.</summary>
    Low,

    /// <summary>Nothing can be bought.</summary>
    Out,
}

public enum StaffProductSort
{
    Name,
    Sku,
    Price,
    Available,
    Changed,

    /// <summary>Best match of the search first; without a search by name.</summary>
    Match,
}

/// <summary>What staff want to see of the catalogue. All that is set counts together.</summary>
public sealed record StaffProductFilter
{
    /// <summary>From here down stock is low.</summary>
    public const int LowStock = 10;

    /// <summary>Name, SKU or ingredient.</summary>
    public string? Text { get; init; }

    /// <summary>Null is everything but the archive.</summary>
    public ProductState? State { get; init; }
    public StockState? Stock { get; init; }
    public Category? Category { get; init; }
    public JourneyStage? Stage { get; init; }
    public ProductGaps Missing { get; init; }
    public StaffProductSort Sort { get; init; }
    public bool Descending { get; init; }

    /// <summary>From 0.</summary>
    public int Page { get; init; }
    public int PageSize { get; init; } = 25;
}

/// <summary>A product in the list.</summary>
/// <param name="Product">With its stages and stock.</param>
/// <param name="Sold">Units that left in the last 30 days.</param>
/// <param name="Missing">See <see cref="LabelGaps.Of"/>.</param>
public sealed record StaffProductRow(Product Product, int Sold, IReadOnlyList<string>? Missing)
{
    public const int DaysCounted = 30;

    /// <summary>The first that is ready; null for a drawn pack.</summary>
    public ShownPicture? Picture { get; init; }

    /// <summary>How many days the stock lasts if it sells as it did; null when nothing sold.</summary>
    public int? DaysOfCover => Sold <= 0 ? null : Math.Max(0, Product.Stock.Available) * DaysCounted / Sold;
}

public sealed record StaffProductPage(IReadOnlyList<StaffProductRow> Rows, int Total);
