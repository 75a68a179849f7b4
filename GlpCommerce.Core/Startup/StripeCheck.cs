using GlpCommerce.Core.Common;
using GlpCommerce.Core.Payments;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Core.Startup;

/// <summary>Reads the keys of Stripe before anything is charged with them. Its sentences repeat no key, nor a part of one.</summary>
internal static class StripeCheck
{
    private const string SecretKey = "Stripe:SecretKey";
    private const string PublishableKey = "Stripe:PublishableKey";
    private const string WebhookSecret = "Stripe:WebhookSecret";

    private static readonly string[] Secret = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
    private static readonly string[] Publishable = ["pk_test_", "pk_live_"];

    /// <exception cref="StartupException">The first key that cannot be what it is given as.</exception>
    public static void Check(IConfiguration settings, bool isDevelopment)
    {
        var secret = Key(settings, SecretKey, Secret, "the secret key that begins with sk_ or rk_");
        var publishable = Key(settings, PublishableKey, Publishable, "the publishable key that begins with pk_");
        if (IsLive(secret) != IsLive(publishable))
        {
            throw new StartupException($"{SecretKey} and {PublishableKey} do not belong together: one is for test payments, the other for live ones.");
        }

        if (isDevelopment && IsLive(secret))
        {
            throw new StartupException($"{SecretKey} is a live key, which moves real money: Development takes test keys only, such as sk_test_….");
        }

        Signing(settings[WebhookSecret], isDevelopment);
        Address(settings["Stripe:ApiBase"]);
    }

    private static string Key(IConfiguration settings, string name, string[] beginnings, string what)
    {
        var key = settings[name];
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new StartupException($"{name} is missing: with Payments:Provider Stripe it must be {what}, from Stripe's dashboard under Developers, API keys.");
        }

        if (!beginnings.Any(b => Begins(key, b)))
        {
            var mistaken = Publishable.Any(b => Begins(key, b)) ? "a publishable key" : Secret.Any(b => Begins(key, b)) ? "a secret key, which browsers must never see" : "no key of Stripe";
            throw new StartupException($"{name} is {mistaken}: it must begin with {string.Join(" or ", beginnings)} and hold letters and digits only.");
        }

        return key;
    }

    private static void Signing(string? value, bool isDevelopment)
    {
        var secrets = new StripeOptions { WebhookSecret = value ?? "" }.WebhookSecrets;
        if (secrets.Count == 0 && !isDevelopment)
        {
            throw new StartupException($"{WebhookSecret} is missing: Stripe's messages are refused without it. It begins with whsec_ and stands in Stripe's dashboard beside the webhook endpoint.");
        }

        if (!secrets.All(s => s.Length > 6 && s.StartsWith("whsec_", StringComparison.Ordinal) && !s.Any(char.IsWhiteSpace)))
        {
            throw new StartupException($"{WebhookSecret} holds something else than a signing secret: each begins with whsec_, and commas stand between several.");
        }
    }

    private static void Address(string? address)
    {
        if (!string.IsNullOrWhiteSpace(address)
            && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
        {
            throw new StartupException("Stripe:ApiBase is no address: leave it out, or give the whole one of a stand-in or proxy, such as https://stripe.example.com.");
        }
    }

    private static bool Begins(string key, string with) =>
        key.Length > with.Length && key.StartsWith(with, StringComparison.Ordinal) && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static bool IsLive(string key) => key.Contains("_live_", StringComparison.Ordinal);
}
