using System.Globalization;

namespace GlpCommerce.Web.Resources;

/// <summary>Puts values into the shop's texts, in the reader's own way of writing numbers.</summary>
public static class Words
{
    public static string Say(string text, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.CurrentCulture, text, values);

    /// <summary>"1 product", "18 products".</summary>
    public static string Products(int count) => count == 1 ? ShopTexts.ProductsOne : Say(ShopTexts.ProductsMany, count);
}
