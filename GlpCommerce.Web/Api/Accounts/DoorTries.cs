using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>
/// One act at the door may be tried in a request: hashing a password is slow on purpose, and one request with fifty
/// aliases, each with another address, would keep everybody else waiting at the door. Each counts with those of the pages.
/// </summary>
internal sealed class DoorTries(SignInLimits limits)
{
    private static readonly Problem Spent = new("account.one_at_a_time", "Sign in, register or use a link once in a request.");

    private int _tries;

    /// <returns>A refusal from the second try on, and when the account or its address tried too often.</returns>
    public Problem? Take(HttpContext context, string? email) => Interlocked.Increment(ref _tries) > 1 ? Spent : limits.Refuse(context, email);
}
