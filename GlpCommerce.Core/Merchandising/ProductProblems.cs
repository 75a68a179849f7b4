using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Why a product cannot be changed so, in words for staff.</summary>
public static class ProductProblems
{
    public static readonly Problem Unknown = new("product.unknown", "There is no such product.");

    public static readonly Problem SkuTaken = new("product.sku_taken", "Another product has this SKU.", "sku");

    public static readonly Problem SlugTaken = new("product.slug_taken", "Another product has this address, or had it.", "slug");

    public static readonly Problem SkuFixed = new("product.sku_fixed", "Orders and articles name a published product by its SKU: it stays.", "sku");

    public static readonly Problem SlugFixed = new("product.slug_fixed", "People and search engines have links to a published product: its address stays.", "slug");

    public static readonly Problem Changed = new(
        "product.changed", "Somebody else changed this product since you opened it. Nothing of yours is lost, and nothing was overwritten: look at what differs and choose.");

    public static readonly Problem Archived = new("product.archived", "This product is archived. Take it out of the archive first.");

    public static readonly Problem IsPublished = new("product.is_published", "It is on the shelf already. Take it off first if it is to come later.");

    public static readonly Problem TooSoon = new("product.schedule_past", "Choose a time that is still to come.", "publishAt");

    public static Problem Field(FormField field, string refusal) => new("product.invalid", refusal, field.Name);

    public static Problem Marked(FormField field, IReadOnlyList<ClaimMark> marks) => new("claims.marked", $"{ClaimMark.Say(field.Title, marks)} {ClaimMark.OrApprove}", field.Name);
}
