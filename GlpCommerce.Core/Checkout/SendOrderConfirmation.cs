using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>Tells the shopper that the order stands, unless it has ended by then; one e-mail at most.</summary>
/// <param name="Copy">Names an e-mail that staff have sent again; null for the first.</param>
public sealed record SendOrderConfirmation(long OrderId, string? Copy = null) : IJobPayload
{
    public static JobSpec Spec { get; } = OrderMailJob.Spec("send-order-confirmation");

    internal sealed class Handler(
        IShopDbFactory shop, OrderMailer mailer, IEmailTemplates templates, IOptions<ShopOptions> options) : IJobHandler<SendOrderConfirmation>
    {
        public async Task HandleAsync(SendOrderConfirmation payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == payload.OrderId, ct);
            if (order.Status is OrderStatus.Cancelled or OrderStatus.Refunded)
            {
                return;
            }

            var mail = new OrderMail(
                order.Id, order.Number, order.PublicId, EmailKind.OrderConfirmation, payload.Copy ?? "", order.Address?.Name ?? "", order.Email,
                () => templates.OrderConfirmationAsync(OrderEmailFor(order)))
            {
                HoldAddressAsync = db => db.HoldAddressAsync(order.Id),
            };
            await mailer.SendAsync(mail, lease, ct);
        }

        private OrderEmail OrderEmailFor(Order order) => new(
            order.Number,
            options.Value.OrderUrl(order.PublicId),
            [.. order.Lines.OrderBy(l => l.Id).Select(l => (l.Name, l.Quantity, l.LineTotal.ToString()))],
            order.Subtotal.ToString(),
            order.Discount == Money.Zero ? null : $"−{order.Discount}",
            order.Shipping == Money.Zero ? "free" : order.Shipping.ToString(),
            order.Tax.ToString(),
            order.Total.ToString(),
            order.Address?.Lines() ?? [],
            options.Value.FindOrderUrl);
    }
}
