using GraphQL;

namespace GlpCommerce.Web.Api.Errors;

/// <summary>
/// An error that a client reads as it stands. A resolver throws it where an answer is refused as such, for example as
/// <c>auth.required</c>; what a shopper did wrong is a <c>UserError</c> in the payload instead.
/// </summary>
internal sealed class ApiError : ExecutionError
{
    public ApiError(string code, string message)
        : base(message) => Code = code;

    /// <summary>The status of an answer that holds nothing but this error; null for one about the document, whose status depends on the answer's media type.</summary>
    public int? Status { get; init; }

    /// <summary>When to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The methods that are allowed, where the request's is not.</summary>
    public string? Allow { get; init; }

    public static ApiError BadRequest(string message, string code = ErrorCodes.BadRequest) =>
        new(code, message) { Status = StatusCodes.Status400BadRequest };
}
