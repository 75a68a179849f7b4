using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>What two people made of one product.</summary>
public static class ProductConflict
{
    /// <param name="since">Their changes, oldest first.</param>
    public static FormConflict Of(ProductForm theirs, ProductForm mine, IReadOnlyList<ProductChange> since, int version, string? who) => FormConflict.Of(
        ProductFields.All.Select(field => (field.Name, field.Title)), field => theirs[field], field => mine[field], [.. since.Select(Past)], version, who);

    public static PastChange Past(ProductChange change) => new(change.Id, change.At, change.AccountId, change.Field, change.Before, change.After);

    /// <summary>What the history calls a field.</summary>
    public static string TitleOf(string field) => field == ProductStates.Field ? ProductTexts.State
        : field == AltTexts.Order ? PictureTexts.OrderInHistory
        : AltTexts.IsName(field) ? PictureTexts.InHistory
        : ProductFields.Named(field)?.Title ?? field;
}
