using GlpCommerce.Core.Content;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Content;

/// <summary>What is known of a guide, in words for staff.</summary>
public static class GuideLabels
{
    public static string Of(ArticleState state) => state switch
    {
        ArticleState.Draft => GuideTexts.Draft,
        ArticleState.Published => GuideTexts.Published,
        _ => GuideTexts.Archived,
    };
}
