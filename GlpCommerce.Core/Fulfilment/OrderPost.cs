using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>An e-mail that can be sent again as an order stands.</summary>
/// <param name="RefundId">Which refund it tells of.</param>
public sealed record DueEmail(EmailKind Kind, long? RefundId = null);

/// <summary>Sends the e-mails about an order again, to whoever has lost them.</summary>
public sealed class OrderPost(IShopDbFactory shop, AuditLog audit, JobQueue jobs)
{
    /// <summary>Which e-mails an order has been told so far, whether they arrived or not.</summary>
    public static IReadOnlyList<DueEmail> Due(Order order, Shipment? shipment, IReadOnlyList<Refund> refunds) =>
    [
        .. order.Status is OrderStatus.Confirmed or OrderStatus.Shipped or OrderStatus.Delivered ? [new DueEmail(EmailKind.OrderConfirmation)] : Array.Empty<DueEmail>(),
        .. shipment is null ? Array.Empty<DueEmail>() : [new DueEmail(EmailKind.Shipped)],
        .. refunds.Where(r => r.State == RefundState.Succeeded).Select(r => new DueEmail(EmailKind.Refund, r.Id)),
        .. refunds.Where(r => IsOwed(r, refunds)).Select(r => new DueEmail(EmailKind.RefundFailed, r.Id)),
    ];

    /// <summary>Whether the payer was told that we owe it still, and nothing has been promised since that makes it untrue.</summary>
    private static bool IsOwed(Refund refund, IReadOnlyList<Refund> refunds) =>
        refund is { State: RefundState.Failed, OwedCents: > 0 } && !refunds.Any(later => later.Id > refund.Id && later.State != RefundState.Failed);

    /// <param name="key">Says that two requests are one e-mail; up to 32 letters and digits.</param>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>order.unknown</c>, <c>order.erased</c> or <c>email.not_due</c>.</returns>
    public async Task<Result<long>> SendAgainAsync(long orderId, DueEmail email, string key, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        return key.Length <= 32 && Input.IsKey(key) ? await shop.InTransactionAsync(db => SendAgainAsync(db, orderId, email, key, by, ct), ct) : RefundProblems.BadKey;
    }

    private async Task<Result<long>> SendAgainAsync(ShopDb db, long orderId, DueEmail email, string key, Actor by, CancellationToken ct)
    {
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, ct) is not { } order)
        {
            return OrderProblems.Unknown;
        }

        if (order.IsErased)
        {
            return FulfilmentProblems.Erased;
        }

        var shipment = await db.Shipments.AsNoTracking().SingleOrDefaultAsync(s => s.OrderId == orderId, ct);
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.OrderId == orderId).ToListAsync(ct);
        if (!Due(order, shipment, refunds).Contains(email))
        {
            return FulfilmentProblems.NoEmail;
        }

        Add(db, orderId, email, refunds, key);
        await audit.AddAsync(db, by, "order.email_sent_again", $"order:{orderId}", email.Kind.ToString(), ct);
        return orderId;
    }

    private void Add(ShopDb db, long orderId, DueEmail email, IReadOnlyList<Refund> refunds, string key)
    {
        switch (email.Kind)
        {
            case EmailKind.OrderConfirmation:
                jobs.Add(db, new SendOrderConfirmation(orderId, key));
                break;
            case EmailKind.Shipped:
                jobs.Add(db, new SendShippedNotice(orderId, key));
                break;
            case EmailKind.RefundFailed:
                jobs.Add(db, new SendRefundNotice(email.RefundId!.Value, Failed: true, refunds.Single(r => r.Id == email.RefundId).OwedCents, key));
                break;
            default:
                jobs.Add(db, new SendRefundNotice(email.RefundId!.Value, Failed: false, Copy: key));
                break;
        }
    }
}
