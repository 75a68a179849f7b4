using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>
/// Corrects where a parcel goes, as long as it has not left. The total is a promise and stays what it was, also where
/// another state would have another tax.
/// </summary>
public sealed class AddressEditor(IShopDbFactory shop, AuditLog audit, JobQueue jobs, TimeProvider clock)
{
    /// <param name="shown">The address over which the form was typed: what somebody else corrected since then is not overwritten unseen.</param>
    /// <param name="form">As typed; its e-mail is not looked at.</param>
    /// <returns>
    /// The order's id, also when it has this very address; or <c>staff.not_allowed</c>, <c>order.unknown</c>, <c>order.erased</c>, <c>order.has_left</c>,
    /// <c>order.address_moved</c>, or every problem with its field's name.
    /// </returns>
    public async Task<Result<long>> CorrectAsync(long orderId, ShippingAddress? shown, CheckoutForm form, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        var address = form.CheckAddress();
        return address.Succeeded
            ? await shop.InTransactionAsync(db => CorrectAsync(db, orderId, shown, address.Value!, by, ct), ct)
            : address.Problems.ToList();
    }

    private async Task<Result<long>> CorrectAsync(ShopDb db, long orderId, ShippingAddress? shown, ShippingAddress address, Actor by, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, orderId, ct);
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, ct) is not { } order)
        {
            return OrderProblems.Unknown;
        }

        if (order.IsErased)
        {
            return FulfilmentProblems.Erased;
        }

        if (order.Address == address)
        {
            return orderId;
        }

        if (order.Address != shown)
        {
            return FulfilmentProblems.AddressMoved;
        }

        var here = db.Orders.Where(o => o.Id == orderId && (o.Status == OrderStatus.Confirmed || o.Status == OrderStatus.Pending || o.Status == OrderStatus.Failed));
        if (await here.ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, address), ct) == 0)
        {
            return FulfilmentProblems.HasLeft;
        }

        await OrderMoves.NoteAsync(db, orderId, OrderEventKind.AddressCorrected, "We corrected where it goes.", clock.GetUtcNow().UtcDateTime, ct);
        if (order.Status == OrderStatus.Confirmed)
        {
            jobs.Add(db, new WriteReceipt(orderId));
        }

        await audit.AddAsync(db, by, "order.address_corrected", $"order:{orderId}", ct: ct);
        return orderId;
    }
}
