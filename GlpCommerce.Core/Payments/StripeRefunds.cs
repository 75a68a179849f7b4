using System.Net;
using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>Money that goes back through Stripe.</summary>
internal sealed class StripeRefunds(StripeClient client)
{
    private const string TooMuch = "amount_too_large";

    /// <summary>What Stripe calls a refund that it will not give, however often it is asked.</summary>
    private static readonly string[] Final =
        ["charge_already_refunded", "charge_disputed", "charge_not_refundable", "refund_disputed_payment", TooMuch];

    private readonly RefundService _refunds = client.V1.Refunds;

    public async Task<ProviderRefund> CreateAsync(RefundRequest request, CancellationToken ct)
    {
        var metadata = StripeWords.Metadata(request.OrderNumber);
        metadata[StripeWords.RefundKey] = request.IdempotencyKey;
        var options = new RefundCreateOptions { PaymentIntent = request.PaymentId, Amount = request.AmountCents, Metadata = metadata };
        try
        {
            return StripeWords.Told(await _refunds.CreateAsync(options, StripeLine.Keyed(request.IdempotencyKey), ct));
        }
        catch (StripeException error) when (Refusal(error) is { } code)
        {
            throw new RefundRefusedException(code);
        }
    }

    public async Task<List<ProviderRefund>> ListAsync(string paymentId, CancellationToken ct)
    {
        var refunds = new List<ProviderRefund>();
        var options = new RefundListOptions { PaymentIntent = paymentId, Limit = 100 };
        await foreach (var refund in _refunds.ListAutoPagingAsync(options, cancellationToken: ct))
        {
            refunds.Add(StripeWords.Told(refund));
        }

        return refunds;
    }

    /// <summary>Why it is refused for good; null for trouble of any other kind, also of the shop's own making.</summary>
    private static string? Refusal(StripeException error) => error switch
    {
        not { HttpStatusCode: HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired } => null,
        { StripeError.Code: { } code } when Final.Contains(code) => code,
        { StripeError: { Type: "invalid_request_error", Code: null, Param: "amount" } } => TooMuch,
        _ => null,
    };
}
