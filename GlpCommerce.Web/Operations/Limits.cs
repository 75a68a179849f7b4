using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace GlpCommerce.Web.Operations;

/// <summary>What may be done only so often in a minute.</summary>
public static class Limits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var checkout = configuration.GetSection(CheckoutLimitOptions.Section).Get<CheckoutLimitOptions>() ?? new();
        var signIn = new SignInLimits(configuration.GetValue<int?>(SignInLimits.Key) ?? SignInLimits.Default);
        services.AddSingleton(signIn);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = Minute.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained([.. CheckoutLimits.For(checkout), signIn.Limiter]);
        });
    }

    /// <summary>Counts by a name; what has none is not counted.</summary>
    internal static PartitionedRateLimiter<HttpContext> AMinute(int permits, Func<HttpContext, string?> key) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => key(context) is { Length: < 400 } name
            ? RateLimitPartition.GetSlidingWindowLimiter(name, _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = permits, Window = Minute, SegmentsPerWindow = 6,
            })
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>Where somebody comes from. An IPv6 customer owns a whole /64, so that is what counts as one address.</summary>
    internal static string Network(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        var address => address.ToString(),
    };

    /// <summary>It stands before the rate limiter.</summary>
    public static void UseSignInNames(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await SignInLimits.ReadNameAsync(context);
        await next(context);
    });
}
