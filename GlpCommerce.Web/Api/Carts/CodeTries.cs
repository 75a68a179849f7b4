using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Api.Carts;

/// <summary>
/// One discount code may be tried in a request: requests are counted by their address, and one with fifty aliases would
/// guess fifty codes.
/// </summary>
internal sealed class CodeTries
{
    private static readonly Problem Spent = new("discount.one_at_a_time", "Try one discount code in a request.", "discountCode");

    private int _tries;

    /// <returns>A refusal from the second try on.</returns>
    public Problem? Take() => Interlocked.Increment(ref _tries) > 1 ? Spent : null;
}
