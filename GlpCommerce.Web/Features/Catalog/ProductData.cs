using System.Globalization;
using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>A product as schema.org data for search engines: only what the page itself says.</summary>
public static class ProductData
{
    /// <summary>A data block. The serialiser writes <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> as escapes, so no text can end it.</summary>
    /// <param name="pictures">Full addresses; without any nothing is said of pictures.</param>
    public static MarkupString Script(Product product, string url, IReadOnlyList<string> pictures)
    {
        var data = Describe(product, url);
        if (pictures.Count > 0)
        {
            data["image"] = pictures;
        }

        return new("<script type=\"application/ld+json\">" + JsonSerializer.Serialize(data) + "</script>");
    }

    private static Dictionary<string, object> Describe(Product product, string url) => new()
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Product",
        ["name"] = product.Name,
        ["description"] = product.Summary,
        ["sku"] = product.Sku,
        ["category"] = product.Category.Label(),
        ["url"] = url,
        ["offers"] = new Dictionary<string, object>
        {
            ["@type"] = "Offer",
            ["url"] = url,
            ["price"] = product.Price.Amount.ToString("0.00", CultureInfo.InvariantCulture),
            ["priceCurrency"] = Money.Currency,
            ["itemCondition"] = "https://schema.org/NewCondition",
            ["availability"] = "https://schema.org/" + (product.Stock.Available > 0 ? "InStock" : "OutOfStock"),
        },
    };
}
