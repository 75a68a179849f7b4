using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>Everything placing an order needs. Prices are not among it: they are read again.</summary>
/// <param name="SessionId">The cart's secret.</param>
/// <param name="CartId">The cart the shopper saw; null over the API.</param>
/// <param name="Email">As <see cref="CheckoutForm.Check"/> gave it.</param>
/// <param name="Address">Null when it is to be given later; such an order cannot ship.</param>
/// <param name="PaymentMethod">The provider's token.</param>
/// <param name="ExpectedTotal">The total the shopper agreed to; another one is refused as <c>price.changed</c>.</param>
/// <param name="IdempotencyKey">The same key in one session gives the same order.</param>
public sealed record PlaceOrder(
    string SessionId,
    Guid? CartId,
    string Email,
    ShippingAddress? Address,
    string PaymentMethod,
    Money? ExpectedTotal = null,
    string? IdempotencyKey = null)
{
    /// <summary>Why no order can be made of this whatever is in the cart, or null.</summary>
    internal Problem? Malformed() => this switch
    {
        { IdempotencyKey: { } key } when key.Length is 0 or > 255 || !key.All(letter => letter is >= ' ' and <= '~') => CheckoutProblems.BadKey,
        _ when !Input.IsKey(PaymentMethod) => CheckoutProblems.PaymentMethodMissing,
        _ => null,
    };

    /// <summary>The hash of what was asked, to tell a repeat from another request under the same key.</summary>
    internal string RequestHash() =>
        Secrets.Hash(JsonSerializer.Serialize(new { Email, Address, PaymentMethod, ExpectedTotal }));
}

/// <summary>An order that stands.</summary>
/// <param name="AccessToken">Opens the order's address and receipt; the same at every repeat of the request.</param>
public sealed record PlacedOrder(string PublicId, string Number, string AccessToken);
