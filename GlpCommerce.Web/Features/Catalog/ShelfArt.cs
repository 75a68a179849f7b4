using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>A product on a shelf.</summary>
/// <param name="Cause">What the shopper chose that brought it here.</param>
/// <param name="Reason">The fact that answers it.</param>
public sealed record Tile(ProductCard Product, string? Cause = null, string? Reason = null);

/// <summary>
/// Draws the products of one shelf: pack, price rail, and a button that belongs to the page's one "add" form. It is a
/// string and no component: two dozen of them are most of a page, and as components they cost twice as much.
/// </summary>
/// <param name="atOnce">How many of its first pictures are seen without scrolling.</param>
internal sealed class ShelfArt(PackLayouts layouts, string sprite, string heading, int atOnce = 0)
{
    /// <summary>A tile less what the wall shows beside the picture.</summary>
    private const string Sizes = "(max-width: 36rem) 70vw, 16rem";

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    private readonly StringBuilder _tile = new(2_000);
    private int _drawn;

    /// <summary>One product; the buffer is used again for the next.</summary>
    public MarkupString Draw(Tile tile)
    {
        var shelf = _tile.Clear();
        var product = tile.Product;
        var (name, url) = (Html.Encode(product.Name), "/products/" + product.Slug);
        shelf.Append(CultureInfo.InvariantCulture, $"""<li class="{(product.IsSoldOut ? "item out" : "item")}"><div class="wall">""");
        Picture(shelf, product, isLater: _drawn++ >= atOnce);
        shelf.Append(product.IsSoldOut ? $"""<span class="flag">{ShopTexts.SoldOut}</span>""" : "")
            .Append(CultureInfo.InvariantCulture, $"""</div><div class="rail"><{heading}><a href="{url}">{name}</a></{heading}><p class="facts">{Html.Encode(ProductWords.Facts(product))}</p>""");
        Why(shelf, tile);
        Price(shelf, product);
        Button(shelf, product, name, url);
        return new MarkupString(shelf.Append("</div></div></li>").ToString());
    }

    private void Picture(StringBuilder shelf, ProductCard product, bool isLater)
    {
        if (product.Pictures is [var first, ..])
        {
            PictureArt.Draw(shelf, first, Sizes, isLater);
        }
        else
        {
            PackArt.Draw(shelf, layouts, sprite, product.Pack, product.Category);
        }
    }

    private static void Why(StringBuilder shelf, Tile tile)
    {
        if (tile.Reason is { } reason)
        {
            var cause = tile.Cause is { } chosen ? $"<b>{Html.Encode(chosen)}: </b>" : "";
            shelf.Append(CultureInfo.InvariantCulture, $"""<p class="why">{cause}{Html.Encode(reason)}</p>""");
        }
    }

    private static void Price(StringBuilder shelf, ProductCard product)
    {
        var serving = ProductWords.PerServing(product.Price, product.Label) is { } price
            ? $"<small>{Html.Encode(Say(ShopTexts.PerServing, price))}</small>" : "";
        shelf.Append(CultureInfo.InvariantCulture, $"""<div class="buy"><p class="price">{product.Price} {serving}</p>""");
    }

    private static void Button(StringBuilder shelf, ProductCard product, string name, string url) => shelf.Append(product.IsSoldOut
        ? $"""<a class="btn two sm" href="{url}#instead">{ShopTexts.SoldOutInstead} <span class="vh">{Say(Html.Encode(ShopTexts.SoldOutInsteadOf), name)}</span></a>"""
        : $"""<button class="btn two sm" form="add" name="productId" value="{product.Id}">{ShopTexts.Add} <span class="vh">{Say(Html.Encode(ShopTexts.AddToCartSpoken), name)}</span></button>""");
}
