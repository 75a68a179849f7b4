namespace GlpCommerce.Core.Payments;

/// <summary>
/// A payment provider. A decline is an answer; only trouble (no network, a 5xx, too many requests) is an exception, and
/// is retried.
/// </summary>
public interface IPaymentGateway
{
    /// <summary>As it stands in <see cref="PaymentAttempt.Provider"/>.</summary>
    string Name { get; }

    /// <summary>Creates a payment without starting it. The same key gives the same payment.</summary>
    Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct);

    /// <summary>Starts it. Starting a payment that has already moved on answers where it stands.</summary>
    /// <param name="intentId">As <see cref="CreateAsync"/> gave it.</param>
    /// <param name="request">What it was created with.</param>
    Task<PaymentIntent> ConfirmAsync(string intentId, IntentRequest request, CancellationToken ct);

    Task<PaymentIntent> ReadAsync(string intentId, CancellationToken ct);

    /// <summary>Cancels it, unless it has already succeeded: look at the status of the answer.</summary>
    Task<PaymentIntent> CancelAsync(string intentId, CancellationToken ct);

    /// <summary>
    /// The payments that carry this order number, newest first: for when an idempotency key has become too old to ask
    /// with. A payment of the last minute may be missing.
    /// </summary>
    /// <param name="since">None that is older: numbers begin again on a new database, and the provider's account stays.</param>
    Task<IReadOnlyList<PaymentIntent>> FindAsync(string orderNumber, DateTime since, CancellationToken ct);

    /// <summary>Gives money back. The same key gives the same refund.</summary>
    /// <exception cref="RefundRefusedException">The provider will never give it, whatever is tried.</exception>
    Task<ProviderRefund> RefundAsync(RefundRequest request, CancellationToken ct);

    /// <summary>All refunds of a payment, the ones that the shop did not ask for included.</summary>
    /// <param name="paymentId">See <see cref="PaymentIntent.PaymentId"/>.</param>
    Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string paymentId, CancellationToken ct);

    /// <summary>What a message of the provider is about, read anew; null when it has nothing to do with a payment.</summary>
    /// <param name="objectId">The id that the message names.</param>
    Task<ProviderObject?> LookUpAsync(string objectId, CancellationToken ct);

    /// <summary>What the provider has written to the shop since then, the newest first, whether it came or not.</summary>
    /// <param name="after">The <see cref="MessagePage.Next"/> of the page before; null for the first page.</param>
    Task<MessagePage> MessagesAsync(DateTime since, string? after, CancellationToken ct);
}

/// <summary>Where a payment stands at its provider.</summary>
public enum IntentStatus
{
    RequiresConfirmation,
    RequiresAction,
    Processing,
    Succeeded,
    Declined,
    Canceled,
}

/// <summary>A payment as its provider tells it.</summary>
/// <param name="Id">What the shop keeps: the payment's id, or that of the provider's own payment page.</param>
/// <param name="AmountCents">What it is for, and what was captured when it succeeded.</param>
/// <param name="DeclineCode">Why it was declined, in the provider's code.</param>
public sealed record PaymentIntent(string Id, IntentStatus Status, long AmountCents, string? DeclineCode = null)
{
    /// <summary>Three letters, upper case.</summary>
    public string Currency { get; init; } = Common.Money.Currency;

    /// <summary>The id of the payment itself, when <see cref="Id"/> is that of a payment page; null until it exists.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The number of the order it was made for, as the provider keeps it.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>Lets the payer's browser answer the bank's question. Never stored, never logged.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Where the payer goes on: the provider's own page.</summary>
    public string? Url { get; init; }
}

/// <summary>What a new payment needs. The order number is all the provider learns of the order: nothing about health.</summary>
/// <param name="Method">The provider's token of the payment method.</param>
/// <param name="ReturnUrl">Where the provider sends the payer back to.</param>
/// <param name="AttemptedAt">When the attempt began: what is derived from it is the same at every repeat.</param>
public sealed record IntentRequest(
    string IdempotencyKey, long AmountCents, string Method, string OrderNumber, string ReturnUrl, DateTime AttemptedAt);

/// <summary>Money to give back.</summary>
/// <param name="PaymentId">See <see cref="PaymentIntent.PaymentId"/>.</param>
public sealed record RefundRequest(string IdempotencyKey, string PaymentId, long AmountCents, string OrderNumber);

public enum ProviderRefundStatus
{
    Pending,
    Succeeded,
    Failed,
}

/// <summary>A refund as its provider tells it.</summary>
/// <param name="Key">The shop's key that it was made with; null when somebody made it at the provider.</param>
/// <param name="FailureCode">Why it failed, in the provider's code.</param>
public sealed record ProviderRefund(string Id, ProviderRefundStatus Status, long AmountCents, string? Key = null, string? FailureCode = null)
{
    /// <summary>Whether it failed because the payer objects at their bank, which decides about the money.</summary>
    public bool IsDisputed => FailureCode is "charge_disputed" or "refund_disputed_payment" or "charge_for_pending_refund_disputed";
}

public enum DisputeStatus
{
    Open,
    Won,
    Lost,
}

/// <summary>A payer's objection at the bank.</summary>
public sealed record ProviderDispute(string Id, DisputeStatus Status, long AmountCents);

/// <summary>The thing that a message of the provider names.</summary>
/// <param name="PaymentId">The payment it belongs to; null for a payment page on which nobody has paid yet.</param>
/// <param name="IntentId">The id the shop may know it by: the payment's, or its payment page's.</param>
/// <param name="Dispute">Set when it is a dispute.</param>
public sealed record ProviderObject(string? PaymentId, string? IntentId, ProviderDispute? Dispute = null);

/// <summary>A message of the provider: it only says where to look.</summary>
/// <param name="ObjectId">The provider's id of the thing it is about.</param>
public sealed record ProviderMessage(string Id, string Type, string ObjectId);

/// <summary>Some of the messages that a provider has written.</summary>
/// <param name="Next">Where the next page begins; null when this is the last one.</param>
public sealed record MessagePage(IReadOnlyList<ProviderMessage> Messages, string? Next);

/// <summary>The provider said clearly that it will not give this money back.</summary>
public sealed class RefundRefusedException(string code) : Exception($"The provider refused the refund: {code}.")
{
    public string Code { get; } = code;
}
