using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Work;

/// <summary>What staff call the e-mails that a shop sends.</summary>
public static class MailWords
{
    /// <summary>
    /// Nothing in a shown message runs or loads, whatever it holds: the frame is sandboxed, and this stands before all else in it.
    /// Links lead to a new window, which the sandbox does not open.
    /// </summary>
    private const string Harmless =
        """<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><base target="_blank">""";

    public static string Of(EmailKind kind) => kind switch
    {
        EmailKind.OrderConfirmation => WorkTexts.MailOrderConfirmation,
        EmailKind.Refund => WorkTexts.MailRefund,
        EmailKind.RefundFailed => WorkTexts.MailRefundFailed,
        EmailKind.Shipped => WorkTexts.MailShipped,
        EmailKind.PaymentFailed => WorkTexts.MailPaymentFailed,
        _ => WorkTexts.MailOther,
    };

    /// <summary>The message as a document that can do nothing.</summary>
    public static string Frame(string html) => Harmless + html;
}
