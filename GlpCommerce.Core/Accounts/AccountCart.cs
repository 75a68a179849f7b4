using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Takes an account's cart and orders along to a new secret: whoever was in the account once may have read the old one,
/// which from then on opens nothing.
/// </summary>
public sealed class AccountCart(AccountKeys keys)
{
    /// <summary>Belongs to the transaction that gives the account its new seed.</summary>
    internal async Task MoveAsync(ShopDb db, long accountId, string oldSeed, string newSeed, CancellationToken ct)
    {
        var (from, to) = (Secrets.Hash(keys.CartSession(oldSeed)), Secrets.Hash(keys.CartSession(newSeed)));
        // The cart first: an order that is being made of it is waited for, and then found.
        await db.Carts.Where(c => c.SessionKey == from && c.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.SessionKey, to), ct);
        await db.Orders.Where(o => o.AccountId == accountId && o.SessionKey == from).ExecuteUpdateAsync(set => set.SetProperty(o => o.SessionKey, to), ct);
    }
}
