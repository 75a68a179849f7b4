using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Pricing;

/// <summary>
/// Takes and gives back uses of a code, inside the caller's transaction. Every move is one conditional update, so a limit
/// holds however many shoppers press at once, and nothing is given back twice.
/// </summary>
public static class DiscountLedger
{
    /// <summary>Takes a use for a new order.</summary>
    /// <returns>False when the code is used up or no longer given out.</returns>
    public static async Task<bool> TakeAsync(ShopDb db, int codeId, long orderId, DateTime now, CancellationToken ct)
    {
        if (!await CountAsync(db, codeId, ct))
        {
            return false;
        }

        db.DiscountUses.Add(new DiscountUse { CodeId = codeId, OrderId = orderId, CreatedAt = now });
        return true;
    }

    /// <summary>Gives an order's use back. Repeating it changes nothing.</summary>
    public static async Task GiveBackAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        if (await MoveAsync(db, orderId, DiscountUseState.Taken, DiscountUseState.GivenBack, ct) is { } codeId)
        {
            await db.DiscountCodes.Where(c => c.Id == codeId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, c => c.Uses - 1), ct);
        }
    }

    /// <summary>Takes the use again that an order had given back; an order without a code needs none.</summary>
    /// <returns>False when the code is used up by now: the caller rolls back or gives up.</returns>
    public static async Task<bool> TakeAgainAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        if (await MoveAsync(db, orderId, DiscountUseState.GivenBack, DiscountUseState.Taken, ct) is not { } codeId)
        {
            return true;
        }

        if (await CountAsync(db, codeId, ct))
        {
            return true;
        }

        await MoveAsync(db, orderId, DiscountUseState.Taken, DiscountUseState.GivenBack, ct);
        return false;
    }

    private static async Task<bool> CountAsync(ShopDb db, int codeId, CancellationToken ct) =>
        await db.DiscountCodes.Where(c => c.Id == codeId && c.IsActive && (c.MaxUses == null || c.Uses < c.MaxUses))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, c => c.Uses + 1), ct) == 1;

    /// <returns>The code's id when the use moved.</returns>
    private static async Task<int?> MoveAsync(ShopDb db, long orderId, DiscountUseState from, DiscountUseState to, CancellationToken ct)
    {
        var moved = await db.DiscountUses.Where(u => u.OrderId == orderId && u.State == from)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.State, to), ct);
        return moved == 0 ? null : await db.DiscountUses.Where(u => u.OrderId == orderId).Select(u => u.CodeId).SingleAsync(ct);
    }
}
