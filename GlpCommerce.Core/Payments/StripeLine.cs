using System.Net;
using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>The line to Stripe: how long it is waited on, how often it is tried, and what may be told of its trouble.</summary>
internal static class StripeLine
{
    /// <summary>Two calls that are each tried twice stay near the half minute that a job has.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const int Retries = 1;

    /// <summary>How often something may be made anew because Stripe stored a 500 as its answer to a key.</summary>
    private const int MostKeys = 3;

    public static StripeClient Open(StripeOptions options, TimeSpan patience)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = patience / 2, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var http = new HttpClient(handler) { Timeout = patience };
        return new StripeClient(new StripeClientOptions
        {
            ApiKey = options.SecretKey,
            ApiBase = options.ApiBase.Length > 0 ? options.ApiBase.TrimEnd('/') : "https://api.stripe.com",
            HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: Retries, enableTelemetry: false),
        });
    }

    /// <summary>Runs calls and tells of their trouble without what the answers held.</summary>
    /// <param name="what">What was wanted, for the log.</param>
    /// <exception cref="UnknownPaymentException">There is no such thing behind these keys.</exception>
    /// <exception cref="StripeTroubleException">No answer, or one that says nothing about the payment.</exception>
    public static async Task<T> CallAsync<T>(string what, Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (StripeException error) when (IsMissing(error))
        {
            throw new UnknownPaymentException($"Stripe could not {what}: its keys of this shop know nothing of that id.");
        }
        catch (StripeException error)
        {
            throw new StripeTroubleException(what, error.HttpStatusCode, error.StripeError?.Code ?? error.StripeError?.Type, error.StripeResponse?.RequestId);
        }
        catch (Exception error) when (error is Newtonsoft.Json.JsonException or System.Text.Json.JsonException)
        {
            throw new StripeTroubleException(what, HttpStatusCode.OK, "unreadable", requestId: null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new StripeTroubleException(what, default, "timeout", requestId: null);
        }
    }

    /// <summary>
    /// Makes something that moves no money by itself, under a stored key. Stripe keeps a 500 as its answer to that key for a
    /// day; as nobody can pay what the shop has not noted down, another key may then make another one.
    /// </summary>
    public static async Task<T> MakeAsync<T>(string key, Func<RequestOptions, Task<T>> make)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await make(Keyed(number == 1 ? key : $"{key}-{number}"));
            }
            catch (StripeException error) when (number < MostKeys && IsStoredFailure(error))
            {
                // The next key.
            }
        }
    }

    public static RequestOptions Keyed(string key) => new() { IdempotencyKey = key };

    /// <summary>For what may safely be asked twice: a key of its own makes the line's retry the same request.</summary>
    public static RequestOptions KeyedAnew() => Keyed(Guid.NewGuid().ToString());

    /// <summary>Whether Stripe says that the thing has moved on, so that it has to be read.</summary>
    public static bool HasMovedOn(StripeException error) =>
        error is { HttpStatusCode: HttpStatusCode.BadRequest, StripeError: { Type: "invalid_request_error", Code: "payment_intent_unexpected_state" } };

    public static bool IsMissing(StripeException error) => error.StripeError?.Code == "resource_missing";

    private static bool IsStoredFailure(StripeException error) =>
        error.HttpStatusCode >= HttpStatusCode.InternalServerError
        && error.StripeResponse?.Headers.TryGetValues("Idempotent-Replayed", out var replayed) == true && replayed.Contains("true");
}

/// <summary>
/// Stripe could not be reached, or gave no answer about the payment: to be tried again. It says nothing of what the answer
/// held, for that may be a payer's secret.
/// </summary>
public sealed class StripeTroubleException(string what, HttpStatusCode status, string? code, string? requestId)
    : Exception($"Stripe could not {what}: {(status == default ? "no answer" : $"{(int)status}")}, {code ?? "no code"}, request {requestId ?? "unknown"}.")
{
    /// <summary>What Stripe calls it, or <c>timeout</c> or <c>unreadable</c>.</summary>
    public string? Code { get; } = code;

    /// <summary>Whether nobody answered, or only that it is too much just now; an answer that cannot be read came from something in between.</summary>
    public bool IsOutOfReach { get; } =
        status is default(HttpStatusCode) or HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
