using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Refunds;

/// <summary>Tells the shopper that money is on its way back, or that it did not get there; one e-mail of each at most.</summary>
/// <param name="OwedCents">How much of it is still owed when it failed; null for all of it.</param>
/// <param name="Copy">Names an e-mail that staff have sent again; null for the first.</param>
public sealed record SendRefundNotice(long RefundId, bool Failed, long? OwedCents = null, string? Copy = null) : IJobPayload
{
    public static JobSpec Spec { get; } = OrderMailJob.Spec("send-refund-notice");

    internal sealed class Handler(
        IShopDbFactory shop, OrderMailer mailer, IEmailTemplates templates, IOptions<ShopOptions> options) : IJobHandler<SendRefundNotice>
    {
        public async Task HandleAsync(SendRefundNotice payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var refund = await db.Refunds.AsNoTracking().SingleAsync(r => r.Id == payload.RefundId, ct);
            var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == refund.OrderId, ct);
            var notice = new RefundEmail(
                order.Number, options.Value.OrderUrl(order.PublicId), (payload.OwedCents is { } owed ? new Money(owed) : refund.Amount).ToString(), refund.Reason, payload.Failed, options.Value.ContactEmail);
            var mail = new OrderMail(
                order.Id, order.Number, order.PublicId, payload.Failed ? EmailKind.RefundFailed : EmailKind.Refund,
                refund.Id.ToString(CultureInfo.InvariantCulture) + (payload.Copy is { } copy ? $"-{copy}" : ""), order.Address?.Name ?? "", order.Email, () => templates.RefundAsync(notice))
            {
                HoldAddressAsync = db => db.HoldAddressAsync(order.Id),
            };
            await mailer.SendAsync(mail, lease, ct);
        }
    }
}
