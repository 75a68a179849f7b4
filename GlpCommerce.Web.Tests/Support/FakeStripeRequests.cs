using Microsoft.AspNetCore.Http;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>The way of a request through the stand-in: described at all, faults, keys, rows, answer.</summary>
public sealed partial class FakeStripe
{
    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/v1"))
        {
            await ShowAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = HttpMethods.IsGet(context.Request.Method) ? context.Request.QueryString.Value!.TrimStart('?') : await reader.ReadToEndAsync();
        var key = (string?)context.Request.Headers["Idempotency-Key"];
        if (context.Request.Headers.Authorization != $"Bearer {SecretKey}")
        {
            await WriteAsync(context, new(401, new FakeStripeError(401, "invalid_request_error").Body().ToJsonString()));
        }
        else if (Understood(context, body, key) is { } call)
        {
            await ActAsync(context, call.Name, call.Ids, body, key);
        }
        else
        {
            await WriteAsync(context, new(400, new FakeStripeError(400, "invalid_request_error", "parameter_unknown").Body().ToJsonString()));
        }
    }

    /// <summary>What the request is, if it is one that Stripe describes.</summary>
    private (string Name, string[] Ids)? Understood(HttpContext context, string body, string? key) => Locked<(string, string[])?>(() =>
    {
        if (FakeStripeContract.Match(context.Request.Method, context.Request.Path) is not { } call)
        {
            _violations.Add($"{context.Request.Method} {context.Request.Path} is not described");
            return null;
        }

        var wrong = FakeStripeContract.Check(call.Name, FakeStripeData.Form(body));
        if (key is null && !HttpMethods.IsGet(context.Request.Method))
        {
            wrong.Add($"{call.Name} without an idempotency key");
        }

        _violations.AddRange(wrong);
        _calls.Add(new StripeCall(call.Name, body, key));
        return wrong.Count == 0 ? call : null;
    });

    private async Task ActAsync(HttpContext context, string name, string[] ids, string body, string? key)
    {
        var fault = Faults.Take(name);
        if (fault is StripeFault.Unreachable)
        {
            context.Abort();
            return;
        }

        if (fault is StripeFault.Silence)
        {
            await SilenceAsync(context);
            return;
        }

        var answer = fault switch
        {
            StripeFault.Conflict => FakeStripeAnswer.Of(new FakeStripeError(409, "invalid_request_error", "lock_timeout")),
            StripeFault.TooMany => FakeStripeAnswer.Of(new FakeStripeError(429, "invalid_request_error", "rate_limit")),
            StripeFault.Overload => FakeStripeAnswer.Of(new FakeStripeError(503, "api_error")),
            _ => await _keys.OnceAsync(
                key, Clock.GetUtcNow(), $"{context.Request.Method} {context.Request.Path} {body}", () => ActAsync(fault, name, ids, body, context.RequestAborted)),
        };
        await AnswerAsync(context, fault, answer);
    }

    private async Task<FakeStripeAnswer> ActAsync(StripeFault? fault, string name, string[] ids, string body, CancellationToken ct)
    {
        if (fault is StripeFault.Failure)
        {
            return FakeStripeAnswer.Of(new FakeStripeError(500, "api_error"));
        }

        var answer = Locked(() => Do(name, ids, body));
        if (fault is StripeFault.Held)
        {
            await Faults.HeldAsync(ct);
        }

        return fault is StripeFault.FailureAfter ? FakeStripeAnswer.Of(new FakeStripeError(500, "api_error")) : answer;
    }

    private FakeStripeAnswer Do(string name, string[] ids, string body)
    {
        try
        {
            return new FakeStripeAnswer(200, _books.Act(name, ids, FakeStripeData.Form(body)).ToJsonString());
        }
        catch (FakeStripeError error)
        {
            return FakeStripeAnswer.Of(error);
        }
    }

    private static async Task AnswerAsync(HttpContext context, StripeFault? fault, FakeStripeAnswer answer)
    {
        switch (fault)
        {
            case StripeFault.AnswerLost:
                context.Abort();
                break;
            case StripeFault.SilenceAfter:
                await SilenceAsync(context);
                break;
            case StripeFault.Garbage:
                await WriteAsync(context, new(200, "<html>pi_1_secret_of_a_payer"));
                break;
            default:
                await WriteAsync(context, answer);
                break;
        }
    }

    private static async Task SilenceAsync(HttpContext context)
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private static Task WriteAsync(HttpContext context, FakeStripeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["Request-Id"] = "req_stand_in";
        if (answer.IsReplayed)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        return context.Response.WriteAsync(answer.Json);
    }
}
