using System.Text;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Stripe;

namespace GlpCommerce.Web.Webhooks;

/// <summary>
/// Where Stripe sends its messages. One that is signed is stored and answered at once; what it is about is looked up at
/// Stripe by a job. There is no answer of ours that Stripe could not understand: taken, refused, or "later".
/// </summary>
public static partial class StripeWebhook
{
    public const string Path = "/webhooks/stripe";

    private const int LargestBody = 256 * 1024;

    /// <summary>Older signatures are refused, so that a message which somebody has seen cannot be sent again later.</summary>
    private const long ToleranceSeconds = 300;

    /// <summary>How long Stripe is kept waiting for the database; it sends again what could not be stored.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    public static void MapStripeWebhook(this IEndpointRouteBuilder routes)
    {
        var isStripe = routes.ServiceProvider.GetRequiredService<IOptions<PaymentOptions>>().Value.Provider == PaymentProvider.Stripe;
        routes.MapPost(Path, isStripe ? TakeAsync : () => Results.NotFound()).DisableAntiforgery();
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, ProviderInbox inbox, StripeGateway gateway, IOptions<StripeOptions> options, TimeProvider clock, ILogger<ProviderInbox> logger)
    {
        // Stripe reads the status; a page of the shop around it would be for nobody.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        var (body, refused) = await BodyAsync(context.Request);
        if (body is null)
        {
            return Results.StatusCode(refused);
        }

        if (!IsSigned(body, context.Request.Headers["Stripe-Signature"], options.Value.WebhookSecrets, clock.GetUtcNow().ToUnixTimeSeconds()))
        {
            LogNotSigned(logger);
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (StripeNotice.Read(body) is not { } notice)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        FileWait.EndAfter(Patience);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await inbox.ReceiveAsync(notice.Id, gateway.Name, notice.Type, notice.ObjectId, notice.Concerns, patience.Token);
            return Results.Ok();
        }
        catch (Exception error) when (error.IsOutage() || (error is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // Not acknowledged, so Stripe sends it again; what was stored all the same is known by its id.
            LogNotStored(logger, error is OperationCanceledException ? "it took too long" : error.GetType().Name, notice.Id);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The body as it came, or why there is none: it is larger than any message of Stripe's, or broke off.</summary>
    private static async Task<(string? Body, int Refused)> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > LargestBody)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        var buffer = new byte[(request.ContentLength ?? LargestBody) + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
            return length > LargestBody ? (null, StatusCodes.Status413PayloadTooLarge) : (Encoding.UTF8.GetString(buffer, 0, length), 0);
        }
        catch (BadHttpRequestException error)
        {
            return (null, error.StatusCode);
        }
    }

    private static bool IsSigned(string body, string? signature, IReadOnlyList<string> secrets, long now) =>
        !string.IsNullOrEmpty(signature) && secrets.Any(secret => IsSignedWith(secret, body, signature, now));

    /// <summary>Only the signature is checked here: Stripe's own reader would refuse thin messages and those of another API version.</summary>
    private static bool IsSignedWith(string secret, string body, string signature, long now)
    {
        try
        {
            EventUtility.ValidateSignature(body, signature, secret, ToleranceSeconds, now);
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A message to the Stripe webhook was not signed with Stripe:WebhookSecret, or too long ago")]
    private static partial void LogNotSigned(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Stripe's message {EventId} could not be stored ({Trouble}): Stripe was asked to send it again")]
    private static partial void LogNotStored(ILogger logger, string trouble, string eventId);
}
