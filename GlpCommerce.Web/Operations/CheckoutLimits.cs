using System.Threading.RateLimiting;
using GlpCommerce.Web.Features.Carts;

namespace GlpCommerce.Web.Operations;

/// <summary>How many orders, payments and discount codes may be tried in a minute.</summary>
public sealed class CheckoutLimitOptions
{
    public const string Section = "RateLimits:Checkout";

    /// <summary>By one browser.</summary>
    public int PerSession { get; set; } = 10;

    /// <summary>From one network address, which many browsers may share.</summary>
    public int PerAddress { get; set; } = 100;
}

/// <summary>Keeps somebody from trying stolen cards, guessing codes or holding the whole stock: posts that do so are counted.</summary>
public static class CheckoutLimits
{
    internal static PartitionedRateLimiter<HttpContext>[] For(CheckoutLimitOptions limits) =>
    [
        Limits.AMinute(limits.PerAddress, context => IsCounted(context.Request) ? Limits.Network(context) : null),
        Limits.AMinute(limits.PerSession, context => IsCounted(context.Request) && context.Request.Cookies[CartSession.CookieNameFor(context.Request)] is { Length: < 200 } session ? session : null),
    ];

    private static bool IsCounted(HttpRequest request) => HttpMethods.IsPost(request.Method)
        ? request.Path.StartsWithSegments("/checkout") || request.Path.StartsWithSegments("/orders") || request.Path.StartsWithSegments("/cart/code")
        : AsksTheProvider(request.Path);

    /// <summary>The payment step and the way back from it have the payment read at the provider.</summary>
    private static bool AsksTheProvider(PathString path) => path.StartsWithSegments("/orders")
        && (path.Value!.TrimEnd('/') is var end && (end.EndsWith("/pay", StringComparison.OrdinalIgnoreCase) || end.EndsWith("/back", StringComparison.OrdinalIgnoreCase)));
}
