using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>
/// The files of products' pictures. Of all that the shop keeps, only these have an address: receipts and pictures as they came
/// have none. A name is never given twice, so that whoever has a file may keep it.
/// </summary>
public static partial class PictureFiles
{
    public const string Root = "/media";
    public const string ContentType = "image/webp";

    private const string Life = "public, max-age=31536000, immutable";

    /// <summary>Opened by itself, a picture brings nothing along.</summary>
    private const string ContentSecurityPolicy = "default-src 'none'; img-src 'self'; frame-ancestors 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPictureFiles(this IEndpointRouteBuilder routes) => routes.MapMethods($"{Root}/products/{{key}}/{{file}}", Reading, AnswerAsync);

    private static async Task<IResult> AnswerAsync(string key, string file, HttpContext context, IMediaStore media, ILogger<IMediaStore> logger)
    {
        if (PictureSizes.PublicKeyOf(key, file) is not { } name)
        {
            return Results.NotFound();
        }

        try
        {
            if (await media.OpenAsync(name, context.RequestAborted) is not { } content)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = Life;
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return Results.Stream(content, ContentType);
        }
        catch (Exception error) when (MediaTrouble.IsOutage(error))
        {
            // The page stands without it, with the words that describe it.
            LogUnreadable(logger, error.Message);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.RetryAfter = "5";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A picture cannot be read: {Why}")]
    private static partial void LogUnreadable(ILogger logger, string why);
}
