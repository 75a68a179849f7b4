using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

public static class OrderPerson
{
    extension(ShopDb db)
    {
        /// <summary>
        /// Whether an order still says whose it is. If so, it does until the surrounding transaction ends: whoever erases it waits,
        /// and finds what was written meanwhile.
        /// </summary>
        public async Task<bool> HoldPersonAsync(long orderId) =>
            await db.Orders.Where(o => o.Id == orderId && o.Email != EmailAddress.Erased)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version), CancellationToken.None) > 0;

        /// <summary>Where e-mails about an order go, or null when it no longer says so; held as by <see cref="HoldPersonAsync"/>.</summary>
        public async Task<string?> HoldAddressAsync(long orderId) =>
            await db.HoldPersonAsync(orderId) ? await db.Orders.Where(o => o.Id == orderId).Select(o => o.Email).SingleAsync(CancellationToken.None) : null;

        /// <summary>Whether an order no longer says whose it was. For who holds the order, so that it stays so.</summary>
        public Task<bool> IsErasedAsync(long orderId, CancellationToken ct) => db.Orders.AnyAsync(o => o.Id == orderId && o.Email == EmailAddress.Erased, ct);
    }
}
