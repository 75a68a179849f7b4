using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Content;

/// <summary>Why an article cannot be written so, in words for staff.</summary>
public static class ArticleProblems
{
    public static readonly Problem Unknown = new("article.unknown", "There is no such guide or article.");

    public static readonly Problem Changed = new(
        "article.changed", "Somebody else changed this since you opened it. Nothing of yours is lost, and nothing was overwritten: look at what differs and choose.");

    public static readonly Problem Archived = new("article.archived", "This is archived. Take it out of the archive first.");

    public static readonly Problem SlugTaken = new("article.slug_taken", "Another guide or article has this address. Choose another one.", "slug");

    public static readonly Problem NoSlug = Field("slug", "No address can be made of this title: give it one in small letters.");

    public static readonly Problem SlugFixed = new("article.slug_fixed", "People, products and search engines have links to what was published: its address stays.", "slug");

    public static readonly Problem NoSource = Field("sources", "What is published names its sources.");

    public static readonly Problem NoReviewDay = Field("reviewBy", "Say until when somebody is to look whether it still holds.");

    public static readonly Problem ReviewHalf = Field("reviewedBy", "A review has a name and a day: give both, or none.");

    public static readonly Problem ReviewToCome = Field("reviewedOn", "This day is still to come.");

    public static Problem Invalid(FormField field, string refusal) => Field(field.Name, refusal);

    public static Problem NoSuchProduct(string sku) => Field("skus", $"There is no product with the SKU {sku}.");

    public static Problem SourceWithoutLink(string source) => Field(
        "sources", $"Each source has its name and then its https address. This one has not: \"{(source.Length > 60 ? source[..60] + "…" : source)}\".");

    public static Problem Marked(FormField field, IReadOnlyList<ClaimMark> marks) => new("claims.marked", $"{ClaimMark.Say(field.Title, marks)} {ClaimMark.OrApprove}", field.Name);

    private static Problem Field(string field, string sentence) => new("article.invalid", sentence, field);
}
