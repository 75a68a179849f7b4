using System.Globalization;
using GlpCommerce.Web.Api.Errors;
using GraphQL;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>Writes an answer in the form the client asked for, with the status that form prescribes.</summary>
internal sealed class Answer(IGraphQLSerializer serializer)
{
    /// <summary>A field that fails in a list fails once for each item.</summary>
    private const int MostErrors = 50;

    public Task WriteAsync(HttpContext context, string form, ApiError error) =>
        WriteAsync(context, form, new ExecutionResult { Errors = [error] });

    public async Task WriteAsync(HttpContext context, string form, ExecutionResult result)
    {
        var response = context.Response;
        response.StatusCode = StatusOf(result, form);
        if (result.Errors is { Count: > MostErrors } many)
        {
            result.Errors = [.. many.Take(MostErrors)];
        }

        response.ContentType = form + "; charset=utf-8";
        foreach (var error in result.Errors?.OfType<ApiError>() ?? [])
        {
            Add(response.Headers, error);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await serializer.WriteAsync(response.Body, result, context.RequestAborted);
        }
    }

    /// <summary>
    /// The request as a whole may be refused with a status of its own. A well-formed one whose document cannot be
    /// executed is 400 in the new form and 200 in the old. One that was executed is 200 as long as there is any data.
    /// </summary>
    private static int StatusOf(ExecutionResult result, string form)
    {
        var errors = result.Errors ?? [];
        var own = errors.OfType<ApiError>().Select(e => e.Status).Max();
        if (!result.Executed)
        {
            return own ?? (form == MediaTypes.Response ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        }

        return form == MediaTypes.Response && result.Data is null ? own ?? StatusCodes.Status200OK : StatusCodes.Status200OK;
    }

    private static void Add(IHeaderDictionary headers, ApiError error)
    {
        if (error.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (error.Allow is { } allow)
        {
            headers.Allow = allow;
        }
    }
}
