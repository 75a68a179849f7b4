using System.Diagnostics;
using GlpCommerce.Core.Data;
using GraphQL;
using GraphQL.Execution;

namespace GlpCommerce.Web.Api.Errors;

/// <summary>Turns what was not expected into an error that tells a client no more than it may know, and the log everything.</summary>
internal sealed partial class Trouble(ILogger<Trouble> logger)
{
    public const string Masked = "Something went wrong on our side.";

    /// <summary>A field that fails in a list fails once for each item: the first tell enough.</summary>
    private const int Told = 10;

    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(10);

    /// <summary>For the executer: what a resolver did not catch.</summary>
    public Task HandleAsync(UnhandledExceptionContext context)
    {
        var isTold = (context.Context?.UserContext as ApiCaller)?.CountFailure() is not > Told;
        context.Exception = ErrorOf(context.OriginalException, context.FieldContext?.FieldDefinition.Name ?? "document", isTold);
        return Task.CompletedTask;
    }

    /// <param name="where">The field that was being answered.</param>
    /// <param name="isTold">Whether the log hears of it.</param>
    public ApiError ErrorOf(Exception error, string where, bool isTold = true)
    {
        var trace = Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString("N");
        if (error.IsOutage())
        {
            if (isTold)
            {
                LogOutage(where, error.GetType().Name, trace);
            }

            return new ApiError(ErrorCodes.Unavailable, "The shop cannot answer this right now. Please try again in a moment.")
            {
                Status = StatusCodes.Status503ServiceUnavailable, RetryAfter = ComeBack, Extensions = With(trace),
            };
        }

        if (isTold)
        {
            LogFailure(error, where, trace);
        }

        return new ApiError(ErrorCodes.Internal, Masked)
        {
            Status = StatusCodes.Status500InternalServerError, Extensions = With(trace),
        };
    }

    private static Dictionary<string, object?> With(string trace) => new() { ["traceId"] = trace };

    [LoggerMessage(LogLevel.Warning, "The API could not answer {Where}: the store is out of reach ({Trouble}, trace {TraceId})")]
    private partial void LogOutage(string where, string trouble, string traceId);

    [LoggerMessage(LogLevel.Error, "The API failed to answer {Where} (trace {TraceId})")]
    private partial void LogFailure(Exception error, string where, string traceId);
}
