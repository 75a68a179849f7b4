using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>Between Stripe's words and the shop's.</summary>
internal static class StripeWords
{
    /// <summary>The only thing that Stripe keeps of an order.</summary>
    public const string OrderNumber = "order_number";

    public const string RefundKey = "refund_key";

    /// <summary>As Stripe writes it.</summary>
    public const string Currency = "usd";

    private const int LongestCode = 64;

    public static Dictionary<string, string> Metadata(string orderNumber) => new() { [OrderNumber] = orderNumber };

    public static PaymentIntent Told(Stripe.PaymentIntent intent)
    {
        var status = StatusOf(intent);
        return new(intent.Id, status, status == IntentStatus.Succeeded ? intent.AmountReceived : intent.Amount, Code(intent.LastPaymentError, status))
        {
            Currency = CurrencyOf(intent.Currency),
            PaymentId = intent.Id,
            OrderNumber = intent.Metadata?.GetValueOrDefault(OrderNumber),
            ClientSecret = status == IntentStatus.RequiresAction ? intent.ClientSecret : null,
            Url = status == IntentStatus.RequiresAction ? intent.NextAction?.RedirectToUrl?.Url : null,
        };
    }

    public static ProviderRefund Told(Stripe.Refund refund) => new(
        refund.Id,
        refund.Status switch
        {
            "succeeded" => ProviderRefundStatus.Succeeded,
            "failed" or "canceled" => ProviderRefundStatus.Failed,
            _ => ProviderRefundStatus.Pending,
        },
        refund.Amount,
        refund.Metadata?.GetValueOrDefault(RefundKey),
        refund.Status is "failed" or "canceled" ? Short(refund.FailureReason ?? refund.Status) : null);

    public static ProviderDispute Told(Stripe.Dispute dispute) => new(
        dispute.Id,
        dispute.Status switch
        {
            "won" or "warning_closed" => DisputeStatus.Won,
            "lost" => DisputeStatus.Lost,
            _ => DisputeStatus.Open,
        },
        dispute.Amount);

    /// <summary>Why it was declined: the bank's reason where Stripe tells it.</summary>
    public static string? Code(StripeError? error) => Short(error?.DeclineCode ?? error?.Code);

    public static string CurrencyOf(string? currency) => currency?.ToUpperInvariant() ?? "";

    private static string? Code(StripeError? error, IntentStatus status) => status == IntentStatus.Declined ? Code(error) : null;

    private static string? Short(string? code) => code is { Length: > LongestCode } ? code[..LongestCode] : code;

    private static IntentStatus StatusOf(Stripe.PaymentIntent intent) => intent.Status switch
    {
        "requires_payment_method" => intent.LastPaymentError is null ? IntentStatus.RequiresConfirmation : IntentStatus.Declined,
        "requires_confirmation" => IntentStatus.RequiresConfirmation,
        "requires_action" => IntentStatus.RequiresAction,
        "processing" or "requires_capture" => IntentStatus.Processing,
        "succeeded" => IntentStatus.Succeeded,
        "canceled" => IntentStatus.Canceled,
        _ => throw new InvalidOperationException($"Stripe says that payment {intent.Id} is {intent.Status}, which this shop does not know."),
    };
}
