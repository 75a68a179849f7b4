using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Tells the shopper that the parcel has left, and under which number; one e-mail at most.</summary>
/// <param name="Copy">Names an e-mail that staff have sent again; null for the first.</param>
public sealed record SendShippedNotice(long OrderId, string? Copy = null) : IJobPayload
{
    /// <summary>What the reference of an e-mail about a corrected number begins with.</summary>
    public const string CorrectedPrefix = "corrected-";

    public static JobSpec Spec { get; } = OrderMailJob.Spec("send-shipped-notice");

    /// <summary>Tells them that the number, or the carrier, is another one than was told.</summary>
    public static SendShippedNotice Corrected(long orderId, long correctionId) => new(orderId, string.Create(CultureInfo.InvariantCulture, $"{CorrectedPrefix}{correctionId}"));

    internal sealed class Handler(
        IShopDbFactory shop, OrderMailer mailer, IEmailTemplates templates, IOptions<ShopOptions> options) : IJobHandler<SendShippedNotice>
    {
        public async Task HandleAsync(SendShippedNotice payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == payload.OrderId, ct);
            var shipment = await db.Shipments.AsNoTracking().SingleAsync(s => s.OrderId == payload.OrderId, ct);
            var notice = new ShippedEmail(
                order.Number, options.Value.OrderUrl(order.PublicId), shipment.Carrier.Name, shipment.TrackingNumber, shipment.TrackingUrl,
                payload.Copy?.StartsWith(CorrectedPrefix, StringComparison.Ordinal) == true);
            var mail = new OrderMail(
                order.Id, order.Number, order.PublicId, EmailKind.Shipped, payload.Copy ?? "", order.Address?.Name ?? "", order.Email,
                () => templates.ShippedAsync(notice))
            {
                HoldAddressAsync = db => db.HoldAddressAsync(order.Id),
            };
            await mailer.SendAsync(mail, lease, ct);
        }
    }
}
