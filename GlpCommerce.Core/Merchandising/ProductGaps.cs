using System.Linq.Expressions;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Merchandising;

/// <summary>What a product has nothing of.</summary>
[Flags]
public enum ProductGaps
{
    None = 0,

    /// <summary>No picture in the shop: shoppers see the drawn pack.</summary>
    Picture = 1,

    /// <summary>A picture that says nothing to those who do not see it.</summary>
    PictureText = 2,

    /// <summary>Nothing is said beyond the summary.</summary>
    Description = 4,
    Article = 8,

    /// <summary>See <see cref="LabelGaps"/>.</summary>
    Label = 16,
    Weight = 32,
    Stages = 64,
    Needs = 128,
}

internal static class GapsInDatabase
{
    private static readonly IReadOnlyList<(ProductGaps Gap, Expression<Func<Product, bool>> IsThere)> Each =
    [
        (ProductGaps.Picture, p => !p.Pictures.Any(picture => picture.State == PictureState.Ready)),
        (ProductGaps.PictureText, p => p.Pictures.Any(picture => picture.Alt == "")),
        (ProductGaps.Description, p => p.Description == "" || p.Description == p.Summary),
        (ProductGaps.Article, p => p.ArticleSlug == null),
        (ProductGaps.Label, LabelGaps.InDatabase),
        (ProductGaps.Weight, p => p.WeightGrams <= 0),
        (ProductGaps.Stages, p => !p.Stages.Any()),
        (ProductGaps.Needs, p => p.Needs.Count == 0),
    ];

    /// <summary>Those that lack all of it.</summary>
    public static IQueryable<Product> Lacking(this IQueryable<Product> products, ProductGaps gaps) =>
        Each.Where(gap => gaps.HasFlag(gap.Gap)).Aggregate(products, (left, gap) => left.Where(gap.IsThere));
}
