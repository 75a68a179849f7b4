using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>Puts an order that was placed as a guest into an account, once and for good.</summary>
public sealed class OrderOwners(IShopDbFactory shop)
{
    private static readonly Problem Unknown = new("order.unknown", "This order cannot be added from here.");

    private static readonly Problem Taken = new("order.claimed", "This order belongs to another account already.");

    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="proof">Being staff is no proof here: staff may see an order, but it is not theirs.</param>
    /// <returns>The public id, also when it is in this account already.</returns>
    public Task<Result<string>> ClaimAsync(string publicId, OrderProof proof, long accountId, CancellationToken ct = default) => Input.IsKey(publicId)
        ? shop.InTransactionAsync(db => ClaimAsync(db, publicId, proof, accountId, ct), ct)
        : Task.FromResult<Result<string>>(Unknown);

    private static async Task<Result<string>> ClaimAsync(ShopDb db, string publicId, OrderProof proof, long accountId, CancellationToken ct)
    {
        var held = db.Orders.Where(o => o.PublicId == publicId).Where(proof.Holds(db));
        var taken = await held.Where(o => o.AccountId == null).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.AccountId, accountId).SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (taken == 1)
        {
            return publicId;
        }

        var owner = await held.Select(o => new { o.AccountId }).SingleOrDefaultAsync(ct);
        return owner is null ? Unknown : owner.AccountId == accountId ? publicId : Taken;
    }
}
