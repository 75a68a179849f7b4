namespace GlpCommerce.Core.Payments;

/// <summary>Tells a provider that cannot be reached, or has too much to do, from one that has answered.</summary>
public static class ProviderTrouble
{
    public static bool IsOutOfReach(this Exception error) => error is HttpRequestException or HttpIOException or StripeTroubleException { IsOutOfReach: true };
}

/// <summary>
/// Nobody this shop is set up with knows the payment: it was made with another provider, or with other keys. Neither a
/// refusal nor an outage; it may be known again once the settings are what they were.
/// </summary>
public sealed class UnknownPaymentException(string message) : Exception(message);
