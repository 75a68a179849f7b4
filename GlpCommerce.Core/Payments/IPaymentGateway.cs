namespace GlpCommerce.Core.Payments;

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
/// <param name="AmountCents">What it is for, and what was captured when it succeeded.</param>
/// <param name="DeclineCode">Why it was declined, in the provider's code.</param>
public sealed record PaymentIntent(string Id, IntentStatus Status, long AmountCents, string? DeclineCode = null);

/// <summary>What a new payment needs. The order number is all the provider learns of the order: nothing about health.</summary>
public sealed record IntentRequest(string IdempotencyKey, long AmountCents, string Method, string OrderNumber);

/// <summary>
/// A payment provider. A decline is an answer; only trouble (no network, a 5xx) is an exception, and is retried.
/// </summary>
public interface IPaymentGateway
{
    string Name { get; }

    /// <summary>Creates a payment without starting it. The same key gives the same payment.</summary>
    Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct);

    /// <summary>Starts it. Starting a payment that has already moved on answers where it stands.</summary>
    Task<PaymentIntent> ConfirmAsync(string intentId, CancellationToken ct);

    Task<PaymentIntent> ReadAsync(string intentId, CancellationToken ct);

    /// <summary>Cancels it, unless it has already succeeded: look at the status of the answer.</summary>
    Task<PaymentIntent> CancelAsync(string intentId, CancellationToken ct);
}
