using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>The carrier said clearly that it has not taken the message: it may be offered again.</summary>
public sealed class EmailRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it cannot be reached or asks to come back later, which says nothing about the message.</summary>
    public bool Passes { get; init; }
}

/// <summary>Hands a message to whoever carries it.</summary>
public interface IEmailSender
{
    /// <summary>Whether handing over the same message twice still delivers one.</summary>
    bool CanRepeat { get; }

    /// <param name="message">Ready to go; its Message-Id is the same at every try.</param>
    /// <exception cref="EmailRefusedException">It was certainly not taken. Any other exception leaves that open.</exception>
    Task SendAsync(MimeMessage message, CancellationToken ct);
}

/// <summary>The words of an e-mail, in both forms.</summary>
public sealed record EmailText(string Subject, string Html, string Text)
{
    /// <param name="id">The same for the same message: the first half of its Message-Id.</param>
    internal MimeMessage ToMessage(EmailOptions options, string id, MailboxAddress to, DateTimeOffset date)
    {
        var from = MailboxAddress.Parse(options.From);
        var message = new MimeMessage
        {
            MessageId = $"{id}@{from.Domain}",
            Subject = Subject,
            Date = date,
            Body = new BodyBuilder { HtmlBody = Html, TextBody = Text }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.Add(to);
        return message;
    }
}

/// <summary>What an order's e-mail tells: the lines as they were bought, and nothing else about the shopper.</summary>
/// <param name="FindLink">Where it is found again without this browser.</param>
/// <param name="Discount">What a code took off, with its sign; null without one.</param>
public sealed record OrderEmail(
    string Number,
    string Link,
    IReadOnlyList<(string Name, int Quantity, string Total)> Lines,
    string Subtotal,
    string? Discount,
    string Shipping,
    string Tax,
    string Total,
    IReadOnlyList<string> Address,
    string FindLink);

/// <summary>What an e-mail about a refund tells.</summary>
/// <param name="Failed">Whether the money did not get there.</param>
/// <param name="Contact">Whom to write to.</param>
public sealed record RefundEmail(string Number, string Link, string Amount, string Reason, bool Failed, string Contact);

/// <summary>What an e-mail about a payment tells that did not go through after days.</summary>
/// <param name="KeptUntil">Until when another way to pay may be chosen; null when that is over.</param>
/// <param name="FindLink">Where the order is found again without this browser.</param>
public sealed record PaymentFailedEmail(string Number, string Link, DateTime? KeptUntil, string FindLink);

/// <summary>What an e-mail about a parcel on the road tells.</summary>
/// <param name="TrackingUrl">The carrier's own page; null where the shop knows none.</param>
/// <param name="IsCorrection">Whether something else was told before.</param>
public sealed record ShippedEmail(string Number, string Link, string Carrier, string? TrackingNumber, string? TrackingUrl, bool IsCorrection = false);

/// <summary>What an e-mail with the code for an order tells.</summary>
public sealed record OrderCodeEmail(string Number, string Code);

/// <summary>Writes e-mails; the web side does it with Razor components.</summary>
public interface IEmailTemplates
{
    Task<EmailText> OrderConfirmationAsync(OrderEmail order);

    Task<EmailText> RefundAsync(RefundEmail refund);

    Task<EmailText> PaymentFailedAsync(PaymentFailedEmail payment);

    Task<EmailText> ShippedAsync(ShippedEmail shipped);

    Task<EmailText> AccountAsync(AccountEmail mail);

    Task<EmailText> OrderCodeAsync(OrderCodeEmail mail);
}
