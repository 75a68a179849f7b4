using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>
/// How often somebody may try the door in a minute: each address of an account from each network address, and ten times
/// as often whatever the account. What is wrong too often for one account, wherever it comes from, is locked in the Core.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    public const string Key = "RateLimits:SignIn";
    public const int Default = 5;

    /// <summary>A household or an office has one network address.</summary>
    private const int Accounts = 10;

    /// <summary>The form field that names an account.</summary>
    public const string Field = "email";

    private static readonly object Name = new();

    public SignInLimits(int permits) => Limiter = PartitionedRateLimiter.CreateChained(
        Limits.AMinute(permits * Accounts, context => NameOf(context) is null ? null : Limits.Network(context)),
        Limits.AMinute(permits, context => NameOf(context) is { Length: > 0 } name ? $"{Limits.Network(context)} {name}" : null));

    internal PartitionedRateLimiter<HttpContext> Limiter { get; }

    /// <summary>Counts a try that comes otherwise than by a form under <c>/account</c>.</summary>
    /// <param name="email">The account's address as it was typed; anything at all.</param>
    /// <returns>Whether it may go on; if not, the answer is 429.</returns>
    public bool Enter(HttpContext context, string? email)
    {
        context.Items[Name] = NameFrom(email);
        using var lease = Limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => Limiter.Dispose();

    /// <summary>Reads the account's name out of a form, before the limits that count by it.</summary>
    internal static async Task ReadNameAsync(HttpContext context)
    {
        var request = context.Request;
        // The page that explains a refusal comes by here again: one try counts once.
        context.Items.Remove(Name);
        if (!HttpMethods.IsPost(request.Method) || !request.Path.StartsWithSegments("/account"))
        {
            return;
        }

        context.Items[Name] = "";
        if (request.HasFormContentType)
        {
            try
            {
                context.Items[Name] = NameFrom((await request.ReadFormAsync(context.RequestAborted))[Field]);
            }
            catch (Exception error) when (error is InvalidDataException or BadHttpRequestException or IOException)
            {
                // What cannot be read is refused further on, with the rest of it.
            }
        }
    }

    private static string? NameOf(HttpContext context) => context.Items[Name] as string;

    private static string NameFrom(string? email) => email is { Length: > 0 and <= EmailAddress.Longest } ? EmailAddress.Key(Input.Line(email) ?? "") : "";
}
