using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Core.Checkout;

/// <summary>Why an order cannot be placed or paid, in words a shopper can act on.</summary>
public static class CheckoutProblems
{
    private const int LeastCents = 50;

    public static readonly Problem CartChanged =
        new("cart.changed", "Your cart changed in another window. Have a look at it, and order again.");

    public static readonly Problem KeyReused =
        new("idempotency.mismatch", "This key was used for a different order already. Send a new key.", "idempotencyKey");

    public static readonly Problem BadKey =
        new("idempotency.invalid", "A key has 1 to 255 plain letters, digits and signs.", "idempotencyKey");

    public static readonly Problem NoSuchOrder = new("order.unknown", "This order cannot be paid from here.");

    public static readonly Problem CannotPay = new("order.closed", "This order is closed and cannot be paid any more. Nothing was charged.");

    public static readonly Problem MoneyHeld =
        new("order.closed", "Money for this order is with us or with your bank, so it cannot be paid a second time. Write to us.");

    public static readonly Problem NotYours = new("order.unknown", "This order cannot be changed from here.");

    public static readonly Problem NothingToCancel = new("order.closed", "This order was not paid, so there is nothing to cancel. Nothing was charged.");

    public static readonly Problem BankDecides =
        new("order.closed", "Your bank is looking into an objection to this payment, and decides about the money. The order cannot be cancelled until then.");

    public static readonly Problem WrongKey = new("key.wrong", "This key does not open this order, or not any more. A code by e-mail does.", "key");

    public static readonly Problem AddressClosed = new("order.closed", "This order has ended or has left the house, so its address stays as it is.");

    public static readonly Problem AddressStands = new("address.given", "This order has an address already. Write to us if it is wrong.");

    public static readonly Problem OnTheRoad = new("order.shipped", "This order has left the house. Send back what you do not want, and we refund it.");

    public static readonly Problem TooMuchUnpaid = new(
        "rate.limited", "More is put aside from your network than we can hold unpaid at once. Pay for what you ordered, or try again in half an hour.");

    public static readonly Problem CodeUsedUp =
        new("discount.used_up", "The discount code of this order no longer counts. Place a new order without it.", "discountCode");

    public static readonly Problem TotalTooSmall =
        new("total.small", $"An order must come to {LeastCents} cents at least, because no card can be charged less.");

    public static readonly Problem PaymentMethodMissing =
        new("payment.missing", "Choose how you want to pay.", "payment");

    /// <summary>Why nobody can be charged so little, or null; what costs nothing is charged to nobody.</summary>
    public static Problem? Refuse(Money total) => total.Cents is > 0 and < LeastCents ? TotalTooSmall : null;

    public static Problem GoneMeanwhile(string name) => new("product.gone", $"We no longer sell {name}, so this order cannot be paid any more. Nothing was charged.");

    public static Problem Gone(string name) => new("product.gone", $"We no longer sell {name}. Take it out, and the rest can be ordered.");

    /// <param name="agreed">What the shopper agreed to.</param>
    /// <param name="code">Why the discount code does not count any more, if that is what changed it.</param>
    public static Problem PriceChanged(Totals totals, Money agreed, Problem? code = null)
    {
        // Whoever has not said where the parcel goes has seen a total before tax: nothing changed.
        var sentence = code is not null ? $"The total is now {totals.Total}, without your discount code. {code.Message}"
            : totals.Tax is { } tax && agreed + tax == totals.Total ? $"With the sales tax of your state, {tax}, the total is {totals.Total}."
            : $"The total is now {totals.Total}, because a price or the tax changed since you saw it.";
        return new("price.changed", $"{sentence} If that is fine with you, place the order again.", "expectedTotal");
    }
}
