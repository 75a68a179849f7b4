using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>The two forms an answer can take, and which of them a client asked for.</summary>
internal static class MediaTypes
{
    /// <summary>The form whose status tells whether the operation was executed.</summary>
    public const string Response = "application/graphql-response+json";

    /// <summary>The form of old, in which a well-formed request is always answered with 200.</summary>
    public const string Json = "application/json";

    /// <returns>One of the two, or null when the client accepts neither.</returns>
    public static string? Choose(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
        {
            return Json;
        }

        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return null;
        }

        var (response, isNamed) = Weigh(ranges, Response);
        var (json, _) = Weigh(ranges, Json);
        return Math.Max(response, json) == 0 ? null : response > json || (isNamed && response == json) ? Response : Json;
    }

    /// <summary>Whether a body announced like this can be read.</summary>
    public static bool IsReadable(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && IsUtf8(type);

    /// <summary>How much the client likes a form: what it says most exactly counts.</summary>
    private static (double Quality, bool IsNamed) Weigh(IEnumerable<MediaTypeHeaderValue> ranges, string form)
    {
        var best = (Exactness: 0, Quality: 0.0);
        foreach (var range in ranges.Where(IsUtf8))
        {
            var exactness = range.MediaType.Equals(form, StringComparison.OrdinalIgnoreCase) ? 3
                : range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? 2
                : range.MatchesAllTypes ? 1 : 0;
            if (exactness > best.Exactness)
            {
                best = (exactness, range.Quality ?? 1);
            }
        }

        return (best.Quality, best.Exactness == 3);
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
