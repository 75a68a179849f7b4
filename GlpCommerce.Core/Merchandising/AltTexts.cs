using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>What pictures show, in words: each is product copy of its own, which the claims guard reads and a manager can approve.</summary>
public static class AltTexts
{
    /// <summary>In the history: the order of the pictures.</summary>
    public const string Order = "pictures";

    private const string Prefix = "picture-";

    /// <summary>The name in the history; it stays when the picture is moved.</summary>
    public static string NameOf(ProductPicture picture) => Prefix + picture.Key;

    public static bool IsName(string field) => field.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What the claims guard marks in what a picture of this product shows.</summary>
    public static IReadOnlyList<ClaimMark> Marks(string alt, FieldForm form) =>
        ClaimsGuard.Read(alt, form["kind"] == nameof(ProductKind.Supplement) ? CopyKind.Supplement : CopyKind.Product);

    internal static ProductField FieldOf(ProductPicture picture) => new(
        NameOf(picture), $"The description of picture {picture.Position + 1}", _ => picture.Alt, FormRules.Line(PictureLimits.LongestAlt, required: true), CopyKind.Product);

    internal static string InOrder(IEnumerable<ProductPicture> pictures) => string.Join('\n', pictures.OrderBy(p => p.Position).Select(p => p.Alt));
}
