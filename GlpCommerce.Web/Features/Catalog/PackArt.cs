using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using GlpCommerce.Core.Catalog;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>
/// Draws a pack: the picture comes from the shared sprite, the words from the product. It is a string and no component,
/// because a shelf shows two dozen of them.
/// </summary>
public static class PackArt
{
    private static readonly string[] Colours = ["k-s", "k-m", "k-f", "k-w"];

    /// <param name="sprite">The fingerprinted address of <c>packs.svg</c>.</param>
    /// <param name="spoken">What a screen reader says; null beside a visible name.</param>
    public static MarkupString Draw(PackLayouts layouts, string sprite, PackDesign pack, Category category, string? spoken = null)
    {
        var svg = new StringBuilder(900);
        Draw(svg, layouts, sprite, pack, category, spoken);
        return new MarkupString(svg.ToString());
    }

    /// <summary>The same, for whoever draws more than one thing.</summary>
    public static void Draw(StringBuilder svg, PackLayouts layouts, string sprite, PackDesign pack, Category category, string? spoken = null)
    {
        var (template, layout) = layouts.For(pack.Template);
        svg.Append("<svg class=\"pack ").Append(Colours[(int)category]).Append("\" viewBox=\"0 0 240 228\" ");
        if (spoken is null)
        {
            svg.Append("aria-hidden=\"true\">");
        }
        else
        {
            svg.Append("role=\"img\" aria-label=\"").Append(Encoded(spoken)).Append("\">");
        }

        Use(svg, sprite, template, "-back");
        Text(svg, layout.Line1, pack.Line1);
        Text(svg, layout.Line2, pack.Line2);
        if (layout.Num is { } number)
        {
            Number(svg, number, pack);
        }

        if (layout.What is { } what)
        {
            Text(svg, what, pack.What);
        }

        if (layout.Inline is { } inline)
        {
            Text(svg, inline, $"{pack.Number} {pack.Unit} {pack.What}".Replace("  ", " ", StringComparison.Ordinal));
        }

        if (layout.Front)
        {
            Use(svg, sprite, template, "-front");
        }

        svg.Append("</svg>");
    }

    private static void Use(StringBuilder svg, string sprite, string template, string part) =>
        svg.Append("<use href=\"").Append(sprite).Append('#').Append(template).Append(part).Append("\"/>");

    private static void Text(StringBuilder svg, PackWord word, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            svg.Append(word.Opening).Append(Encoded(text.Trim())).Append("</text>");
        }
    }

    private static void Number(StringBuilder svg, PackWord word, PackDesign pack)
    {
        if (string.IsNullOrWhiteSpace(pack.Number))
        {
            return;
        }

        svg.Append(word.Opening).Append(Encoded(pack.Number));
        var unit = (word.WithWhat ? $"{pack.Unit} {pack.What}" : pack.Unit).Trim();
        if (unit != "")
        {
            svg.Append(CultureInfo.InvariantCulture, $"<tspan font-size=\"{word.UnitSize}\" letter-spacing=\"0\" dx=\"3\">")
                .Append(Encoded(unit)).Append("</tspan>");
        }

        svg.Append("</text>");
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
