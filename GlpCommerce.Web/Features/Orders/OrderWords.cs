using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>An order's state in words a tired person understands.</summary>
public static class OrderWords
{
    /// <summary>The state as the page's main element and the API spell it.</summary>
    public static string Key(OrderStatus status) => Spelling<OrderStatus>.Of(status);

    /// <summary>The payment's state as the API spells it, such as <c>requires_action</c>.</summary>
    public static string Key(PaymentStatus status) => Spelling<PaymentStatus>.Of(status);

    /// <summary>The kind of a step as the API spells it, such as <c>refund_promised</c>.</summary>
    public static string Key(OrderEventKind kind) => Spelling<OrderEventKind>.Of(kind);

    /// <summary>The carrier as the API spells it.</summary>
    public static string Key(Carrier carrier) => carrier == Carrier.FedEx ? "fedex" : Spelling<Carrier>.Of(carrier);

    /// <summary>Whether the order can still change by itself while somebody looks at it.</summary>
    public static bool IsMoving(OrderView order) => order.Status == OrderStatus.Pending || order.IsMoneyOnItsWayBack || IsOnItsWay(order);

    /// <summary>Whether its holder can see it leave or arrive; others come back for that.</summary>
    private static bool IsOnItsWay(OrderView order) =>
        order is { IsHolder: true, Status: OrderStatus.Confirmed or OrderStatus.Shipped, PaymentStatus: not PaymentStatus.Disputed };

    public static string Headline(OrderView order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, _) when order.CancelRequestedAt is not null => CheckoutTexts.HeadCancelling,
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => CheckoutTexts.HeadApprove,
        (OrderStatus.Pending, _) when order.AwaitsPayment => CheckoutTexts.HeadAwaits,
        (OrderStatus.Pending, _) => CheckoutTexts.HeadPending,
        (not OrderStatus.Failed and not OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.HeadDisputed,
        (OrderStatus.Confirmed, _) => order.Total == Money.Zero ? CheckoutTexts.HeadFree : CheckoutTexts.HeadConfirmed,
        (OrderStatus.Failed, _) => CheckoutTexts.HeadFailed,
        (OrderStatus.Cancelled, _) => CheckoutTexts.HeadCancelled,
        (OrderStatus.Shipped, _) => CheckoutTexts.HeadShipped,
        (OrderStatus.Delivered, _) => CheckoutTexts.HeadDelivered,
        _ => CheckoutTexts.HeadRefunded,
    };

    /// <param name="isKept">Whether an order whose payment failed can still be paid in another way.</param>
    public static string Lead(OrderView order, bool isKept = true) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, _) when order.CancelRequestedAt is not null => CheckoutTexts.LeadCancelling,
        (OrderStatus.Pending, PaymentStatus.RequiresAction) => CheckoutTexts.LeadApprove,
        (OrderStatus.Pending, PaymentStatus.Processing) => CheckoutTexts.LeadProcessing,
        (OrderStatus.Pending, _) when order.AwaitsPayment => Words.Say(CheckoutTexts.LeadAwaits, order.ExpiresAt),
        (OrderStatus.Pending, _) => CheckoutTexts.LeadPending,
        (not OrderStatus.Failed and not OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.LeadDisputed,
        (OrderStatus.Confirmed, _) => Words.Say(CheckoutTexts.LeadConfirmed, order.Email),
        (OrderStatus.Cancelled, _) when !order.IsHolder => CheckoutTexts.LeadLater,
        (OrderStatus.Cancelled, _) when order.Total == Money.Zero => CheckoutTexts.LeadWasCancelled,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Succeeded) when !order.IsHolder => CheckoutTexts.LeadLater,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Succeeded or PaymentStatus.PartiallyRefunded) =>
            order.IsMoneyOnItsWayBack ? CheckoutTexts.LeadGoesBack : CheckoutTexts.LeadOwed,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Refunded) => CheckoutTexts.LeadGoneBack,
        (OrderStatus.Failed or OrderStatus.Cancelled, PaymentStatus.Disputed) => CheckoutTexts.LeadLater,
        (OrderStatus.Failed, _) when !order.IsHolder => isKept ? CheckoutTexts.LeadFailedOther : CheckoutTexts.LeadLater,
        (OrderStatus.Failed, _) => Words.Say(isKept ? CheckoutTexts.LeadFailed : CheckoutTexts.LeadFailedOver, order.FailureReason),
        (OrderStatus.Cancelled, _) when order.IsCancelledByStaff => CheckoutTexts.LeadCancelledByUs,
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
        OrderEventKind.PaymentAwaited => CheckoutTexts.StepPaymentAwaited,
        OrderEventKind.PaymentChosen => CheckoutTexts.StepPaymentChosen,
        OrderEventKind.AddressGiven => CheckoutTexts.StepAddressGiven,
        OrderEventKind.AddressCorrected => CheckoutTexts.StepAddressCorrected,
        OrderEventKind.EmailCorrected => CheckoutTexts.StepEmailCorrected,
        OrderEventKind.TrackingCorrected => CheckoutTexts.StepTrackingCorrected,
        OrderEventKind.CancelledByStaff => CheckoutTexts.StepCancelledByStaff,
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

    private static class Spelling<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Words =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static string Of(T value) => Words[value];
    }
}
