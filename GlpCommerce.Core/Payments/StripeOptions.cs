namespace GlpCommerce.Core.Payments;

/// <summary>The shop's account at Stripe. The keys come from the environment, never from a file in the repository.</summary>
public sealed class StripeOptions
{
    public const string Section = "Stripe";

    /// <summary>What opens the account: the server's alone.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>What the payer's browser may know.</summary>
    public string PublishableKey { get; set; } = "";

    /// <summary>What Stripe signs its messages with; several, with commas between them, while one takes another's place.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where Stripe answers; empty for Stripe itself.</summary>
    public string ApiBase { get; set; } = "";

    public IReadOnlyList<string> WebhookSecrets =>
        WebhookSecret.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether no real money moves.</summary>
    public bool IsTest => SecretKey.Contains("_test_", StringComparison.Ordinal);
}
