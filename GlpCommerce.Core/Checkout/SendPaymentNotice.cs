using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Tells the shopper that a payment on which the bank worked for days did not go through, unless the order is being paid in
/// another way by then; one e-mail for each payment at most.
/// </summary>
public sealed record SendPaymentNotice(long AttemptId) : IJobPayload
{
    public static JobSpec Spec { get; } = OrderMailJob.Spec("send-payment-notice");

    internal sealed class Handler(
        IShopDbFactory shop, OrderMailer mailer, IEmailTemplates templates, IOptions<ShopOptions> options, TimeProvider clock) : IJobHandler<SendPaymentNotice>
    {
        public async Task HandleAsync(SendPaymentNotice payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == payload.AttemptId, ct);
            var order = await db.Orders.AsNoTracking().Include(o => o.Events).SingleAsync(o => o.Id == attempt.OrderId, ct);
            if (order.Status != OrderStatus.Failed || await db.PaymentAttempts.AnyAsync(a => a.OrderId == order.Id && a.Id > attempt.Id, ct))
            {
                return;
            }

            var keptUntil = Order.PayableUntil(order.PlacedAt, order.Events);
            var notice = new PaymentFailedEmail(
                order.Number, options.Value.OrderUrl(order.PublicId), keptUntil > clock.GetUtcNow().UtcDateTime ? keptUntil : null, options.Value.FindOrderUrl);
            var mail = new OrderMail(
                order.Id, order.Number, order.PublicId, EmailKind.PaymentFailed, attempt.Id.ToString(CultureInfo.InvariantCulture),
                order.Address?.Name ?? "", order.Email, () => templates.PaymentFailedAsync(notice))
            {
                HoldAddressAsync = db => db.HoldAddressAsync(order.Id),
            };
            await mailer.SendAsync(mail, lease, ct);
        }
    }
}
