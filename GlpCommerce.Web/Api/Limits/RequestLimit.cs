using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Api.Limits;

/// <summary>How many requests one client address may send to the API in a minute.</summary>
internal sealed class RequestLimit(IConfiguration configuration) : IDisposable
{
    public const string Key = "RateLimits:GraphQL";
    public const int Default = 100;

    private readonly NetworkLimit _requests = new(configuration.GetValue(Key, Default));

    public ApiError? Refuse(HttpContext context) => _requests.Refuse(context) is { } wait
        ? new ApiError(ErrorCodes.RateLimited, "Too many requests came from your network address in a minute.")
        {
            Status = StatusCodes.Status429TooManyRequests,
            RetryAfter = wait,
        }
        : null;

    public void Dispose() => _requests.Dispose();
}
