using GlpCommerce.Core.Data;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Limits;
using GlpCommerce.Web.Api.Transport;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Api;

/// <summary>GraphQL over HTTP at <c>/graphql</c>: from the request to the answer, whatever becomes of it.</summary>
internal sealed class GraphQLEndpoint(
    IOptions<ApiOptions> options, RequestLimit limit, RequestReader reader, OperationRunner runner, Answer answer, Trouble trouble)
{
    public const string Path = "/graphql";

    public async Task AnswerAsync(HttpContext context)
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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(options.Value.Timeout);
        FileWait.EndAfter(options.Value.Timeout);
        try
        {
            await AnswerAsync(context, form, patience.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted)
        {
            await answer.WriteAsync(context, form ?? MediaTypes.Response, TooSlow());
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await answer.WriteAsync(context, form ?? MediaTypes.Response, trouble.ErrorOf(error, "request"));
        }
    }

    private async Task AnswerAsync(HttpContext context, string? form, CancellationToken patience)
    {
        if ((limit.Refuse(context) ?? RequestRules.Refuse(context.Request.Method) ?? (form is null ? NotAcceptable() : null)) is { } refused)
        {
            await answer.WriteAsync(context, form ?? MediaTypes.Response, refused);
            return;
        }

        var read = await reader.ReadAsync(context.Request, patience);
        await answer.WriteAsync(context, form!, read.Request is { } request ? await runner.RunAsync(context, request, patience) : new() { Errors = [read.Error!] });
    }

    private static ApiError NotAcceptable() => new(ErrorCodes.NotAcceptable, $"Answers are {MediaTypes.Response} or {MediaTypes.Json}, in UTF-8.")
    {
        Status = StatusCodes.Status406NotAcceptable,
    };

    private ApiError TooSlow() => new(ErrorCodes.Timeout, $"This took longer than {options.Value.TimeoutSeconds} seconds and was given up.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };
}
