using GraphQL;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>What a client asks for, in whatever way it was sent.</summary>
/// <param name="DocumentHash">The SHA-256 of a persisted document, in lower case.</param>
internal sealed record ApiRequest(string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions, string? DocumentHash);

/// <summary>Either a request that can be looked at, or why there is none.</summary>
internal readonly record struct ReadRequest(ApiRequest? Request, Errors.ApiError? Error)
{
    public static implicit operator ReadRequest(ApiRequest request) => new(request, null);

    public static implicit operator ReadRequest(Errors.ApiError error) => new(null, error);
}
