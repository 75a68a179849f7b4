using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>An order's state in words a tired person understands.</summary>
public static class OrderWords
{
    /// <summary>The state as the page's main element and the API spell it.</summary>
    public static string Key(OrderStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Whether the order can still change by itself while somebody looks at it.</summary>
    public static bool IsMoving(OrderView order) => order.Status == OrderStatus.Pending;

    public static string Headline(OrderView order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => CheckoutTexts.HeadApprove,
        (OrderStatus.Pending, _) => CheckoutTexts.HeadPending,
        (OrderStatus.Confirmed, _) => order.Total == Money.Zero ? CheckoutTexts.HeadFree : CheckoutTexts.HeadConfirmed,
        (OrderStatus.Failed, _) => CheckoutTexts.HeadFailed,
        (OrderStatus.Cancelled, _) => CheckoutTexts.HeadCancelled,
        (OrderStatus.Shipped, _) => CheckoutTexts.HeadShipped,
        (OrderStatus.Delivered, _) => CheckoutTexts.HeadDelivered,
        _ => CheckoutTexts.HeadRefunded,
    };

    public static string Lead(OrderView order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => Words.Say(CheckoutTexts.LeadApprove, order.ExpiresAt),
        (OrderStatus.Pending, _) => CheckoutTexts.LeadPending,
        (OrderStatus.Confirmed, _) => Words.Say(CheckoutTexts.LeadConfirmed, order.Email),
        (OrderStatus.Cancelled, _) when order.Total == Money.Zero => CheckoutTexts.LeadLater,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Succeeded) => CheckoutTexts.LeadPaidTooLate,
        (OrderStatus.Failed, _) => order.IsHolder ? Words.Say(CheckoutTexts.LeadFailed, order.FailureReason) : CheckoutTexts.LeadFailedOther,
        (OrderStatus.Cancelled, _) => CheckoutTexts.LeadCancelled,
        _ => CheckoutTexts.LeadLater,
    };

    public static string Step(OrderView order, OrderStatus status) => status switch
    {
        OrderStatus.Pending => CheckoutTexts.StepPlaced,
        OrderStatus.Confirmed when order.Total == Money.Zero => CheckoutTexts.StepFree,
        OrderStatus.Confirmed => CheckoutTexts.StepPaid,
        OrderStatus.Failed => CheckoutTexts.StepFailed,
        OrderStatus.Cancelled => CheckoutTexts.StepCancelled,
        OrderStatus.Shipped => CheckoutTexts.StepShipped,
        OrderStatus.Delivered => CheckoutTexts.StepDelivered,
        _ => CheckoutTexts.StepRefunded,
    };
}
