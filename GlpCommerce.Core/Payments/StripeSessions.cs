using System.Net;
using Stripe;
using Stripe.Checkout;

namespace GlpCommerce.Core.Payments;

/// <summary>Stripe's own payment page, for browsers without script. Stripe calls one page for one order a session.</summary>
internal sealed class StripeSessions(StripeClient client)
{
    /// <summary>
    /// Stripe wants 30 minutes to 24 hours, and the same at every repeat. Nothing is made later than
    /// <see cref="PaymentAttempt.KeyLife"/>; the shop's own expiry closes the page much sooner.
    /// </summary>
    private static readonly TimeSpan Life = PaymentAttempt.KeyLife + TimeSpan.FromMinutes(45);

    private readonly SessionService _sessions = client.V1.Checkout.Sessions;

    public static bool Made(string id) => id.StartsWith("cs_", StringComparison.Ordinal);

    public Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct)
    {
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            LineItems = [Whole(request)],
            ClientReferenceId = request.OrderNumber,
            Metadata = StripeWords.Metadata(request.OrderNumber),
            PaymentIntentData = new() { Metadata = StripeWords.Metadata(request.OrderNumber), Description = request.OrderNumber },
            SuccessUrl = request.ReturnUrl,
            CancelUrl = request.ReturnUrl,
            ExpiresAt = request.AttemptedAt + Life,
            // Paid in the order's currency, whatever the payer's is.
            AdaptivePricing = new() { Enabled = false },
        };
        return StripeLine.MakeAsync(request.IdempotencyKey, async key => Told(await _sessions.CreateAsync(options, key, ct)));
    }

    public async Task<PaymentIntent> ReadAsync(string id, CancellationToken ct) =>
        Told(await _sessions.GetAsync(id, new SessionGetOptions { Expand = ["payment_intent"] }, cancellationToken: ct));

    /// <summary>Closes the page, unless it has done its work or is closed: then where it stands is the answer.</summary>
    public async Task<PaymentIntent> CancelAsync(string id, CancellationToken ct)
    {
        try
        {
            return Told(await _sessions.ExpireAsync(id, requestOptions: StripeLine.KeyedAnew(), cancellationToken: ct));
        }
        catch (StripeException error) when (error is { HttpStatusCode: HttpStatusCode.BadRequest, StripeError.Type: "invalid_request_error" })
        {
            return await ReadAsync(id, ct);
        }
    }

    /// <summary>The page that a payment was made on; null when the shop confirmed it itself.</summary>
    public async Task<string?> OfAsync(string paymentId, CancellationToken ct)
    {
        var sessions = await _sessions.ListAsync(new SessionListOptions { PaymentIntent = paymentId, Limit = 1 }, cancellationToken: ct);
        return sessions.Data.FirstOrDefault()?.Id;
    }

    /// <summary>One line for the whole order: what is in it is nobody else's business.</summary>
    private static SessionLineItemOptions Whole(IntentRequest request) => new()
    {
        Quantity = 1,
        PriceData = new()
        {
            Currency = StripeWords.Currency, UnitAmount = request.AmountCents, ProductData = new() { Name = $"Order {request.OrderNumber}" },
        },
    };

    private static PaymentIntent Told(Session session)
    {
        var payment = session.PaymentIntent is { } intent ? StripeWords.Told(intent) : null;
        var status = StatusOf(session, payment);
        return new(session.Id, status, session.AmountTotal ?? 0, status == IntentStatus.Declined ? payment?.DeclineCode : null)
        {
            Currency = StripeWords.CurrencyOf(session.Currency),
            PaymentId = session.PaymentIntentId,
            OrderNumber = session.ClientReferenceId,
            Url = status == IntentStatus.RequiresAction ? session.Url : null,
        };
    }

    private static IntentStatus StatusOf(Session session, PaymentIntent? payment) => session.Status switch
    {
        "open" => IntentStatus.RequiresAction,
        "expired" => IntentStatus.Canceled,
        "complete" when session.PaymentStatus == "paid" => IntentStatus.Succeeded,
        // Filled in, and the money is still on its way: the page is closed, so a refusal is final.
        "complete" => payment?.Status is IntentStatus.Declined or IntentStatus.Canceled ? payment.Status : IntentStatus.Processing,
        _ => throw new InvalidOperationException($"Stripe says that payment page {session.Id} is {session.Status}, which this shop does not know."),
    };
}
