using System.Net;
using Microsoft.Extensions.Logging;
using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>Payments at Stripe that the shop itself confirms.</summary>
internal sealed partial class StripeIntents(StripeClient client, ILogger logger)
{
    private const string ConfirmationToken = "ctoken_";

    private readonly PaymentIntentService _intents = client.V1.PaymentIntents;

    public Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = request.AmountCents,
            Currency = StripeWords.Currency,
            // Only a payer who sits at the page can be sent away and come back.
            AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = IsFromPage(request.Method) ? "always" : "never" },
            Metadata = StripeWords.Metadata(request.OrderNumber),
            Description = request.OrderNumber,
        };
        return StripeLine.MakeAsync(request.IdempotencyKey, async key => StripeWords.Told(await _intents.CreateAsync(options, key, ct)));
    }

    public async Task<PaymentIntent> ConfirmAsync(string id, IntentRequest request, CancellationToken ct)
    {
        var options = IsFromPage(request.Method)
            ? new PaymentIntentConfirmOptions { ConfirmationToken = request.Method, ReturnUrl = request.ReturnUrl }
            : new PaymentIntentConfirmOptions { PaymentMethod = request.Method };
        try
        {
            return StripeWords.Told(await _intents.ConfirmAsync(id, options, StripeLine.KeyedAnew(), ct));
        }
        catch (StripeException error) when (error.HttpStatusCode == HttpStatusCode.PaymentRequired)
        {
            return Declined(id, request, error.StripeError);
        }
        catch (StripeException error) when (StripeLine.HasMovedOn(error))
        {
            return await ReadAsync(id, ct);
        }
        catch (StripeException error) when (IsRefused(error))
        {
            LogRefused(IsOfTheMethod(error.StripeError) ? LogLevel.Warning : LogLevel.Error, request.OrderNumber, error.StripeError.Code ?? "none", error.StripeError.Param ?? "none", error.StripeResponse?.RequestId);
            return await RefuseAsync(id, ct);
        }
    }

    public async Task<PaymentIntent> ReadAsync(string id, CancellationToken ct) =>
        StripeWords.Told(await _intents.GetAsync(id, cancellationToken: ct));

    public async Task<PaymentIntent> CancelAsync(string id, CancellationToken ct)
    {
        try
        {
            return StripeWords.Told(await _intents.CancelAsync(id, requestOptions: StripeLine.KeyedAnew(), cancellationToken: ct));
        }
        catch (StripeException error) when (StripeLine.HasMovedOn(error))
        {
            return await ReadAsync(id, ct);
        }
    }

    /// <summary>All since then that carry the order's number. Stripe's search needs up to a minute to know a new one.</summary>
    public async Task<List<PaymentIntent>> FindAsync(string orderNumber, DateTime since, CancellationToken ct)
    {
        var found = new List<Stripe.PaymentIntent>();
        var from = new DateTimeOffset(since, TimeSpan.Zero).ToUnixTimeSeconds();
        var options = new PaymentIntentSearchOptions { Query = $"metadata['{StripeWords.OrderNumber}']:'{orderNumber}' AND created>={from}", Limit = 100 };
        await foreach (var intent in _intents.SearchAutoPagingAsync(options, cancellationToken: ct))
        {
            found.Add(intent);
        }

        return [.. found.OrderByDescending(i => i.Created).Select(StripeWords.Told)];
    }

    private static bool IsFromPage(string method) => method.StartsWith(ConfirmationToken, StringComparison.Ordinal);

    private static PaymentIntent Declined(string id, IntentRequest request, StripeError? error) =>
        new(id, IntentStatus.Declined, request.AmountCents, StripeWords.Code(error)) { PaymentId = id, OrderNumber = request.OrderNumber };

    /// <summary>
    /// Whether Stripe will say the same at every repeat. Of a method that is used up it names neither code nor parameter; of
    /// one that needs the payer's written consent, which only the payment page takes, it names that.
    /// </summary>
    private static bool IsRefused(StripeException error) => error switch
    {
        { StripeError: { Type: "invalid_request_error", Param: "payment_method" or "confirmation_token" or "mandate_data" } } => true,
        { HttpStatusCode: HttpStatusCode.BadRequest, StripeError: { Type: "invalid_request_error", Code: not ("lock_timeout" or "resource_missing") } } => true,
        _ => false,
    };

    /// <summary>Whether it is the method that is wrong, and not what the shop asks: somebody has to look at that.</summary>
    private static bool IsOfTheMethod(StripeError error) => error is { Param: "payment_method" or "confirmation_token" or "mandate_data" } or { Code: null, Param: null };

    /// <summary>
    /// A method that Stripe does not take will never pay. The payment is cancelled, so that nothing waits for it; if it has
    /// been paid in the meantime, that is the answer. It is marked first: whoever reads it later, in whatever order, finds a
    /// refusal and not the end of the order.
    /// </summary>
    private async Task<PaymentIntent> RefuseAsync(string id, CancellationToken ct)
    {
        var intent = await ReadAsync(id, ct);
        if (intent.Status != IntentStatus.RequiresConfirmation)
        {
            return intent;
        }

        try
        {
            await _intents.UpdateAsync(id, new() { Metadata = StripeWords.Refusal() }, StripeLine.KeyedAnew(), ct);
        }
        catch (StripeException error) when (StripeLine.HasMovedOn(error))
        {
            return await ReadAsync(id, ct);
        }

        return await CancelAsync(id, ct);
    }

    [LoggerMessage("Stripe takes no payment of order {OrderNumber} with the method that was chosen (code {Code}, parameter {Param}, request {RequestId}): it counts as declined")]
    private partial void LogRefused(LogLevel level, string orderNumber, string code, string param, string? requestId);
}
