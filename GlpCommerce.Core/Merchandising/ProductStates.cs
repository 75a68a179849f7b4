using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;

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

    /// <summary>The hour of a state as <see cref="Written"/> gives it; null for any other text.</summary>
    internal static DateTime? HourOf(string written) => DateTime.TryParseExact(
        written, $"'{ProductState.Scheduled} 'yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>Why staff cannot bring a product into a state as <see cref="Written"/> gives it; null when they can.</summary>
    internal static Problem? Refuse(this Product product, string written) =>
        product.IsArchived && written == nameof(ProductState.Published) ? ProductProblems.Archived : null;

    /// <summary>Brings a product into a state as <see cref="Written"/> gives it.</summary>
    internal static void Enter(this Product product, string written)
    {
        if (written == product.Written())
        {
            return;
        }

        product.IsPublished = written == nameof(ProductState.Published);
        product.IsArchived = written == nameof(ProductState.Archived);
        product.PublishAt = HourOf(written);
    }
}
