using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Api.Carts;

/// <summary>
/// One discount code may be tried in a request: requests are counted by their address, and one with fifty aliases would
/// guess fifty codes. Each try counts with those on the cart's page.
/// </summary>
internal sealed class CodeTries(CheckoutLimits limits)
{
    private static readonly Problem Spent = new("discount.one_at_a_time", "Try one discount code in a request.", "discountCode");

    private int _tries;

    /// <returns>A refusal from the second try on, and when the session or its address tried too often.</returns>
    public Problem? Take(HttpContext context, string? session) => Interlocked.Increment(ref _tries) > 1 ? Spent : limits.Refuse(context, session);
}
