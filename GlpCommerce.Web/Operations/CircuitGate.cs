using System.Globalization;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Operations;

/// <summary>How many live pages may be open at once; each costs memory for as long as it is.</summary>
public sealed class CircuitLimitOptions
{
    public const string Section = "RateLimits:Circuits";

    /// <summary>From one network address, which many browsers may share.</summary>
    public int PerAddress { get; set; } = 50;

    public int Total { get; set; } = 2000;
}

/// <summary>
/// Stands before the line that live pages talk over. Browsers send another site's cookies and ask nobody before they open
/// a socket, so whose page asks is looked at here; and there are only so many places.
/// </summary>
public sealed class CircuitGate(IOptions<CircuitLimitOptions> limits, IOptions<ShopOptions> shop)
{
    public const string Path = "/_blazor";

    /// <summary>Seconds.</summary>
    private const int ComeBack = 10;

    private readonly OpenPlaces _places = new(limits.Value.PerAddress, limits.Value.Total);

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsOwn(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (OpensSocket(context))
        {
            await EnterAsync(context, next);
        }
        else if (context.Request.Path == Path)
        {
            // The other ways to talk hold a circuit without a line that could be counted.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await next(context);
        }
    }

    private async Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        var (place, status) = _places.Enter(context);
        using (place)
        {
            if (place is null)
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = ComeBack.ToString(CultureInfo.InvariantCulture);
                return;
            }

            await next(context);
        }
    }

    /// <summary>Only browsers name an origin, and they do so whenever a page opens a socket.</summary>
    private bool IsOwn(HttpRequest request) => request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && (page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
                || page.Authority.Equals(new Uri(shop.Value.PublicUrl).Authority, StringComparison.OrdinalIgnoreCase)));

    private static bool OpensSocket(HttpContext context) =>
        context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}

/// <summary>Registers the gate, and puts it before everything that costs more than a look.</summary>
public static class CircuitGateServices
{
    public static void AddCircuitGate(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<CircuitLimitOptions>(configuration.GetSection(CircuitLimitOptions.Section));
        services.AddSingleton<CircuitGate>();
    }

    public static void UseCircuitGate(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<CircuitGate>();
        app.Use(next => context => context.Request.Path.StartsWithSegments(CircuitGate.Path) ? gate.PassAsync(context, next) : next(context));
    }
}
