using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Features.Checkout;

/// <summary>Takes what was typed out of a posted form.</summary>
internal static class CheckoutForms
{
    public static readonly CheckoutForm Blank = new(null, null, null, null, null, null, null, null);

    /// <summary>An address of the account, to begin with.</summary>
    public static CheckoutForm Of(ShippingAddress address) =>
        new(null, address.Name, address.Line1, address.Line2, address.City, address.State, address.Zip, address.Phone);

    public static CheckoutForm Read(IFormCollection fields) => new(
        fields["email"], fields["name"], fields["line1"], fields["line2"], fields["city"], fields["state"], fields["zip"], fields["phone"]);
}
