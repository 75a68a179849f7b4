using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>
/// How often somebody may try the door in a minute: each address of an account from each network address, and ten times
/// as often whatever the account; and a whole site ten times as often as one address. What is wrong too often for one account, wherever it comes from, is locked in the Core.
/// </summary>
public sealed class SignInLimits(int permits) : IDisposable
{
    public const string Key = "RateLimits:SignIn";
    public const int Default = 5;

    /// <summary>A household or an office has one network address.</summary>
    private const int Accounts = 10;

    /// <summary>The form field that names an account.</summary>
    public const string Field = "email";

    private static readonly object Name = new();

    private readonly NetworkLimit _addresses = new((int)Math.Min(permits * (long)Accounts, int.MaxValue));
    private readonly AttemptLimit _accounts = new(permits);

    /// <summary>Counts a try that comes otherwise than by a form under <c>/account</c>.</summary>
    /// <param name="email">The account's address as it was typed; anything at all.</param>
    /// <returns>Null when it may go on; else the refusal, <c>rate.limited</c>.</returns>
    public Problem? Refuse(HttpContext context, string? email) =>
        _addresses.Refuse(context) is null && _accounts.Refuse(KeyOf(context, NameFrom(email))) is null ? null : Limits.TooOften;

    public void Dispose()
    {
        _addresses.Dispose();
        _accounts.Dispose();
    }

    /// <summary>For the pages: the same counters, by the name that <see cref="ReadNameAsync"/> found.</summary>
    internal PartitionedRateLimiter<HttpContext> OfPages() => PartitionedRateLimiter.CreateChained(
        _addresses.For(request => NameOf(request.HttpContext) is not null),
        _accounts.For(context => KeyOf(context, NameOf(context))));

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

    /// <summary>Hashed, so that a long name is counted like a short one.</summary>
    private static string? KeyOf(HttpContext context, string? name) => name is { Length: > 0 } ? $"{ClientNetwork.Of(context)} {Secrets.Hash(name)}" : null;

    /// <summary>The address as the door reads it; nothing for what is none, and opens none.</summary>
    private static string NameFrom(string? email) => EmailAddress.Key(EmailAddress.Check(email, []));
}
