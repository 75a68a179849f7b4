using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>
/// Corrects the e-mail address of a guest's order, whether it has left or not, and has its confirmation sent there. Each e-mail goes to
/// the address that the order has when its job runs; what the old address opened, it opens no more. An order in an account is its
/// holder's, who has it there.
/// </summary>
public sealed class EmailEditor(IShopDbFactory shop, AuditLog audit, JobQueue jobs, TimeProvider clock)
{
    /// <param name="email">As typed.</param>
    /// <returns>The order's id, also when it has this very address; or <c>staff.not_allowed</c>, <c>email.invalid</c>, <c>order.unknown</c>, <c>order.in_account</c>, <c>order.erased</c>.</returns>
    public async Task<Result<long>> CorrectAsync(long orderId, string? email, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        var problems = new List<Problem>();
        var address = EmailAddress.Check(email, problems);
        return problems.Count > 0 ? FulfilmentProblems.NoAddress : await shop.InTransactionAsync(db => CorrectAsync(db, orderId, address, by, ct), ct);
    }

    private async Task<Result<long>> CorrectAsync(ShopDb db, long orderId, string address, Actor by, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, orderId, ct);
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, ct) is not { } order)
        {
            return OrderProblems.Unknown;
        }

        if (order.Email == address)
        {
            return orderId;
        }

        var key = EmailAddress.Key(address);
        var here = db.Orders.Where(o => o.Id == orderId && o.AccountId == null && o.Email != EmailAddress.Erased);
        if (await here.ExecuteUpdateAsync(set => set.SetProperty(o => o.Email, address).SetProperty(o => o.EmailKey, key), ct) == 0)
        {
            return order.AccountId is null ? FulfilmentProblems.Erased : FulfilmentProblems.InAccount;
        }

        // The codes that went to the old address, and the keys that they were changed for.
        await db.OrderCodes.Where(c => c.OrderId == orderId).ExecuteDeleteAsync(ct);
        await TellAsync(db, order, by, ct);
        return orderId;
    }

    private async Task TellAsync(ShopDb db, Order order, Actor by, CancellationToken ct)
    {
        await OrderMoves.NoteAsync(db, order.Id, OrderEventKind.EmailCorrected, "We corrected where our emails about it go.", clock.GetUtcNow().UtcDateTime, ct);
        if (order.Status is not (OrderStatus.Pending or OrderStatus.Failed))
        {
            // The address stands on the receipt too.
            jobs.Add(db, new WriteReceipt(order.Id));
        }

        // The order's page says that it is on its way there. A first one that has still to go finds its way by itself; one that the
        // old address refused to the end goes no more.
        if (order.Status is OrderStatus.Confirmed or OrderStatus.Shipped or OrderStatus.Delivered
            && (await db.Emails.AnyAsync(e => e.OrderId == order.Id && e.Kind == EmailKind.OrderConfirmation, ct)
                || !await JobQueue.IsOpenAsync(db, new SendOrderConfirmation(order.Id), ct)))
        {
            jobs.Add(db, new SendOrderConfirmation(order.Id, $"email-{order.Version}"));
        }

        await audit.AddAsync(db, by, "order.email_corrected", $"order:{order.Id}", ct: ct);
    }
}
