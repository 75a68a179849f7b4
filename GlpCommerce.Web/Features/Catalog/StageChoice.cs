using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Mvc;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>Takes the stage that a shopper chooses with a plain form, and sends them back to where they were.</summary>
public static class StageChoice
{
    public const string Path = "/stage";

    /// <summary>The value that says "not sure" and takes the cookie away.</summary>
    public const string None = "none";

    private static readonly TimeSpan Life = TimeSpan.FromDays(180);

    public static void MapStageChoice(this IEndpointRouteBuilder routes) => routes.MapPost(Path, Choose);

    private static IResult Choose(HttpContext context, [FromForm] string? stage, [FromForm] string? returnUrl)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = Life,
            IsEssential = true,
            Path = "/",
        };
        if (stage == None)
        {
            options.MaxAge = null;
            context.Response.Cookies.Delete(ShopperStage.Cookie, options);
        }
        else if (Vocabulary.StageOf(stage) is { } chosen)
        {
            context.Response.Cookies.Append(ShopperStage.Cookie, chosen.Key(), options);
        }
        else
        {
            return TypedResults.BadRequest();
        }

        return TypedResults.LocalRedirect(ReturnPath.Of(returnUrl) ?? "/");
    }
}
