using GlpCommerce.Core.Payments;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Checkout;

/// <summary>How this shop's payment step works: test cards on the sandbox, Stripe's field or Stripe's own page otherwise.</summary>
public sealed class PaymentStep(IOptions<PaymentOptions> payments, IOptions<StripeOptions> stripe)
{
    /// <summary>
    /// Stripe's script, of the same release as the API version that Stripe.net speaks (see docs/stripe.md). It may not be
    /// served from here: Stripe wants to see the page that takes a card.
    /// </summary>
    public const string Script = "https://js.stripe.com/endive/stripe.js";

    private const string HostedPage = "https://checkout.stripe.com";

    /// <summary>What Stripe's script needs, as docs.stripe.com/security/guide lists it, and the page that a form may lead to.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self' https://js.stripe.com https://*.js.stripe.com; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self' https://api.stripe.com; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; " +
        "object-src 'none'; base-uri 'self'; form-action 'self' " + HostedPage + "; frame-ancestors 'none'";

    public bool IsStripe => payments.Value.Provider == PaymentProvider.Stripe;

    public string PublishableKey => stripe.Value.PublishableKey;

    /// <summary>What is chosen before anybody chooses.</summary>
    public string First => IsStripe ? StripeGateway.Hosted : SandboxGateway.Visa;

    /// <summary>Lets Stripe's script run on this answer, and on no other.</summary>
    public void Allow(IHeaderDictionary headers)
    {
        if (IsStripe)
        {
            // A stand-in or proxy for Stripe has its payment page on its own host.
            headers.ContentSecurityPolicy = Uri.TryCreate(stripe.Value.ApiBase, UriKind.Absolute, out var address)
                ? Policy.Replace(HostedPage, $"{HostedPage} {address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)
                : Policy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups";
        }
    }
}
