using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Refunds;

/// <summary>Why money cannot be given back, in words for whoever asked.</summary>
public static class RefundProblems
{
    public static readonly Problem TooManyUnits =
        new("refund.too_many", "More units than were bought cannot be refunded; some may have been refunded already.", "lines");

    public static readonly Problem ShippingGone = new("refund.shipping_done", "Shipping was refunded already.", "shipping");

    public static readonly Problem Nothing = new("refund.nothing", "Choose what is to be refunded: this comes to nothing.");

    public static readonly Problem TooMuch = new("refund.too_much", "This is more than was paid and not refunded yet.");

    public static readonly Problem Disputed =
        new("refund.disputed", "The payer has objected at their bank, which decides about this money. A refund now could pay it twice.");

    public static readonly Problem NotPaid = new("refund.not_paid", "Nothing was paid for this order, so there is nothing to refund.");

    public static readonly Problem Waiting =
        new("refund.waiting", "This order waits for another payment. Give the money of the earlier one back when that has ended.");

    public static readonly Problem UnknownOrder = new("order.unknown", "There is no such order.");

    public static readonly Problem BadKey = new("idempotency.invalid", "A key has 1 to 128 letters, digits, dashes and underscores.", "key");

    public static readonly Problem KeyReused = new("idempotency.mismatch", "This key was used for another refund of this order.", "key");

    public static readonly Problem BadReason = new("refund.reason", "Say why, in up to 200 characters; the shopper reads it.", "reason");
}
