using System.Text;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using Microsoft.AspNetCore.Http.Extensions;

namespace GlpCommerce.Web.Operations;

/// <summary>What search engines ask for: which paths are theirs, and a list of the pages worth reading.</summary>
public static class CrawlerFiles
{
    /// <summary>A sitemap may hold 50,000 addresses; further products stand in further files.</summary>
    private const int ProductsPerFile = 45_000;
    private const string Start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private const string Schema = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Life = "public, max-age=3600";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] NotForCrawlers =
        ["/cart", "/checkout", "/orders", "/account", "/admin", "/graphql", "/webhooks", "/stage", "/metrics"];

    private static readonly string[] Pages = ["/", "/shop", "/learn", .. Vocabulary.Categories.Select(c => "/shop/" + c.Key)];

    public static void MapCrawlerFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/robots.txt", Reading, Robots);
        routes.MapMethods("/sitemap.xml", Reading, SitemapAsync);
        routes.MapMethods("/sitemap-{file:int:min(1)}.xml", Reading, ProductsAsync);
    }

    private static IResult Robots(HttpContext context)
    {
        context.Response.Headers.CacheControl = Life;
        var text = new StringBuilder("User-agent: *\n");
        foreach (var path in NotForCrawlers)
        {
            text.Append("Disallow: ").Append(path).Append('\n');
        }

        return Results.Text(text.Append("Sitemap: ").Append(Address(context, "/sitemap.xml")).Append('\n').ToString());
    }

    private static async Task SitemapAsync(HttpContext context, CatalogQueries catalog, ContentQueries content)
    {
        var (total, _) = await catalog.CountsAsync(context.RequestAborted);
        await using var xml = Open(context);
        if (total > ProductsPerFile)
        {
            await xml.WriteAsync($"<sitemapindex xmlns=\"{Schema}\">\n");
            for (var file = 1; file <= ((total - 1) / ProductsPerFile) + 1; file++)
            {
                await xml.WriteAsync($"<sitemap><loc>{Address(context, $"/sitemap-{file}.xml")}</loc></sitemap>\n");
            }

            await xml.WriteAsync("</sitemapindex>\n");
            return;
        }

        await xml.WriteAsync($"<urlset xmlns=\"{Schema}\">\n");
        await WritePagesAsync(xml, context, content);
        await WriteProductsAsync(xml, context, catalog, file: 1);
        await xml.WriteAsync("</urlset>\n");
    }

    private static async Task<IResult> ProductsAsync(int file, HttpContext context, CatalogQueries catalog, ContentQueries content)
    {
        var (total, _) = await catalog.CountsAsync(context.RequestAborted);
        if (file > ((total - 1) / ProductsPerFile) + 1)
        {
            return Results.NotFound();
        }

        await using var xml = Open(context);
        await xml.WriteAsync($"<urlset xmlns=\"{Schema}\">\n");
        if (file == 1)
        {
            await WritePagesAsync(xml, context, content);
        }

        await WriteProductsAsync(xml, context, catalog, file);
        await xml.WriteAsync("</urlset>\n");
        return Results.Empty;
    }

    private static async Task WritePagesAsync(TextWriter xml, HttpContext context, ContentQueries content)
    {
        foreach (var path in Pages)
        {
            await xml.WriteAsync($"<url><loc>{Address(context, path)}</loc></url>\n");
        }

        foreach (var guide in await content.GuidesAsync(context.RequestAborted))
        {
            await xml.WriteAsync($"<url><loc>{Address(context, "/learn/" + guide.Slug)}</loc><lastmod>{guide.UpdatedAt:yyyy-MM-dd}</lastmod></url>\n");
        }
    }

    private static async Task WriteProductsAsync(TextWriter xml, HttpContext context, CatalogQueries catalog, int file)
    {
        foreach (var (slug, updatedAt) in await catalog.PublishedAsync((file - 1) * ProductsPerFile, ProductsPerFile, context.RequestAborted))
        {
            await xml.WriteAsync($"<url><loc>{Address(context, "/products/" + slug)}</loc><lastmod>{updatedAt:yyyy-MM-dd}</lastmod></url>\n");
        }
    }

    private static StreamWriter Open(HttpContext context)
    {
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.Headers.CacheControl = Life;
        var xml = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        xml.Write(Start);
        return xml;
    }

    private static string Address(HttpContext context, string path) =>
        System.Security.SecurityElement.Escape(UriHelper.BuildAbsolute(
            context.Request.Scheme, context.Request.Host, context.Request.PathBase, path));
}
