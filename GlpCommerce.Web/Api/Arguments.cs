using System.Globalization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Features.Accounts;
using GraphQL;

namespace GlpCommerce.Web.Api;

/// <summary>What an operation asks with, and what resolvers need of its request.</summary>
internal static class Arguments
{
    /// <summary>An argument as it was given; null when it was not.</summary>
    public static object? Argument(this IResolveFieldContext context, string name) =>
        context.Arguments is { } given && given.TryGetValue(name, out var argument) ? argument.Value : null;

    public static string? Text(this IResolveFieldContext context, string name) => Text(context.Argument(name));

    /// <summary>The fields of an input object; none when it was not given.</summary>
    public static IDictionary<string, object?> Input(this IResolveFieldContext context, string name = "input") =>
        context.Argument(name) as IDictionary<string, object?> ?? new Dictionary<string, object?>();

    /// <summary>An input object within another; none when it was not given.</summary>
    public static IDictionary<string, object?> Input(this IDictionary<string, object?> input, string name) =>
        input.TryGetValue(name, out var value) && value is IDictionary<string, object?> fields ? fields : new Dictionary<string, object?>();

    public static string? Text(this IDictionary<string, object?> input, string name) => Text(input.TryGetValue(name, out var value) ? value : null);

    public static int? Number(this IDictionary<string, object?> input, string name) => input.TryGetValue(name, out var value) ? value as int? : null;

    public static IReadOnlyList<string> Texts(object? value) =>
        value is IEnumerable<object?> list ? [.. list.Select(Text).OfType<string>()] : [];

    /// <summary>A row's number out of an opaque id, or null when it cannot be one.</summary>
    public static long? Id(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many of a list are wanted.</summary>
    /// <exception cref="ApiError">None, or more than there may be.</exception>
    public static int First(IResolveFieldContext context, int usual, int most) => context.Argument("first") switch
    {
        null => usual,
        int first when first >= 1 && first <= most => first,
        _ => throw new Problem("first.invalid", $"Ask for 1 to {most}.").Refused(),
    };

    /// <summary>A query that cannot be answered as it was asked, to throw.</summary>
    public static ApiError Refused(this Problem problem) => new(problem.Code, problem.Message);

    public static T Service<T>(this IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();

    public static HttpContext Http(this IResolveFieldContext context) => ((ApiCaller)context.UserContext).Http;

    /// <summary>
    /// <c>token.dead</c> where an access token came along that is nobody's, or no longer anybody's; else null. Whoever sends one means to
    /// act as that account, and nothing may be done as a guest in its place.
    /// </summary>
    public static Problem? EndedSignIn(this IResolveFieldContext context) =>
        context.Http() is var http && AccountAccess.BringsToken(http.Request) && http.User.AccountId is null ? AccountProblems.TokenDead : null;

    /// <summary>A full address for a path of the shop, as the client reaches it.</summary>
    public static string Absolute(this IResolveFieldContext context, string path)
    {
        var request = context.Http().Request;
        return $"{request.Scheme}://{request.Host}{request.PathBase}{path}";
    }

    // An id may be given as a number.
    private static string? Text(object? value) => value is null ? null : value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture);
}
