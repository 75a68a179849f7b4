using Microsoft.Extensions.Logging;
using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>
/// Payments at Stripe. A card or account is confirmed by the shop; a browser without script pays on Stripe's own page.
/// Stripe learns an order's number and total, and nothing else of it.
/// </summary>
public sealed class StripeGateway(StripeClient client, ILogger<StripeGateway> logger) : IPaymentGateway
{
    /// <summary>The method of an attempt that is paid on Stripe's own page.</summary>
    public const string Hosted = "hosted";

    private readonly StripeIntents _intents = new(client, logger);
    private readonly StripeSessions _sessions = new(client);
    private readonly StripeRefunds _refunds = new(client);
    private readonly StripeObjects _objects = new(client);
    private readonly StripeEvents _events = new(client);

    public string Name => "stripe";

    public Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct) => StripeLine.CallAsync(
        "create a payment", () => request.Method == Hosted ? _sessions.CreateAsync(request, ct) : _intents.CreateAsync(request, ct), ct);

    public Task<PaymentIntent> ConfirmAsync(string intentId, IntentRequest request, CancellationToken ct) => StripeLine.CallAsync(
        "confirm a payment", () => StripeSessions.Made(intentId) ? _sessions.ReadAsync(intentId, ct) : _intents.ConfirmAsync(intentId, request, ct), ct);

    public Task<PaymentIntent> ReadAsync(string intentId, CancellationToken ct) => StripeLine.CallAsync(
        "read a payment", () => StripeSessions.Made(intentId) ? _sessions.ReadAsync(intentId, ct) : _intents.ReadAsync(intentId, ct), ct);

    public Task<PaymentIntent> CancelAsync(string intentId, CancellationToken ct) => StripeLine.CallAsync(
        "cancel a payment", () => StripeSessions.Made(intentId) ? _sessions.CancelAsync(intentId, ct) : _intents.CancelAsync(intentId, ct), ct);

    public Task<IReadOnlyList<PaymentIntent>> FindAsync(string orderNumber, DateTime since, CancellationToken ct) =>
        StripeLine.CallAsync("find payments", () => FindKnownAsync(orderNumber, since, ct), ct);

    public Task<ProviderRefund> RefundAsync(RefundRequest request, CancellationToken ct) =>
        StripeLine.CallAsync("give money back", () => _refunds.CreateAsync(request, ct), ct);

    public Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string paymentId, CancellationToken ct) =>
        StripeLine.CallAsync<IReadOnlyList<ProviderRefund>>("list refunds", async () => await _refunds.ListAsync(paymentId, ct), ct);

    public Task<ProviderObject?> LookUpAsync(string objectId, CancellationToken ct) =>
        StripeLine.CallAsync("look something up", () => LookUpKnownAsync(objectId, ct), ct);

    public Task<MessagePage> MessagesAsync(DateTime since, string? after, CancellationToken ct) =>
        StripeLine.CallAsync("list messages", () => _events.ListAsync(since, after, ct), ct);

    /// <summary>A payment that was made on Stripe's page goes by that page's id, as the shop keeps it.</summary>
    private async Task<IReadOnlyList<PaymentIntent>> FindKnownAsync(string orderNumber, DateTime since, CancellationToken ct)
    {
        var known = new List<PaymentIntent>();
        foreach (var intent in await _intents.FindAsync(orderNumber, since, ct))
        {
            known.Add(await _sessions.OfAsync(intent.Id, ct) is { } session ? intent with { Id = session } : intent);
        }

        return known;
    }

    private async Task<ProviderObject?> LookUpKnownAsync(string objectId, CancellationToken ct)
    {
        if (StripeSessions.Made(objectId))
        {
            var page = await StripeObjects.UnlessMissingAsync<PaymentIntent>(async () => await _sessions.ReadAsync(objectId, ct));
            return page is null ? null : new ProviderObject(page.PaymentId, page.Id);
        }

        return await _objects.FindAsync(objectId, ct) is { PaymentId: { } paymentId } found
            ? found with { IntentId = await _sessions.OfAsync(paymentId, ct) ?? paymentId }
            : null;
    }
}
