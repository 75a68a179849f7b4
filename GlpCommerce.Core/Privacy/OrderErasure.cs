using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>
/// Takes out of orders whose they were: files first, which can be deleted twice, then all rows in one transaction. The orders
/// stay, because the tax office asks for them; of the address only the state is left.
/// </summary>
public sealed class OrderErasure(ReceiptFiles receipts, SentFiles sent, JobQueue jobs, TimeProvider clock)
{
    private static readonly OrderStatus[] UnderWay = [OrderStatus.Pending, OrderStatus.Confirmed, OrderStatus.Shipped];

    private DateTime Payable => clock.GetUtcNow().UtcDateTime - Order.PricesAreKept;

    /// <summary>Whether goods or money of one are still on their way.</summary>
    internal Task<bool> HasOpenAsync(IQueryable<Order> orders, CancellationToken ct)
    {
        var payable = Payable;
        return orders.AnyAsync(
            o => UnderWay.Contains(o.Status)
                || (o.Status == OrderStatus.Failed
                    && (o.PlacedAt > payable || o.Events.Any(e => e.Kind == OrderEventKind.Moved && e.Status == OrderStatus.Failed && e.At > payable))),
            ct);
    }

    /// <summary>Deletes their receipts, and the e-mails that lie as files, those about them and those to the address.</summary>
    /// <returns>What the receipts were called, for <see cref="EraseAsync(ShopDb, IQueryable{Order}, IReadOnlyList{string}, CancellationToken)"/>.</returns>
    internal async Task<IReadOnlyList<string>> ForgetFilesAsync(IQueryable<Order> orders, string address, CancellationToken ct)
    {
        var kept = await orders.Select(o => new { o.Id, o.AccessTokenHash }).ToListAsync(ct);
        var names = kept.Select(order => ReceiptFiles.NameOf(Order.NumberOf(order.Id), order.AccessTokenHash)).ToList();
        foreach (var name in names)
        {
            await receipts.DeleteAsync(name, ct);
        }

        // An order that was claimed into an account may have been placed with another address.
        sent.Forget(address, [.. kept.Select(order => Order.NumberOf(order.Id))]);
        return names;
    }

    /// <summary>All that the database holds of the person, within the caller's transaction.</summary>
    /// <param name="receiptNames">A receipt that was drawn since its file was deleted is deleted once more afterwards.</param>
    /// <returns>The orders' rows; null, and nothing is erased, when one of the orders has still to end.</returns>
    internal async Task<IReadOnlyList<long>?> EraseAsync(ShopDb db, IQueryable<Order> orders, IReadOnlyList<string> receiptNames, CancellationToken ct)
    {
        // Held until the end: no late money brings one back to life that counted as ended.
        await orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (await HasOpenAsync(orders, ct))
        {
            return null;
        }

        // One that a guest places under the address in this very moment keeps all it has.
        var payable = Payable;
        var ended = await orders.AsNoTracking()
            .Where(o => !UnderWay.Contains(o.Status)
                && (o.Status != OrderStatus.Failed
                    || (o.PlacedAt <= payable && !o.Events.Any(e => e.Kind == OrderEventKind.Moved && e.Status == OrderStatus.Failed && e.At > payable))))
            .Select(o => new { o.Id, o.Address }).ToListAsync(ct);
        foreach (var order in ended)
        {
            await EraseAsync(db, order.Id, order.Address?.State, ct);
        }

        if (receiptNames.Count > 0)
        {
            jobs.Add(db, new ForgetReceipts(receiptNames));
        }

        return [.. ended.Select(order => order.Id)];
    }

    private static async Task EraseAsync(ShopDb db, long orderId, string? state, CancellationToken ct)
    {
        var secret = Secrets.Hash(Secrets.New());
        var order = db.Orders.Where(o => o.Id == orderId);
        // First, so that an e-mail on its way is either told of it, or has left the copy that goes below.
        // Neither the browser that placed it nor an old link opens it any more.
        await order.ExecuteUpdateAsync(
            set => set.SetProperty(o => o.Email, EmailAddress.Erased).SetProperty(o => o.EmailKey, EmailAddress.Erased)
                .SetProperty(o => o.AccountId, (long?)null).SetProperty(o => o.AccessTokenHash, secret).SetProperty(o => o.SessionKey, secret)
                .SetProperty(o => o.IdempotencyKey, (string?)null).SetProperty(o => o.RequestHash, (string?)null).SetProperty(o => o.Version, o => o.Version + 1),
            ct);
        await db.OrderCodes.Where(c => c.OrderId == orderId).ExecuteDeleteAsync(ct);
        await db.OrderNotes.Where(n => n.OrderId == orderId).ExecuteDeleteAsync(ct);
        await db.Refunds.Where(r => r.OrderId == orderId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Reason, RefundBook.NotKept), ct);
        await db.OrderEvents.Where(e => e.OrderId == orderId && e.Kind == OrderEventKind.RefundPromised)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Text, $"Money goes back to you. {RefundBook.NotKept}"), ct);
        await db.EmailCopies.Where(c => db.Set<Email>().Any(e => e.Id == c.EmailId && e.OrderId == orderId)).ExecuteDeleteAsync(ct);
        await db.Shipments.Where(s => s.OrderId == orderId).ExecuteUpdateAsync(set => set.SetProperty(s => s.TrackingNumber, (string?)null), ct);
        await db.ParcelCorrections.Where(c => c.OrderId == orderId).ExecuteUpdateAsync(set => set.SetProperty(c => c.OldTrackingNumber, (string?)null), ct);
        if (state is not null)
        {
            var address = new ShippingAddress { State = state };
            await order.ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, address), ct);
        }
    }
}
