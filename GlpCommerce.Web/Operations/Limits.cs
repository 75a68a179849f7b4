using System.Globalization;
using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>What may be done only so often in a minute.</summary>
public static class Limits
{
    /// <summary>For an answer that has words of its own; a page that is refused as a whole answers 429.</summary>
    public static readonly Problem TooOften = new("rate.limited", "That was tried too often. Wait a minute, then try again.");

    public static void AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var checkout = new CheckoutLimits(configuration.GetSection(CheckoutLimitOptions.Section).Get<CheckoutLimitOptions>() ?? new());
        var signIn = new SignInLimits(configuration.GetValue<int?>(SignInLimits.Key) ?? SignInLimits.Default);
        services.AddSingleton(_ => checkout).AddSingleton(_ => signIn);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = TimeSpan.FromMinutes(1).TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(checkout.OfPages(), signIn.OfPages());
        });
    }

    /// <summary>It stands before the rate limiter.</summary>
    public static void UseSignInNames(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await SignInLimits.ReadNameAsync(context);
        await next(context);
    });
}
