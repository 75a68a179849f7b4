using System.Linq.Expressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>A payment that waits for its payer: where they go on, and what the shop does once they have been there.</summary>
public sealed class OpenPayment(IShopDbFactory shop, PaymentGateways gateways, PaymentStart start, JobQueue jobs)
{
    /// <summary>
    /// The payment as the provider tells it now, with the address or the secret that the payer needs. One that was not made
    /// yet is made: nobody has to wait for the job.
    /// </summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="proof">Only the holder learns anything: staff pay nothing in a shopper's place, and need no secret of it.</param>
    /// <returns>Null when the caller has no order that waits for a payment under that id.</returns>
    public async Task<PaymentIntent?> FindAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (await LoadAsync(publicId, proof.Holds, ct) is not var (order, attempt))
        {
            return null;
        }

        return attempt.IntentId is null
            ? await start.CreateAsync(order, attempt, SaveAsync, ct)
            : await gateways.Of(attempt).ReadAsync(attempt.IntentId, ct);
    }

    /// <summary>Has the payment read again at the provider, because its payer has been there. However often that is asked, one job waits.</summary>
    public async Task LookAgainAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (await LoadAsync(publicId, proof.Holds, ct) is var (order, attempt))
        {
            await SaveAsync(db => AddOnceAsync(db, order, new ProcessPayment(attempt.Id), ct), ct);
        }
    }

    /// <summary>A job that has begun may have read the payment before its payer was there: only one that has not counts.</summary>
    private async Task AddOnceAsync(ShopDb db, Order order, ProcessPayment job, CancellationToken ct)
    {
        // Two who look at once: the second waits here, and then finds the first one's job.
        await OrderLedger.HoldAsync(db, order.Id, ct);
        if (!await jobs.HurryAsync(db, job, ct))
        {
            jobs.Add(db, job);
        }
    }

    private Task SaveAsync(Func<ShopDb, Task> change, CancellationToken ct) => shop.InTransactionAsync(
        async db =>
        {
            await change(db);
            await db.SaveChangesAsync(ct);
            return true;
        },
        ct);

    private async Task<(Order Order, PaymentAttempt Attempt)?> LoadAsync(
        string publicId, Func<ShopDb, Expression<Func<Order, bool>>> whose, CancellationToken ct)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var order = await db.Orders.AsNoTracking().Where(whose(db))
            .SingleOrDefaultAsync(o => o.PublicId == publicId && o.Status == OrderStatus.Pending, ct);
        var attempt = order is null ? null
            : await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == order.Id).OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);
        return attempt is null ? null : (order!, attempt);
    }
}
