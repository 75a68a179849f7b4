using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using GlpCommerce.Core.Catalog;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>Writes the picture of a product as an image with all its sizes. It is a string and no component, as the drawn packs are.</summary>
public static class PictureArt
{
    /// <param name="sizes">How wide it is shown; see the attribute <c>sizes</c> of HTML.</param>
    /// <param name="isLater">Whether it stands where one has to scroll to.</param>
    /// <param name="spoken">What a screen reader says; null for the picture's own words.</param>
    public static MarkupString Draw(ShownPicture picture, string sizes, bool isLater, string? spoken = null)
    {
        var html = new StringBuilder(500);
        Draw(html, picture, sizes, isLater, spoken);
        return new MarkupString(html.ToString());
    }

    /// <summary>The same, for whoever draws more than one thing.</summary>
    public static void Draw(StringBuilder html, ShownPicture picture, string sizes, bool isLater, string? spoken = null)
    {
        html.Append("<img class=\"shot\" src=\"").Append(PathOf(picture, PictureSize.Medium)).Append("\" srcset=\"");
        var comma = "";
        foreach (var (size, width) in picture.Files)
        {
            html.Append(comma).Append(PathOf(picture, size)).Append(CultureInfo.InvariantCulture, $" {width}w");
            comma = ", ";
        }

        html.Append(CultureInfo.InvariantCulture, $"\" sizes=\"{sizes}\" width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\"")
            .Append(HtmlEncoder.Default.Encode(spoken ?? picture.Alt)).Append(isLater ? "\" loading=\"lazy\" decoding=\"async\">" : "\" fetchpriority=\"high\">");
    }

    public static string PathOf(ShownPicture picture, PictureSize size) => $"{PictureFiles.Root}/{PictureSizes.KeyOf(picture.Key, size)}";
}
