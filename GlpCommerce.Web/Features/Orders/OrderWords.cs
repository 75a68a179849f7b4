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
    public static bool IsMoving(OrderView order) => order.Status == OrderStatus.Pending || IsMoneyOnItsWayBack(order);

    /// <summary>A paid order can be taken back until it leaves the house, an unpaid one while it waits.</summary>
    public static bool CanCancel(OrderView order) => order is { IsHolder: true, Status: OrderStatus.Pending, CancelRequestedAt: null }
        or { IsHolder: true, Status: OrderStatus.Confirmed, PaymentStatus: not PaymentStatus.Disputed };

    /// <summary>An order has a receipt from the moment it stands, whatever becomes of it; only its holder may read it.</summary>
    public static bool HasReceipt(OrderView order) =>
        order.IsHolder && order.Events.Any(e => e is { Kind: OrderEventKind.Moved, Status: OrderStatus.Confirmed });

    /// <summary>Whether a refund is promised and its outcome still to come.</summary>
    public static bool IsMoneyOnItsWayBack(OrderView order) =>
        order.Events.Count(e => e.Kind == OrderEventKind.RefundPromised)
        > order.Events.Count(e => e.Kind is OrderEventKind.Refunded or OrderEventKind.RefundFailed);

    public static string Headline(OrderView order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, _) when order.CancelRequestedAt is not null => CheckoutTexts.HeadCancelling,
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => CheckoutTexts.HeadApprove,
        (OrderStatus.Pending, _) => CheckoutTexts.HeadPending,
        (not OrderStatus.Failed and not OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.HeadDisputed,
        (OrderStatus.Confirmed, _) => order.Total == Money.Zero ? CheckoutTexts.HeadFree : CheckoutTexts.HeadConfirmed,
        (OrderStatus.Failed, _) => CheckoutTexts.HeadFailed,
        (OrderStatus.Cancelled, _) => CheckoutTexts.HeadCancelled,
        (OrderStatus.Shipped, _) => CheckoutTexts.HeadShipped,
        (OrderStatus.Delivered, _) => CheckoutTexts.HeadDelivered,
        _ => CheckoutTexts.HeadRefunded,
    };

    public static string Lead(OrderView order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, _) when order.CancelRequestedAt is not null => CheckoutTexts.LeadCancelling,
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => CheckoutTexts.LeadApprove,
        (OrderStatus.Pending, PaymentStatus.Processing) => CheckoutTexts.LeadProcessing,
        (OrderStatus.Pending, _) => CheckoutTexts.LeadPending,
        (not OrderStatus.Failed and not OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.LeadDisputed,
        (OrderStatus.Confirmed, _) => Words.Say(CheckoutTexts.LeadConfirmed, order.Email),
        (OrderStatus.Cancelled, _) when order.Total == Money.Zero => CheckoutTexts.LeadCancelledByYou,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Succeeded) when !order.IsHolder => CheckoutTexts.LeadLater,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Succeeded or PaymentStatus.PartiallyRefunded) =>
            IsMoneyOnItsWayBack(order) ? CheckoutTexts.LeadGoesBack : CheckoutTexts.LeadOwed,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Refunded) => CheckoutTexts.LeadGoneBack,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.LeadLater,
        (OrderStatus.Failed, _) => order.IsHolder ? Words.Say(CheckoutTexts.LeadFailed, order.FailureReason) : CheckoutTexts.LeadFailedOther,
        (OrderStatus.Cancelled, _) => order.CancelRequestedAt is null ? CheckoutTexts.LeadCancelled : CheckoutTexts.LeadCancelledByYou,
        _ => CheckoutTexts.LeadLater,
    };

    public static string Step(OrderView order, OrderEvent step) => step.Kind switch
    {
        OrderEventKind.RefundPromised => CheckoutTexts.StepRefundPromised,
        OrderEventKind.Refunded => CheckoutTexts.StepMoneyBack,
        OrderEventKind.RefundFailed => CheckoutTexts.StepRefundFailed,
        OrderEventKind.RefundReturned => CheckoutTexts.StepRefundReturned,
        OrderEventKind.Disputed => CheckoutTexts.StepDisputed,
        OrderEventKind.DisputeEnded => CheckoutTexts.StepDisputeEnded,
        _ => Step(order, step.Status),
    };

    private static string Step(OrderView order, OrderStatus status) => status switch
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
