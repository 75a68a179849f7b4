using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GlpCommerce.Web.Features.Emails;

/// <summary>Writes e-mails: the HTML with a Razor component, the plain text line by line, both from the same words.</summary>
public sealed class RazorEmails(IServiceScopeFactory scopes, ILoggerFactory loggers) : IEmailTemplates
{
    public async Task<EmailText> OrderConfirmationAsync(OrderEmail order)
    {
        var subject = Words.Say(CheckoutTexts.MailSubject, order.Number);
        return new EmailText(subject, await HtmlAsync<OrderConfirmationEmail>(subject, (nameof(OrderConfirmationEmail.Order), order)), Text(order));
    }

    public async Task<EmailText> RefundAsync(RefundEmail refund)
    {
        var subject = Words.Say(CheckoutTexts.MailSubject, refund.Number);
        return new EmailText(subject, await HtmlAsync<RefundNoticeEmail>(subject, (nameof(RefundNoticeEmail.Refund), refund)), Text(refund));
    }

    public async Task<EmailText> PaymentFailedAsync(PaymentFailedEmail payment)
    {
        var subject = Words.Say(CheckoutTexts.MailSubject, payment.Number);
        return new EmailText(subject, await HtmlAsync<PaymentFailedNoticeEmail>(subject, (nameof(PaymentFailedNoticeEmail.Payment), payment)), Text(payment));
    }

    public async Task<EmailText> ShippedAsync(ShippedEmail shipped)
    {
        var subject = Words.Say(CheckoutTexts.MailSubject, shipped.Number);
        return new EmailText(subject, await HtmlAsync<ShippedNoticeEmail>(subject, (nameof(ShippedNoticeEmail.Shipped), shipped)), Text(shipped));
    }

    public async Task<EmailText> AccountAsync(AccountEmail mail)
    {
        var words = AccountMailWords.Of(mail);
        return new EmailText(words.Subject, await HtmlAsync<AccountNoticeEmail>(words.Subject, (nameof(AccountNoticeEmail.Mail), mail)), words.Text(mail.Link));
    }

    public async Task<EmailText> OrderCodeAsync(OrderCodeEmail mail)
    {
        var subject = Words.Say(CheckoutTexts.MailSubject, mail.Number);
        return new EmailText(subject, await HtmlAsync<OrderCodeNotice>(subject, (nameof(OrderCodeNotice.Mail), mail)), Text(mail));
    }

    private async Task<string> HtmlAsync<T>(string subject, (string Name, object Value) told)
        where T : IComponent
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Subject"] = subject, [told.Name] = told.Value });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(parameters)).ToHtmlString());
    }

    private static string Text(OrderCodeEmail mail) => string.Join("\r\n",
    [
        Words.Say(CheckoutTexts.OrderTitle, mail.Number),
        "",
        $"{CheckoutTexts.MailCodeHead}: {mail.Code}",
        "",
        CheckoutTexts.MailCodeLead,
        CheckoutTexts.MailCodeFoot,
        "",
    ]);

    private static string Text(RefundEmail refund) => string.Join("\r\n",
    [
        Words.Say(CheckoutTexts.OrderTitle, refund.Number),
        "",
        RefundNoticeEmail.Head(refund),
        refund.Reason,
        RefundNoticeEmail.Next(refund),
        "",
        $"{CheckoutTexts.MailButton}: {refund.Link}",
        "",
    ]);

    private static string Text(PaymentFailedEmail payment) => string.Join("\r\n",
    [
        Words.Say(CheckoutTexts.OrderTitle, payment.Number),
        "",
        CheckoutTexts.MailPaymentFailedHead,
        CheckoutTexts.MailPaymentFailedLead,
        PaymentFailedNoticeEmail.Next(payment),
        "",
        $"{CheckoutTexts.MailButton}: {payment.Link}",
        $"{CheckoutTexts.MailLost} {payment.FindLink}",
        "",
    ]);

    private static string Text(ShippedEmail shipped) => string.Join("\r\n",
    [
        Words.Say(CheckoutTexts.OrderTitle, shipped.Number),
        "",
        ShippedNoticeEmail.Head(shipped),
        Words.Say(CheckoutTexts.MailShippedBy, shipped.Carrier),
        .. shipped.TrackingNumber is null ? Array.Empty<string>() : [Words.Say(CheckoutTexts.MailShippedNumber, shipped.TrackingNumber)],
        .. shipped.TrackingUrl is null ? Array.Empty<string>() : [$"{CheckoutTexts.MailShippedTrack}: {shipped.TrackingUrl}", CheckoutTexts.MailShippedNext],
        "",
        $"{CheckoutTexts.MailButton}: {shipped.Link}",
        "",
    ]);

    private static string Text(OrderEmail order) => string.Join("\r\n",
    [
        Words.Say(CheckoutTexts.OrderTitle, order.Number),
        "",
        CheckoutTexts.MailHead,
        CheckoutTexts.MailLead,
        "",
        .. order.Lines.Select(line => $"{line.Quantity} x {line.Name}: {line.Total}"),
        "",
        $"{CheckoutTexts.Subtotal}: {order.Subtotal}",
        .. order.Discount is null ? Array.Empty<string>() : [$"{CheckoutTexts.Discount}: {order.Discount}"],
        $"{CheckoutTexts.Shipping}: {order.Shipping}",
        $"{CheckoutTexts.Tax}: {order.Tax}",
        $"{CheckoutTexts.Total}: {order.Total}",
        "",
        .. order.Address.Count > 0 ? order.Address : [CheckoutTexts.MailNoAddress],
        "",
        $"{CheckoutTexts.MailButton}: {order.Link}",
        $"{CheckoutTexts.MailLost} {order.FindLink}",
        "",
        CheckoutTexts.MailFoot,
        "",
    ]);
}
