using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>What staff call the states of an order and what happens to it.</summary>
public static class StaffOrderWords
{
    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Pending => StaffOrderTexts.StatusPending,
        OrderStatus.Confirmed => StaffOrderTexts.StatusConfirmed,
        OrderStatus.Failed => StaffOrderTexts.StatusFailed,
        OrderStatus.Cancelled => StaffOrderTexts.StatusCancelled,
        OrderStatus.Shipped => StaffOrderTexts.StatusShipped,
        OrderStatus.Delivered => StaffOrderTexts.StatusDelivered,
        _ => StaffOrderTexts.StatusRefunded,
    };

    public static string Of(PaymentStatus status) => status switch
    {
        PaymentStatus.Pending => StaffOrderTexts.PayPending,
        PaymentStatus.RequiresAction => StaffOrderTexts.PayRequiresAction,
        PaymentStatus.Processing => StaffOrderTexts.PayProcessing,
        PaymentStatus.Succeeded => StaffOrderTexts.PaySucceeded,
        PaymentStatus.Failed => StaffOrderTexts.PayFailed,
        PaymentStatus.Canceled => StaffOrderTexts.PayCanceled,
        PaymentStatus.PartiallyRefunded => StaffOrderTexts.PayPartiallyRefunded,
        PaymentStatus.Refunded => StaffOrderTexts.PayRefunded,
        _ => StaffOrderTexts.PayDisputed,
    };

    public static string Of(Carrier carrier) => carrier == Carrier.Other ? StaffOrderTexts.CarrierOther : carrier.Name;

    public static string Of(LedgerKind kind) => kind switch
    {
        LedgerKind.Attempt => StaffOrderTexts.MoneyAttempt,
        LedgerKind.RequiresAction => StaffOrderTexts.MoneyRequiresAction,
        LedgerKind.Processing => StaffOrderTexts.MoneyProcessing,
        LedgerKind.Captured => StaffOrderTexts.MoneyCaptured,
        LedgerKind.Declined => StaffOrderTexts.MoneyDeclined,
        LedgerKind.Canceled => StaffOrderTexts.MoneyCanceled,
        LedgerKind.Refunded => StaffOrderTexts.MoneyRefunded,
        LedgerKind.RefundFailed => StaffOrderTexts.MoneyRefundFailed,
        LedgerKind.DisputeOpened => StaffOrderTexts.MoneyDisputeOpened,
        LedgerKind.DisputeWon => StaffOrderTexts.MoneyDisputeWon,
        _ => StaffOrderTexts.MoneyDisputeLost,
    };

    public static string Of(OrderEvent step) => step.Kind switch
    {
        OrderEventKind.Moved => step.Status == OrderStatus.Pending ? StaffOrderTexts.StepPlaced : Of(step.Status),
        OrderEventKind.RefundPromised => StaffOrderTexts.StepRefundPromised,
        OrderEventKind.Refunded => StaffOrderTexts.StepRefunded,
        OrderEventKind.RefundFailed => StaffOrderTexts.StepRefundFailed,
        OrderEventKind.RefundReturned => StaffOrderTexts.StepRefundReturned,
        OrderEventKind.Disputed => StaffOrderTexts.StepDisputed,
        OrderEventKind.DisputeEnded => StaffOrderTexts.StepDisputeEnded,
        OrderEventKind.PaymentAwaited => StaffOrderTexts.StepPaymentAwaited,
        OrderEventKind.PaymentChosen => StaffOrderTexts.StepPaymentChosen,
        OrderEventKind.AddressGiven => StaffOrderTexts.StepAddressGiven,
        OrderEventKind.AddressCorrected => StaffOrderTexts.StepAddressCorrected,
        OrderEventKind.EmailCorrected => StaffOrderTexts.StepEmailCorrected,
        OrderEventKind.CancelledByStaff => StaffOrderTexts.StepCancelledByStaff,
        _ => StaffOrderTexts.StepTrackingCorrected,
    };

    /// <param name="refunds">Among which the e-mail's refund is.</param>
    public static string Of(DueEmail email, IReadOnlyList<Refund> refunds) => email.Kind switch
    {
        EmailKind.OrderConfirmation => StaffOrderTexts.EmailConfirmation,
        EmailKind.Shipped => StaffOrderTexts.EmailShipped,
        EmailKind.RefundFailed => StaffOrderTexts.EmailRefundFailed,
        EmailKind.PaymentFailed => StaffOrderTexts.EmailPaymentFailed,
        _ => Words.Say(StaffOrderTexts.EmailRefund, refunds.FirstOrDefault(r => r.Id == email.RefundId)?.Amount),
    };
}
