namespace GlpCommerce.Web.Api.Errors;

/// <summary>
/// The codes of errors about a request as a whole. Refusals of the shop itself are <c>UserError</c>s in a payload, with
/// codes such as <c>stock.short</c>.
/// </summary>
internal static class ErrorCodes
{
    /// <summary>The request is no GraphQL request: broken JSON, a wrong shape, text that is not UTF-8.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>Several operations in one array.</summary>
    public const string NoBatching = "BATCHING_NOT_SUPPORTED";

    /// <summary>The body is not announced as <c>application/json</c> in UTF-8.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The <c>Accept</c> header allows none of the two answers there are.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>Only POST keeps what the operation tells out of addresses and logs.</summary>
    public const string PostRequired = "POST_REQUIRED";

    /// <summary>A mutation with cookies lacks the header that only the client's own script can set.</summary>
    public const string HeaderRequired = "CLIENT_HEADER_REQUIRED";

    public const string Syntax = "SYNTAX_ERROR";

    /// <summary>The document does not fit the schema.</summary>
    public const string Validation = "VALIDATION_ERROR";

    /// <summary>A variable is missing or does not fit its type.</summary>
    public const string Variables = "INVALID_VARIABLES";

    /// <summary>The document has no such operation, or several and none was named.</summary>
    public const string UnknownOperation = "UNKNOWN_OPERATION";

    public const string IntrospectionOff = "INTROSPECTION_OFF";
    public const string BodyLimit = "BODY_LIMIT";
    public const string TokenLimit = "TOKEN_LIMIT";
    public const string DepthLimit = "DEPTH_LIMIT";
    public const string AliasLimit = "ALIAS_LIMIT";
    public const string FieldLimit = "FIELD_LIMIT";
    public const string CostLimit = "COST_LIMIT";

    /// <summary>More requests in a minute than one client address may send. The header <c>Retry-After</c> says when to come back.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>It took too long and was given up. What a mutation had begun may or may not have happened.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>The shop's store is out of reach; the same request works later.</summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>A mistake of the shop. The error's <c>traceId</c> stands in its log too.</summary>
    public const string Internal = "INTERNAL";

    // The two names that clients with persisted operations know.
    public const string PersistedUnknown = "PERSISTED_QUERY_NOT_FOUND";
    public const string PersistedOff = "PERSISTED_QUERY_NOT_SUPPORTED";

    /// <summary>The shop answers persisted operations alone.</summary>
    public const string PersistedOnly = "PERSISTED_QUERY_REQUIRED";
}
