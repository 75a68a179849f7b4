using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using GlpCommerce.Web.Api.Errors;
using GraphQL;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>Reads a request out of JSON and takes nothing that is not exactly one.</summary>
internal sealed class RequestShape(IGraphQLSerializer serializer)
{
    private const int Nesting = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Nesting, AllowDuplicateProperties = false };

    /// <summary>The body of a POST.</summary>
    public ReadRequest Read(ReadOnlySequence<byte> body)
    {
        var (root, error) = Parse(body.IsSingleSegment ? body.First : body.ToArray(), "The body");
        return error is not null ? error
            : root.ValueKind == JsonValueKind.Array ? ApiError.BadRequest("Send one operation per request: arrays of operations are not supported.", ErrorCodes.NoBatching)
            : root.ValueKind != JsonValueKind.Object ? ApiError.BadRequest("The body must be a JSON object with the member `query`.")
            : Read(name => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null);
    }

    /// <summary>The query string of a GET, whose variables and extensions are JSON.</summary>
    public ReadRequest Read(IQueryCollection parameters)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var name in (string[])["query", "operationName", "documentId", "variables", "extensions"])
        {
            var values = parameters[name];
            if (values.Count > 1 || values.ToString().Contains('\uFFFD', StringComparison.Ordinal))
            {
                return ApiError.BadRequest($"The parameter `{name}` must be given once, in UTF-8.");
            }

            if (values.Count == 1 && values[0] is { Length: > 0 } text)
            {
                var isJson = name is "variables" or "extensions";
                var (element, error) = isJson ? Parse(System.Text.Encoding.UTF8.GetBytes(text), $"The parameter `{name}`") : (JsonSerializer.SerializeToElement(text), null);
                if (error is not null)
                {
                    return error;
                }

                members[name] = element;
            }
        }

        return Read(name => members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null);
    }

    private ReadRequest Read(Func<string, JsonElement?> member)
    {
        foreach (var (name, kind, words) in Shapes)
        {
            if (member(name) is { } value && value.ValueKind != kind)
            {
                return ApiError.BadRequest($"`{name}` must be {words}.");
            }
        }

        var extensions = member("extensions");
        var request = new ApiRequest(
            member("query")?.GetString(),
            member("operationName")?.GetString(),
            Inputs(member("variables")),
            Inputs(extensions),
            PersistedHash.Of(member("documentId")?.GetString(), extensions));
        return request is { Query: null, DocumentHash: null } ? ApiError.BadRequest("The member `query` is missing: it holds the GraphQL document.") : request;
    }

    private static readonly (string Name, JsonValueKind Kind, string Words)[] Shapes =
    [
        ("query", JsonValueKind.String, "a string"), ("operationName", JsonValueKind.String, "a string"), ("documentId", JsonValueKind.String, "a string"),
        ("variables", JsonValueKind.Object, "an object"), ("extensions", JsonValueKind.Object, "an object"),
    ];

    private Inputs? Inputs(JsonElement? value) => value is { } element ? serializer.ReadNode<Inputs>(element) : null;

    private static (JsonElement Root, ApiError? Error) Parse(ReadOnlyMemory<byte> json, string what)
    {
        if (!Utf8.IsValid(json.Span))
        {
            return (default, ApiError.BadRequest($"{what} is not UTF-8."));
        }

        try
        {
            if (!CanBeKept(json.Span))
            {
                return (default, ApiError.BadRequest($"{what} holds a number that is too long, or text with a NUL character."));
            }

            using var document = JsonDocument.Parse(json, Strict);
            return (document.RootElement.Clone(), null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Escapes that are half a character are found out when the text is read: InvalidOperationException.
            return (default, ApiError.BadRequest($"{what} is not JSON as it should be: broken, nested deeper than {Nesting} levels, or with a member twice."));
        }
    }

    /// <summary>Whether every text and number can stand in a database.</summary>
    private static bool CanBeKept(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Nesting });
        while (reader.Read())
        {
            var fits = reader.TokenType switch
            {
                JsonTokenType.Number => Values.IsNumberFit(reader.ValueSpan),
                JsonTokenType.String or JsonTokenType.PropertyName => !reader.ValueIsEscaped || Values.IsTextFit(reader.GetString()),
                _ => true,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
