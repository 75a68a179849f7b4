using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Carts;

/// <summary>A session's cart as it would be bought now.</summary>
internal sealed record SessionCart(string SessionId, CartView View)
{
    /// <summary>
    /// The same for all carts of a session, the empty one before the first product included: a client that keeps objects
    /// by their id always holds one cart.
    /// </summary>
    public string Id => Secrets.Hash("cart:" + Secrets.Hash(SessionId))[..22];
}

/// <summary>Whether a cart can be ordered, and what stands in the way.</summary>
/// <param name="Unused">Why the code that the cart remembers does not count, or null: the cart can be ordered without it.</param>
internal sealed record CartCheck(SessionCart Cart, IReadOnlyList<UserError> Obstacles, UserError? Unused);

/// <summary>The fields of a cart, its lines and its cost.</summary>
internal static class CartFields
{
    public static void Describe(TypeSettings types)
    {
        new Fields<SessionCart>(types, "Cart")
            .Read("id", cart => cart.Id)
            .Read("sessionId", cart => cart.SessionId)
            .Read("items", cart => cart.View.Lines)
            .Read("totalAmount", cart => cart.View.Totals.Total.Cents / 100d)
            .Read("count", cart => cart.View.Count)
            .Read("totals", cart => cart.View.Totals)
            .Read("discountCode", cart => cart.View.DiscountCode)
            .Read("discountError", cart => UserError.Of(cart.View.DiscountProblem))
            .Read("canBeOrdered", cart => cart.View.CanBeOrdered);
        new Fields<CartLineView>(types, "CartItem")
            .Read("id", line => Arguments.Id(line.Id))
            .Read("product", line => line.Product)
            .Read("quantity", line => line.Quantity)
            .Read("lineTotalCents", line => line.LineTotal.Cents)
            .Read("priceSeenCents", line => line.PriceSeen.Cents)
            .Read("error", line => UserError.Of(line.Problem));
        new Fields<CartCheck>(types, "CartCheck")
            .Read("canBeOrdered", check => check.Obstacles.Count == 0)
            .Read("cart", check => check.Cart)
            .Read("totals", check => check.Cart.View.Totals)
            .Read("errors", check => check.Unused is { } unused ? [.. check.Obstacles, unused] : check.Obstacles);
        new Fields<Totals>(types, "Totals")
            .Read("subtotalCents", totals => totals.Subtotal.Cents)
            .Read("discountCents", totals => totals.Discount.Cents)
            .Read("shippingCents", totals => totals.Shipping.Cents)
            .Read("taxCents", totals => (totals.Tax ?? Money.Zero).Cents)
            .Read("totalCents", totals => totals.Total.Cents)
            .Read("currency", _ => Money.Currency)
            .Read("taxKnown", totals => totals.Tax is not null);
    }
}
