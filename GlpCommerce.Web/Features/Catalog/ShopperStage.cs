using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>
/// The stage a shopper has chosen. It lives in a cookie of their browser and nowhere else: the shop reads it to sort
/// a page, and never stores it.
/// </summary>
public sealed class ShopperStage(IHttpContextAccessor accessor)
{
    public const string Cookie = "stage";

    /// <summary>The choice, or null for "not sure".</summary>
    public JourneyStage? Current => Vocabulary.StageOf(accessor.HttpContext?.Request.Cookies[Cookie]);

    /// <summary>The address of a shelf, for the shopper's stage if there is one.</summary>
    public string ShelfUrl(Category? category) => new ShopQuery { Category = category, Stage = Current }.ToUrl();
}
