using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Gives an order that was placed without an address the one it ships to, once. Its total is a promise and stays what it
/// was: no tax is added for the state that becomes known now.
/// </summary>
public sealed class OrderAddress(IShopDbFactory shop, JobQueue jobs, TimeProvider clock)
{
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <returns>The public id, also when it has this very address already; or every problem, each with its field's name.</returns>
    public async Task<Result<string>> SetAsync(string publicId, OrderProof proof, CheckoutForm form, CancellationToken ct = default)
    {
        var address = form.CheckAddress();
        if (!address.Succeeded)
        {
            return address.Problems.ToList();
        }

        return Input.IsKey(publicId)
            ? await shop.InTransactionAsync(db => SetAsync(db, publicId, proof, address.Value!, ct), ct)
            : CheckoutProblems.NotYours;
    }

    private async Task<Result<string>> SetAsync(ShopDb db, string publicId, OrderProof proof, ShippingAddress address, CancellationToken ct)
    {
        var own = db.Orders.Where(o => o.PublicId == publicId).Where(proof.Holds(db));
        // Of two that come at once, the second waits here and finds the first one's address.
        await own.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (await own.AsNoTracking().SingleOrDefaultAsync(ct) is not { } order)
        {
            return proof.Refuse(CheckoutProblems.NotYours);
        }

        if (order.Address is { } known)
        {
            return known == address ? publicId : CheckoutProblems.AddressStands;
        }

        if (order.Status is not (OrderStatus.Pending or OrderStatus.Failed or OrderStatus.Confirmed))
        {
            return CheckoutProblems.AddressClosed;
        }

        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, address), ct);
        await OrderMoves.NoteAsync(db, order.Id, OrderEventKind.AddressGiven, "You told us where it goes.", clock.GetUtcNow().UtcDateTime, ct);
        if (order.Status == OrderStatus.Confirmed)
        {
            // A receipt that was drawn before names no address.
            jobs.Add(db, new WriteReceipt(order.Id));
        }

        await db.SaveChangesAsync(ct);
        return publicId;
    }
}
