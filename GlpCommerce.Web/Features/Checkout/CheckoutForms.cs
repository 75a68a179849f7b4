using GlpCommerce.Core.Checkout;

namespace GlpCommerce.Web.Features.Checkout;

/// <summary>Takes what was typed out of a posted form.</summary>
internal static class CheckoutForms
{
    public static readonly CheckoutForm Blank = new(null, null, null, null, null, null, null, null);

    public static CheckoutForm Read(IFormCollection fields) => new(
        fields["email"], fields["name"], fields["line1"], fields["line2"], fields["city"], fields["state"], fields["zip"], fields["phone"]);
}
