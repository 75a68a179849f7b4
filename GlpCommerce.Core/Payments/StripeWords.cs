using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>Between Stripe's words and the shop's.</summary>
internal static class StripeWords
{
    /// <summary>The only thing that Stripe keeps of an order.</summary>
    public const string OrderNumber = "order_number";

    public const string RefundKey = "refund_key";

    /// <summary>Marks a payment that was cancelled because Stripe refused its method: the shopper may choose another one.</summary>
    public const string Refused = "refused";

    /// <summary>As Stripe writes it.</summary>
    public const string Currency = "usd";

    private const string InvalidMethod = "invalid_method";

    private const int LongestCode = 64;

    public static Dictionary<string, string> Metadata(string orderNumber) => new() { [OrderNumber] = orderNumber };

    public static Dictionary<string, string> Refusal() => new() { [Refused] = InvalidMethod };

    public static PaymentIntent Told(Stripe.PaymentIntent intent)
    {
        var status = StatusOf(intent);
        return new(intent.Id, status, status == IntentStatus.Succeeded ? intent.AmountReceived : intent.Amount, Code(intent, status))
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
            "prevented" => IsBlocked(dispute) ? DisputeStatus.Won : DisputeStatus.Lost,
            _ => DisputeStatus.Open,
        },
        dispute.Amount);

    /// <summary>Why it was declined: the bank's reason where Stripe tells it.</summary>
    public static string? Code(StripeError? error) => Short(error?.DeclineCode ?? error?.Code);

    public static string CurrencyOf(string? currency) => currency?.ToUpperInvariant() ?? "";

    private static string? Code(Stripe.PaymentIntent intent, IntentStatus status) =>
        status != IntentStatus.Declined ? null : IsRefused(intent) ? InvalidMethod : Code(intent.LastPaymentError);

    /// <summary>A reason that Stripe keeps with a cancellation would not do: people in its dashboard choose among the same ones.</summary>
    private static bool IsRefused(Stripe.PaymentIntent intent) => intent.Status == "canceled" && intent.Metadata?.ContainsKey(Refused) == true;

    /// <summary>
    /// A dispute is prevented in one of two ways: the bank is shown why it should not be raised, or the payer gets the money.
    /// Where Stripe does not say that it was the first, the money counts as gone.
    /// </summary>
    private static bool IsBlocked(Stripe.Dispute dispute) =>
        dispute.PaymentMethodDetails?.Card?.CaseType == "block" && (dispute.BalanceTransactions?.Sum(t => t.Amount) ?? 0) >= 0;

    private static string? Short(string? code) => code is { Length: > LongestCode } ? code[..LongestCode] : code;

    private static IntentStatus StatusOf(Stripe.PaymentIntent intent) => intent.Status switch
    {
        "requires_payment_method" => intent.LastPaymentError is null ? IntentStatus.RequiresConfirmation : IntentStatus.Declined,
        "requires_confirmation" => IntentStatus.RequiresConfirmation,
        // A bank account that was typed by hand: the payer can say for days how much came there, and is asked by e-mail.
        "requires_action" when intent.NextAction?.Type == "verify_with_microdeposits" => IntentStatus.Processing,
        "requires_action" => IntentStatus.RequiresAction,
        "processing" or "requires_capture" => IntentStatus.Processing,
        "succeeded" => IntentStatus.Succeeded,
        "canceled" => IsRefused(intent) ? IntentStatus.Declined : IntentStatus.Canceled,
        _ => throw new InvalidOperationException($"Stripe says that payment {intent.Id} is {intent.Status}, which this shop does not know."),
    };
}
