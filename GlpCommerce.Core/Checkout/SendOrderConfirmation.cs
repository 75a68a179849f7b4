using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Tells the shopper that the order stands; one e-mail at most. A row is committed before the message is handed over:
/// when a run dies in between, nobody knows whether it left, and it is not sent again unless the carrier can take a
/// message twice and deliver one.
/// </summary>
public sealed partial record SendOrderConfirmation(long OrderId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "send-order-confirmation", JobPriority.Low, MaxAttempts: 3,
        FirstDelay: TimeSpan.FromSeconds(20), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromMinutes(10));

    internal sealed partial class Handler(
        IShopDbFactory shop,
        IEmailSender sender,
        IEmailTemplates templates,
        IOptions<EmailOptions> email,
        IOptions<ShopOptions> options,
        TimeProvider clock,
        ILogger<Handler> logger) : IJobHandler<SendOrderConfirmation>
    {
        public async Task HandleAsync(SendOrderConfirmation payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == payload.OrderId, ct);
            var begun = await db.Emails.AsNoTracking().SingleOrDefaultAsync(
                e => e.OrderId == order.Id && e.Kind == EmailKind.OrderConfirmation, ct);
            if (begun is { State: EmailState.Sent })
            {
                return;
            }

            if (begun is not null && !sender.CanRepeat)
            {
                LogUnknown(order.Number);
                return;
            }

            var text = await templates.OrderConfirmationAsync(OrderEmailFor(order));
            if (begun is null)
            {
                await lease.CheckpointAsync(inner => BeginAsync(inner, order.Id, text.Subject), ct);
            }

            await SendAsync(order, text, lease, ct);
            await lease.CompleteAsync(inner => MarkSentAsync(inner, order.Id, CancellationToken.None), CancellationToken.None);
        }

        private async Task SendAsync(Order order, EmailText text, JobLease lease, CancellationToken ct)
        {
            try
            {
                await sender.SendAsync(Message(order, text), ct);
            }
            catch (EmailRefusedException)
            {
                await lease.CheckpointAsync(inner => ForgetAsync(inner, order.Id), CancellationToken.None);
                throw;
            }
        }

        private Task BeginAsync(ShopDb db, long orderId, string subject)
        {
            db.Emails.Add(new Email
            {
                OrderId = orderId,
                Kind = EmailKind.OrderConfirmation,
                State = EmailState.Sending,
                Subject = subject,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            });
            return Task.CompletedTask;
        }

        private static Task<int> ForgetAsync(ShopDb db, long orderId) =>
            db.Emails.Where(e => e.OrderId == orderId && e.Kind == EmailKind.OrderConfirmation).ExecuteDeleteAsync(CancellationToken.None);

        private Task<int> MarkSentAsync(ShopDb db, long orderId, CancellationToken ct)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return db.Emails.Where(e => e.OrderId == orderId && e.Kind == EmailKind.OrderConfirmation)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EmailState.Sent).SetProperty(e => e.SentAt, now), ct);
        }

        private MimeMessage Message(Order order, EmailText text)
        {
            var from = MailboxAddress.Parse(email.Value.From);
            var message = new MimeMessage
            {
                // Of this order and no other, even when numbers begin again on a new database.
                MessageId = $"{order.Number}-confirmation-{Secrets.Hash(order.PublicId)[..12].ToLowerInvariant()}@{from.Domain}",
                Subject = text.Subject,
                Date = clock.GetUtcNow(),
                Body = new BodyBuilder { HtmlBody = text.Html, TextBody = text.Text }.ToMessageBody(),
            };
            message.From.Add(from);
            message.To.Add(new MailboxAddress(order.Address?.Name ?? "", order.Email));
            return message;
        }

        private OrderEmail OrderEmailFor(Order order) => new(
            order.Number,
            $"{options.Value.PublicUrl.TrimEnd('/')}/orders/{order.PublicId}",
            [.. order.Lines.OrderBy(l => l.Id).Select(l => (l.Name, l.Quantity, l.LineTotal.ToString()))],
            order.Subtotal.ToString(),
            order.Shipping == Money.Zero ? "free" : order.Shipping.ToString(),
            order.Tax.ToString(),
            order.Total.ToString(),
            order.Address?.Lines() ?? []);

        [LoggerMessage(LogLevel.Warning, "The confirmation of order {Number} may have left when a run broke off; it is not sent again")]
        private partial void LogUnknown(string number);
    }
}
