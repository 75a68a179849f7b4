using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GraphQL;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>
/// One act at the door may be tried in a request: hashing a password is slow on purpose, and one request with fifty
/// aliases, each with another address, would keep everybody else waiting at the door. Each counts with those of the pages.
/// </summary>
internal sealed class DoorTries(SignInLimits limits)
{
    private static readonly Problem Spent = new("account.one_at_a_time", "Sign in, register, use a link or change a password once in a request.");

    private int _tries;

    /// <summary>A try at the door, which comes alone in its request and may not come too often, whether there is such an account or not.</summary>
    public static async Task<object?> CountedAsync(IResolveFieldContext context, Func<IDictionary<string, object?>, Task<Visit>> act)
    {
        var input = context.Input();
        return context.Service<DoorTries>().Take(context.Http(), input.Text("email")) is { } refused ? Visit.Of(refused) : await act(input);
    }

    /// <returns>A refusal from the second try on, and when the account or its address tried too often.</returns>
    public Problem? Take(HttpContext context, string? email) => Interlocked.Increment(ref _tries) > 1 ? Spent : limits.Refuse(context, email);
}
