using GlpCommerce.Web.Api.Documents;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Orders;
using GraphQLParser.AST;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>Which operation may come by which way.</summary>
internal static class RequestRules
{
    /// <summary>
    /// A mutation that comes with cookies by which the shop knows a browser must carry it, with any text, such as the client's name. Another
    /// site can make a browser send cookies, but not this header. Who sends a token in a header has proved as much already.
    /// </summary>
    public const string ClientHeader = "X-GLP-Client";

    public const string Methods = "GET, HEAD, POST, OPTIONS";

    public static ApiError? Refuse(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) ? null
        : new ApiError(ErrorCodes.MethodNotAllowed, "Send GET or POST.") { Status = StatusCodes.Status405MethodNotAllowed, Allow = Methods };

    public static ApiError? Refuse(HttpRequest request, OperationFacts operation)
    {
        if (HttpMethods.IsPost(request.Method))
        {
            return operation.Type == OperationType.Mutation && LeansOnCookies(request)
                ? new ApiError(ErrorCodes.HeaderRequired, $"A mutation with cookies needs the header `{ClientHeader}`, so that no other site can send it.") { Status = StatusCodes.Status403Forbidden }
                : null;
        }

        return operation switch
        {
            { Type: not OperationType.Query } => ByPost("Only queries may be sent by GET. Send this operation by POST."),
            { Secret: { } field } => ByPost(
                $"`{field}` may not be asked for by GET: what it takes and tells is secret, and addresses end up in logs and histories. Send it by POST, and take a session id that stood in an address for lost."),
            _ => null,
        };
    }

    private static bool LeansOnCookies(HttpRequest request) => CallerProof.BringsCookie(request)
        && !request.Headers.ContainsKey(ClientHeader) && !AccountAccess.BringsToken(request) && !request.Headers.ContainsKey(CallerProof.Header);

    private static ApiError ByPost(string message) => new(ErrorCodes.PostRequired, message) { Status = StatusCodes.Status405MethodNotAllowed, Allow = "POST" };
}
