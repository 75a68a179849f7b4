using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddCheckoutLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection(CheckoutLimitOptions.Section).Get<CheckoutLimitOptions>() ?? new();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = Minute.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                By(limits.PerAddress, context => Network(context.Connection.RemoteIpAddress)),
                By(limits.PerSession, context => context.Request.Cookies[CartSession.CookieNameFor(context.Request)]));
        });
    }

    private static PartitionedRateLimiter<HttpContext> By(int permits, Func<HttpContext, string?> key) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => IsCounted(context.Request) && key(context) is { Length: < 200 } name
            ? RateLimitPartition.GetSlidingWindowLimiter(name, _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = permits, Window = Minute, SegmentsPerWindow = 6,
            })
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>An IPv6 customer owns a whole /64, so that is what counts as one address.</summary>
    private static string Network(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };

    private static bool IsCounted(HttpRequest request) => HttpMethods.IsPost(request.Method)
        ? request.Path.StartsWithSegments("/checkout") || request.Path.StartsWithSegments("/orders") || request.Path.StartsWithSegments("/cart/code")
        : AsksTheProvider(request.Path);

    /// <summary>The payment step and the way back from it have the payment read at the provider.</summary>
    private static bool AsksTheProvider(PathString path) => path.StartsWithSegments("/orders")
        && (path.Value!.TrimEnd('/') is var end && (end.EndsWith("/pay", StringComparison.OrdinalIgnoreCase) || end.EndsWith("/back", StringComparison.OrdinalIgnoreCase)));
}
