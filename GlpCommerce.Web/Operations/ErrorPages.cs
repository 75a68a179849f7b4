using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace GlpCommerce.Web.Operations;

/// <summary>Gives refusals and failures a page of the shop, with the status they deserve.</summary>
public static class ErrorPages
{
    /// <summary>Seconds.</summary>
    private const string ComeBack = "10";

    public static void AddErrorPages(this IServiceCollection services) =>
        // The same in Development as elsewhere: a bad form is an answer of 400, not an exception.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            // Who could not reach the database has said so; an outage must not fill the log with traces of every page.
            SuppressDiagnosticsCallback = context => context.Exception.IsOutage(),
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            ForgetForm(context);
            return next(context);
        });
    }

    /// <summary>Says which status a failure deserves: 503, and when to come back, while the shop's store is out of reach, and else 500.</summary>
    /// <returns>Whether it is such an outage.</returns>
    public static bool AnswerFor(HttpResponse response, Exception error)
    {
        var isOutage = error.IsOutage();
        response.StatusCode = isOutage ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        if (isOutage)
        {
            response.Headers.RetryAfter = ComeBack;
        }

        return isOutage;
    }

    /// <summary>
    /// Ends a post whose antiforgery token is missing or forged before a page sees it, so that it gets the shop's page
    /// with a 400 instead of a bare one. It stands behind <c>UseAntiforgery</c>.
    /// </summary>
    public static void RefuseForgedForms(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(context);
    });

    /// <summary>The page that explains a refused post is no answer to the post: it must not look at the form again.</summary>
    private static void ForgetForm(HttpContext context)
    {
        var explains = context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (explains && HttpMethods.IsPost(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Request.ContentType = null;
        }
    }
}
