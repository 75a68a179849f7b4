using System.Collections.Frozen;
using System.Net;
using System.Reflection;
using System.Text;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>Packs as files of their own, for clients that are no page of the shop: nothing in one depends on a style sheet or on another file.</summary>
public static class PackPictures
{
    public const string ContentType = "image/svg+xml";
    public const int Width = 240;
    public const int Height = 228;

    private const string Life = "public, max-age=3600";
    private const string Fallback = "sachet-box";
    private const string Folder = "GlpCommerce.Web.Features.Catalog.Packs.Templates.";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Body and dark side of each category's packs, then label paper and label ink: what <c>tokens.css</c> calls <c>--s</c>, <c>--s2</c> and so on.</summary>
    private static readonly (string Body, string Side)[] Colours = [("#e9a730", "#b97a12"), ("#dc633d", "#a63e1d"), ("#4f89b2", "#2c5f85"), ("#82a77c", "#557a51")];

    private static readonly FrozenDictionary<string, string> Templates = Load();

    public static void MapPackPictures(this IEndpointRouteBuilder routes) => routes.MapMethods("/products/{slug}/pack.svg", Reading, AnswerAsync);

    public static string PathOf(string slug) => $"/products/{slug}/pack.svg";

    /// <summary>The picture as a file.</summary>
    public static string Draw(PackDesign pack, Category category)
    {
        var (body, side) = Colours[(int)category];
        return new StringBuilder(Templates.GetValueOrDefault(pack.Template, Templates[Fallback]))
            .Replace("var(--p,#e0992a)", body).Replace("var(--q,#a86a10)", side)
            .Replace("var(--l,#fffdf6)", "#fffdf6").Replace("var(--i,#20302c)", "#20302c")
            .Replace("{{line1}}", Encoded(pack.Line1)).Replace("{{line2}}", Encoded(pack.Line2))
            .Replace("{{num}}", Encoded(pack.Number)).Replace("{{unit}}", Encoded(pack.Unit)).Replace("{{what}}", Encoded(pack.What))
            .ToString();
    }

    private static async Task<IResult> AnswerAsync(string slug, HttpContext context, CatalogQueries catalog)
    {
        if (await catalog.CardBySlugAsync(slug, context.RequestAborted) is not { } card)
        {
            return Results.NotFound();
        }

        var picture = Draw(card.Pack, card.Category);
        context.Response.Headers.CacheControl = Life;
        return Results.Text(picture, ContentType, Encoding.UTF8);
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text.Trim());

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Folder.Length..^".svg".Length], name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
    }
}
