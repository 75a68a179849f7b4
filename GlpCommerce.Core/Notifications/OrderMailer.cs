using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>An e-mail about an order, ready to be written.</summary>
/// <param name="OrderNumber">For people; it also begins the Message-Id.</param>
/// <param name="OrderKey">Something of this order and no other, even when numbers begin again on a new database.</param>
/// <param name="Reference">What tells two of one kind apart; empty where there is one only.</param>
public sealed record OrderMail(
    long OrderId, string OrderNumber, string OrderKey, EmailKind Kind, string Reference, string ToName, string ToAddress, Func<Task<EmailText>> WriteAsync)
{
    /// <summary>Where e-mails about the order go, or null when it no longer says whose it is; so it stays until the transaction ends.</summary>
    public required Func<ShopDb, Task<string?>> HoldAddressAsync { get; init; }
}

/// <summary>How e-mails about an order are treated as jobs.</summary>
public static class OrderMailJob
{
    /// <summary>
    /// Three tries for a message that is refused. A server that cannot be reached, or says "later", is offered it for three
    /// days, at first after minutes and then every 40: that is the server's trouble, not the message's.
    /// </summary>
    public static JobSpec Spec(string name) => new(
        name, JobPriority.Low, MaxAttempts: 3,
        FirstDelay: TimeSpan.FromMinutes(5), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromMinutes(40))
    {
        Growth = 8,
        Passes = error => error is EmailRefusedException { Passes: true },
        Patience = TimeSpan.FromDays(3),
    };
}

/// <summary>
/// Sends each e-mail about an order once at most. A row is committed before the message is handed over: when a run dies
/// in between, nobody knows whether it left, and it is not sent again unless the carrier can take a message twice and
/// deliver one.
/// </summary>
public sealed partial class OrderMailer(
    IShopDbFactory shop, IEmailSender sender, SentFiles files, IOptions<EmailOptions> options, TimeProvider clock, ILogger<OrderMailer> logger)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Sends it, unless that was done, and completes the job.</summary>
    public async Task SendAsync(OrderMail mail, JobLease lease, CancellationToken ct)
    {
        var begun = await BegunAsync(mail, ct);
        if (begun is { State: EmailState.Sent } || mail.ToAddress == EmailAddress.Erased)
        {
            return;
        }

        if (begun is not null && !sender.CanRepeat)
        {
            LogUnknown(mail.Kind, mail.OrderNumber);
            return;
        }

        var text = await mail.WriteAsync();
        if (begun is null)
        {
            // Read anew: whoever corrects the address did so before this, or finds that an e-mail is on its way and has it sent again.
            string? to = null;
            await lease.CheckpointAsync(async db => to = await BeginAsync(db, mail, text.Subject), ct);
            if (to is null)
            {
                return;
            }

            mail = mail with { ToAddress = to };
        }

        var message = Message(mail, text);
        await HandOverAsync(mail, message, lease, ct);
        await lease.CompleteAsync(db => MarkSentAsync(db, mail, message), CancellationToken.None);
    }

    private static IQueryable<Email> Rows(ShopDb db, OrderMail mail) =>
        db.Emails.Where(e => e.OrderId == mail.OrderId && e.Kind == mail.Kind && e.Reference == mail.Reference);

    private async Task<Email?> BegunAsync(OrderMail mail, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await Rows(db, mail).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    private async Task HandOverAsync(OrderMail mail, MimeMessage message, JobLease lease, CancellationToken ct)
    {
        try
        {
            await sender.SendAsync(message, ct);
        }
        catch (EmailRefusedException)
        {
            await lease.CheckpointAsync(db => Rows(db, mail).ExecuteDeleteAsync(CancellationToken.None), CancellationToken.None);
            throw;
        }
    }

    /// <returns>Where it goes, or null when the order was erased.</returns>
    private async Task<string?> BeginAsync(ShopDb db, OrderMail mail, string subject)
    {
        if (await mail.HoldAddressAsync(db) is not { } to)
        {
            return null;
        }

        db.Emails.Add(new Email
        {
            OrderId = mail.OrderId, Kind = mail.Kind, Reference = mail.Reference, State = EmailState.Sending, Subject = subject, CreatedAt = Now,
        });
        return to;
    }

    /// <summary>Together with the words as they were handed over, so that staff can see what somebody was told.</summary>
    private async Task MarkSentAsync(ShopDb db, OrderMail mail, MimeMessage message)
    {
        var now = Now;
        await Rows(db, mail).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, EmailState.Sent).SetProperty(e => e.SentAt, now), CancellationToken.None);
        if (await mail.HoldAddressAsync(db) is null)
        {
            // The order was erased while its e-mail was on its way: what is written of it now would stay behind.
            files.ForgetOrder(mail.OrderNumber);
            return;
        }

        db.EmailCopies.Add(new EmailCopy
        {
            EmailId = await Rows(db, mail).Select(e => e.Id).SingleAsync(CancellationToken.None),
            From = message.From.ToString(),
            To = message.To.ToString(),
            Html = message.HtmlBody ?? "",
            Text = message.TextBody ?? "",
            KeptAt = now,
        });
    }

    private MimeMessage Message(OrderMail mail, EmailText text) => text.ToMessage(
        options.Value,
        $"{mail.OrderNumber}-{Name(mail)}-{Secrets.Hash(mail.OrderKey)[..12].ToLowerInvariant()}",
        new MailboxAddress(mail.ToName, mail.ToAddress),
        clock.GetUtcNow());

    private static string Name(OrderMail mail) => mail.Kind switch
    {
        EmailKind.OrderConfirmation => mail.Reference.Length == 0 ? "confirmation" : $"confirmation-{mail.Reference}",
        EmailKind.Shipped => mail.Reference.Length == 0 ? "shipped" : $"shipped-{mail.Reference}",
        EmailKind.Refund => $"refund-{mail.Reference}",
        EmailKind.PaymentFailed => $"payment-failed-{mail.Reference}",
        _ => $"refund-failed-{mail.Reference}",
    };

    [LoggerMessage(LogLevel.Warning, "The e-mail {Kind} of order {Number} may have left when a run broke off; it is not sent again")]
    private partial void LogUnknown(EmailKind kind, string number);
}
