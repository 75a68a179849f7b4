using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api;

/// <summary>
/// GraphiQL at <c>/graphql/explore</c>, for developers of clients, where <c>GraphQL:Explorer</c> is on. Its files come
/// from this shop and are served only then.
/// </summary>
internal static class ExplorerPage
{
    private const string Path = "/graphql/explore";
    private const string Files = "/explorer";

    private static string Html(string nonce) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="robots" content="noindex">
          <title>GraphQL explorer</title>
          <link rel="icon" href="/favicon.svg">
          <link rel="stylesheet" href="{Files}/graphiql.min.css">
          <link rel="stylesheet" href="{Files}/explore.css">
          <script src="{Files}/react.min.js" defer></script>
          <script src="{Files}/react-dom.min.js" defer></script>
          <script src="{Files}/graphiql.min.js" defer></script>
          <script src="{Files}/explore.js" defer></script>
        </head>
        <body>
          <div id="explorer" data-nonce="{nonce}"></div>
          <noscript>The explorer needs JavaScript.</noscript>
        </body>
        </html>
        """;

    /// <summary>Hides the explorer's files where it is off. It stands before the static files.</summary>
    public static void UseExplorerFiles(this WebApplication app)
    {
        if (!IsOn(app.Services))
        {
            app.Use((context, next) =>
            {
                if (!context.Request.Path.StartsWithSegments(Files))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }

    public static void MapExplorer(this IEndpointRouteBuilder routes)
    {
        if (IsOn(routes.ServiceProvider))
        {
            routes.MapGet(Path, (HttpContext context) =>
            {
                var nonce = Secrets.New();
                context.Response.Headers.CacheControl = "no-store";
                // Its dialogs keep the page from scrolling by a style that they write as they open.
                context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentSecurityPolicy
                    .Replace("style-src 'self'", $"style-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal);
                return Results.Content(Html(nonce), "text/html; charset=utf-8");
            });
        }
    }

    private static bool IsOn(IServiceProvider services) => services.GetRequiredService<IOptions<ApiOptions>>().Value.Explorer == true;
}
