using GlpCommerce.Core.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A request that Stripe got.</summary>
/// <param name="Operation">Such as <c>POST /v1/refunds</c>.</param>
/// <param name="Body">The form, as it was sent.</param>
public sealed record StripeCall(string Operation, string Body, string? Key);

/// <summary>
/// Stands for Stripe: a server on loopback with its own rows, keys and messages, which a shop reaches by
/// <c>Stripe:ApiBase</c>. It checks every request against Stripe's description, and disposing it fails the test that
/// made one which differs. It has never been compared with the real Stripe.
/// </summary>
public sealed partial class FakeStripe : IAsyncDisposable
{
    public const string SecretKey = "sk_test_stand_in";
    public const string PublishableKey = "pk_test_stand_in";
    public const string WebhookSecret = "whsec_stand_in";

    private readonly WebApplication _server;
    private readonly FakeStripeBooks _books;
    private readonly FakeStripeKeys _keys = new();
    private readonly List<StripeCall> _calls = [];
    private readonly List<string> _violations = [];
    private readonly Lock _lock = new();

    private FakeStripe(WebApplication server)
    {
        _server = server;
        Address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _books = new FakeStripeBooks(Address, Outbox);
    }

    /// <summary>Where it answers: the shop's <c>Stripe:ApiBase</c>.</summary>
    public Uri Address { get; }

    public FakeStripeOutbox Outbox { get; } = new();

    public FakeStripeFaults Faults { get; } = new();

    /// <summary>What the time is there.</summary>
    public TimeProvider Clock
    {
        get => _books.Clock;
        set => _books.Clock = value;
    }

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<StripeCall> Calls => Locked(() => _calls.ToList());

    /// <summary>What a shop is to be configured with.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Payments:Provider", "Stripe"), ("Stripe:SecretKey", SecretKey), ("Stripe:PublishableKey", PublishableKey),
        ("Stripe:WebhookSecret", WebhookSecret), ("Stripe:ApiBase", Address.ToString()),
    ];

    /// <summary>The shop's line to it.</summary>
    internal StripeGateway Gateway(TimeSpan? patience = null) => new(StripeLine.Open(
        new StripeOptions { SecretKey = SecretKey, ApiBase = Address.ToString() }, patience ?? TimeSpan.FromSeconds(20)));

    public static async Task<FakeStripe> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        FakeStripe? stripe = null;
        server.Run(context => stripe!.AnswerAsync(context));
        await server.StartAsync();
        return stripe = new FakeStripe(server);
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        using (var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            await _server.StopAsync(atOnce.Token);
        }

        await _server.DisposeAsync();
        Assert.Empty(_violations);
    }

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

    private T Locked<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }
}
