using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;
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

    /// <summary>Changes of carts by the pages, from one network address: each new browser leaves a cart behind.</summary>
    public int CartPerAddress { get; set; } = 300;
}

/// <summary>
/// Keeps somebody from trying stolen cards, guessing codes or holding the whole stock: posts that do so are counted, and
/// what the API does for a session counts with what its pages do.
/// </summary>
public sealed class CheckoutLimits(CheckoutLimitOptions limits) : IDisposable
{
    private readonly NetworkLimit _addresses = new(limits.PerAddress);
    private readonly AttemptLimit _sessions = new(limits.PerSession);
    private readonly NetworkLimit _carts = new(limits.CartPerAddress);

    /// <summary>For the API's resolvers: counts one try to order, pay, use a discount code or redeem an order's code.</summary>
    /// <param name="session">The cart's session, or what else stands for who tries, such as an order's public id.</param>
    /// <returns>Null when it may go on; else the refusal, <c>rate.limited</c>.</returns>
    public Problem? Refuse(HttpContext context, string? session) =>
        _addresses.Refuse(context) is null && _sessions.Refuse(session) is null
            ? null
            : Limits.TooOften;

    public void Dispose()
    {
        _addresses.Dispose();
        _sessions.Dispose();
        _carts.Dispose();
    }

    /// <summary>For the pages: the same counters, by path.</summary>
    internal PartitionedRateLimiter<HttpContext> OfPages() => PartitionedRateLimiter.CreateChained(
        _carts.For(request => HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/cart")),
        _addresses.For(IsCounted),
        _sessions.For(context => IsCounted(context.Request) ? context.RequestServices.GetRequiredService<CartSession>().Id : null));

    private static bool IsCounted(HttpRequest request) => HttpMethods.IsPost(request.Method)
        ? request.Path.StartsWithSegments("/checkout") || request.Path.StartsWithSegments("/orders") || request.Path.StartsWithSegments("/cart/code")
        : AsksTheProvider(request.Path);

    /// <summary>The payment step and the way back from it have the payment read at the provider.</summary>
    private static bool AsksTheProvider(PathString path) => path.StartsWithSegments("/orders")
        && (path.Value!.TrimEnd('/') is var end && (end.EndsWith("/pay", StringComparison.OrdinalIgnoreCase) || end.EndsWith("/back", StringComparison.OrdinalIgnoreCase)));
}
