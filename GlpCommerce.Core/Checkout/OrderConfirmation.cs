using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>The moment an order stands: what has to be done next is written with it.</summary>
internal static class OrderConfirmation
{
    public static async Task ConfirmAsync(ShopDb db, JobQueue jobs, long orderId, string text, DateTime now, CancellationToken ct)
    {
        if (await OrderMoves.MoveFromAsync(db, orderId, OrderStatus.Pending, OrderStatus.Confirmed, text, now, ct))
        {
            jobs.Add(db, new UpdateInventory(orderId));
            jobs.Add(db, new SendOrderConfirmation(orderId));
        }
    }
}
