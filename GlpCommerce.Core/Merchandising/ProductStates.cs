using System.Globalization;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Where a product is on its way to the shelf.</summary>
public enum ProductState
{
    Draft,
    Scheduled,
    Published,
    Archived,
}

public static class ProductStates
{
    /// <summary>Under this name the history tells of states.</summary>
    public const string Field = "state";

    public static ProductState StateOf(this Product product) =>
        product.IsArchived ? ProductState.Archived
        : product.IsPublished ? ProductState.Published
        : product.PublishAt is not null ? ProductState.Scheduled
        : ProductState.Draft;

    /// <summary>Whether what it says is read by shoppers, now or at an hour that is set.</summary>
    internal static bool GoesOut(this Product product) => product.IsPublished || product.PublishAt is not null;

    /// <summary>The state as the history keeps it.</summary>
    internal static string Written(this Product product) => product.PublishAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{ProductState.Scheduled} {at:yyyy-MM-dd HH:mm} UTC")
        : product.StateOf().ToString();
}
