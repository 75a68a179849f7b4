using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Carts;

/// <summary>
/// Pours one session's cart into another's, as when a guest signs in. Both carts are held, so that what other tabs add
/// meanwhile is either poured along or stays where it was put; done again, it finds nothing left to pour.
/// </summary>
public sealed class CartMerge(IShopDbFactory shop, TimeProvider clock)
{
    /// <param name="fromSession">Whose cart is emptied.</param>
    /// <param name="intoSession">Whose cart gets it. Its own discount code stays; without one it takes over the other's.</param>
    /// <returns>A sentence for each thing that did not fit.</returns>
    public async Task<IReadOnlyList<Problem>> PourAsync(string fromSession, string intoSession, CancellationToken ct = default)
    {
        var (from, into) = (Secrets.Hash(fromSession), Secrets.Hash(intoSession));
        if (from == into)
        {
            return [];
        }

        try
        {
            return await shop.InTransactionAsync(db => PourAsync(db, from, into, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Another device made the cart at the same moment: it is there now.
            return await shop.InTransactionAsync(db => PourAsync(db, from, into, ct), ct);
        }
    }

    private async Task<List<Problem>> PourAsync(ShopDb db, string from, string into, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await HeldAsync(db, from, now, ct) is not { } source || (source.Lines.Count == 0 && source.DiscountCode is null))
        {
            return [];
        }

        var target = await HeldAsync(db, into, now, ct);
        if (target is null)
        {
            db.Carts.Add(target = new Cart { SessionKey = into, CreatedAt = now, UpdatedAt = now });
        }

        var left = source.Lines.OrderBy(l => l.Id).Select(line => (line.ProductId, Units: line.Quantity - Pour(line, target))).Where(l => l.Units > 0).ToList();
        target.DiscountCode ??= source.DiscountCode;
        source.DiscountCode = null;
        db.CartLines.RemoveRange(source.Lines);
        await db.SaveChangesAsync(ct);
        return await TellAsync(db, left, target, ct);
    }

    private static async Task<Cart?> HeldAsync(ShopDb db, string key, DateTime now, CancellationToken ct) => await db.HoldCartAsync(key, now, ct) == 0
        ? null : await db.Carts.Include(c => c.Lines).SingleAsync(c => c.SessionKey == key && c.ClosedAt == null, ct);

    /// <returns>How many units of the line fit.</returns>
    private static int Pour(CartLine line, Cart target)
    {
        var there = target.Lines.SingleOrDefault(l => l.ProductId == line.ProductId);
        if (there is null && target.Lines.Count >= CartLimits.MaxLines)
        {
            return 0;
        }

        if (there is null)
        {
            target.Lines.Add(there = new CartLine { ProductId = line.ProductId });
        }

        var fits = Math.Min(line.Quantity, CartLimits.MaxQuantity - there.Quantity);
        (there.Quantity, there.PriceSeen) = (there.Quantity + fits, line.PriceSeen);
        return fits;
    }

    private static async Task<List<Problem>> TellAsync(ShopDb db, List<(int ProductId, int Units)> left, Cart target, CancellationToken ct)
    {
        var ids = left.Select(l => l.ProductId).ToList();
        var names = ids.Count == 0 ? [] : await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        return [.. left.Select(l => target.Lines.Any(line => line.ProductId == l.ProductId)
            ? CartProblems.TooMany(names[l.ProductId], l.Units) : CartProblems.NoRoomFor(names[l.ProductId]))];
    }
}
