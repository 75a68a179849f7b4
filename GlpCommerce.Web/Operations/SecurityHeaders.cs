using GlpCommerce.Web.Admin;

namespace GlpCommerce.Web.Operations;

/// <summary>
/// The headers every answer carries. A page that needs other ones, such as an order's, sets them itself: what is
/// already set stays.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>No inline script, no inline style, nothing from another host.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The staff's pages draw with MudBlazor, which places menus and marks by inline style. Scripts stay as strict.</summary>
    public const string StaffContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), usb=()";

    /// <summary>Fonts are named in the style sheet without a fingerprint; a new font gets a new name.</summary>
    private const string FontLife = "public, max-age=31536000, immutable";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, so that an error page, which clears the headers, has them too.
        context.Response.OnStarting(AddTo, context);
        return next(context);
    });

    private static Task AddTo(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        var isStaff = context.Request.Path.StartsWithSegments(StaffPages.Root);
        headers.TryAdd("Content-Security-Policy", isStaff ? StaffContentSecurityPolicy : ContentSecurityPolicy);
        if (isStaff)
        {
            PrivateHeaders.Apply(headers);
        }

        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.XFrameOptions = "DENY";
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", Permissions);
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        if (context.Response.StatusCode == StatusCodes.Status200OK && context.Request.Path.StartsWithSegments("/fonts"))
        {
            headers.CacheControl = FontLife;
        }

        return Task.CompletedTask;
    }
}
