using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Core.Checkout;

/// <summary>Everything placing an order needs. Prices are not among it: they are read again.</summary>
/// <param name="SessionId">The cart's secret.</param>
/// <param name="CartId">The cart the shopper saw; null over the API.</param>
/// <param name="Email">As <see cref="CheckoutForm.Check"/> gave it.</param>
/// <param name="Address">Null when it is to be given later; such an order cannot ship.</param>
/// <param name="PaymentMethod">The provider's token; null for an order that waits for <see cref="OrderPayer"/>, empty where nothing is to be paid.</param>
/// <param name="ExpectedTotal">The total the shopper agreed to; another one is refused as <c>price.changed</c>.</param>
/// <param name="IdempotencyKey">The same key in one session gives the same order.</param>
/// <param name="DiscountCode">As it was typed, in place of the one that the cart remembers; null or blank for that one.</param>
/// <param name="AccountId">The account that is signed in, which the order belongs to; null for a guest.</param>
/// <param name="Network">Where it comes from, by which unpaid stock is counted; null where none is.</param>
public sealed record PlaceOrder(
    string SessionId,
    Guid? CartId,
    string Email,
    ShippingAddress? Address,
    string? PaymentMethod,
    Money? ExpectedTotal = null,
    string? IdempotencyKey = null,
    string? DiscountCode = null,
    long? AccountId = null,
    NetworkPlace? Network = null)
{
    /// <summary>The code that this request names, as it is compared.</summary>
    internal string? Code => DiscountBook.Clean(DiscountCode);

    /// <summary>Why no order can be made of this whatever is in the cart, or null.</summary>
    internal Problem? Malformed() => this switch
    {
        { IdempotencyKey: { } key } when key.Length is 0 or > 255 || !key.All(letter => letter is >= ' ' and <= '~') => CheckoutProblems.BadKey,
        { PaymentMethod.Length: > 0 } when !Input.IsKey(PaymentMethod) => CheckoutProblems.PaymentMethodMissing,
        _ when Code is null && !string.IsNullOrWhiteSpace(DiscountCode) => DiscountProblems.Unknown,
        _ => null,
    };

    /// <summary>Why it is not placed for these totals, or null.</summary>
    /// <param name="code">Why the code does not count; the totals are then without it.</param>
    internal Problem? Refuse(Totals totals, Problem? code)
    {
        if (ExpectedTotal is { } expected && expected != totals.Total)
        {
            return CheckoutProblems.PriceChanged(totals, expected, code);
        }

        // A shopper who agreed to a total without the code that the cart remembers has seen that it does not count.
        if (code is not null && (ExpectedTotal is null || Code is not null))
        {
            return code;
        }

        return CheckoutProblems.Refuse(totals.Total)
            ?? (totals.Total > Money.Zero && PaymentMethod is { Length: 0 } ? CheckoutProblems.PaymentMethodMissing : null);
    }

    /// <summary>The hash of what was asked, to tell a repeat from another request under the same key.</summary>
    internal string RequestHash() =>
        Secrets.Hash(JsonSerializer.Serialize(new { Email, Address, PaymentMethod, ExpectedTotal, Code }));
}

/// <summary>An order that stands.</summary>
/// <param name="AccessToken">Opens the order's address and receipt; the same at every repeat of the request.</param>
public sealed record PlacedOrder(string PublicId, string Number, string AccessToken);
