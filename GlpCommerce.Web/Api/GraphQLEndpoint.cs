using GlpCommerce.Core.Data;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Limits;
using GlpCommerce.Web.Api.Transport;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Api;

/// <summary>GraphQL over HTTP at <c>/graphql</c>: from the request to the answer, whatever becomes of it.</summary>
internal sealed class GraphQLEndpoint(
    IOptions<ApiOptions> options, RequestLimit limit, RequestReader reader, OperationRunner runner, Answer answer, Trouble trouble)
{
    public const string Path = "/graphql";

    /// <summary>Stands before anybody looks who asks: the look is counted and timed with the rest, and what fails in it is answered in the API's form.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        // A page of the shop around an answer would be for nobody.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = RequestRules.Methods;
            return;
        }

        var form = MediaTypes.Choose(context.Request.Headers.Accept);
        if ((limit.Refuse(context) ?? RequestRules.Refuse(context.Request.Method) ?? (form is null ? NotAcceptable() : null)) is { } refused)
        {
            await answer.WriteAsync(context, form ?? MediaTypes.Response, refused);
            return;
        }

        await InTimeAsync(context, form!, next);
    }

    /// <summary>Answers whoever is known by now.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var turn = context.Features.GetRequiredFeature<Turn>();
        context.RequestAborted = turn.Aborted;
        turn.Patience.ThrowIfCancellationRequested();
        var read = await reader.ReadAsync(context.Request, turn.Patience);
        await answer.WriteAsync(context, turn.Form, read.Request is { } request ? await runner.RunAsync(context, request, turn.Patience) : new() { Errors = [read.Error!] });
    }

    private async Task InTimeAsync(HttpContext context, string form, RequestDelegate next)
    {
        var aborted = context.RequestAborted;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(options.Value.Timeout);
        FileWait.EndAfter(options.Value.Timeout);
        try
        {
            await FollowAsync(context, new Turn(form, aborted, patience.Token), next);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted)
        {
            await answer.WriteAsync(context, form, TooSlow());
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await answer.WriteAsync(context, form, trouble.ErrorOf(error, "request"));
        }
    }

    /// <summary>Who looks who asks knows of no time but that of the request.</summary>
    private static async Task FollowAsync(HttpContext context, Turn turn, RequestDelegate next)
    {
        context.Features.Set(turn);
        context.RequestAborted = turn.Patience;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = turn.Aborted;
        }
    }

    private static ApiError NotAcceptable() => new(ErrorCodes.NotAcceptable, $"Answers are {MediaTypes.Response} or {MediaTypes.Json}, in UTF-8.")
    {
        Status = StatusCodes.Status406NotAcceptable,
    };

    private ApiError TooSlow() => new(ErrorCodes.Timeout, $"This took longer than {options.Value.TimeoutSeconds} seconds and was given up.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>What is known of a request before it is known whose it is.</summary>
    /// <param name="Aborted">Whether its client has gone.</param>
    /// <param name="Patience">Whether its time is over.</param>
    private sealed record Turn(string Form, CancellationToken Aborted, CancellationToken Patience);
}
