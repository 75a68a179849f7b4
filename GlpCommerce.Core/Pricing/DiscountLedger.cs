using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Pricing;

/// <summary>
/// Takes and gives back uses of a code, inside the caller's transaction. Every move is one conditional update, so a limit
/// holds however many shoppers press at once, and nothing is given back twice.
/// </summary>
public static class DiscountLedger
{
    /// <summary>Takes a use for a new order. After a refusal the caller rolls back.</summary>
    /// <param name="accountId">Who is signed in; null for a guest.</param>
    /// <returns>Null, or why there is none: the code is used up or no longer given out, or the account has used it as often as it may.</returns>
    public static async Task<Problem?> TakeAsync(ShopDb db, int codeId, long orderId, long? accountId, DateTime now, CancellationToken ct)
    {
        // The update of the code's row comes first: whoever else takes a use waits there, and then sees this one.
        if (!await CountAsync(db, codeId, ct))
        {
            return DiscountProblems.UsedUp;
        }

        if (!await HasUsesLeftAsync(db, codeId, accountId, ct))
        {
            return DiscountProblems.Used;
        }

        db.DiscountUses.Add(new DiscountUse { CodeId = codeId, OrderId = orderId, AccountId = accountId, CreatedAt = now });
        return null;
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
    /// <returns>False when the code is used up by now, or by its account: the caller rolls back or gives up.</returns>
    public static async Task<bool> TakeAgainAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        if (await MoveAsync(db, orderId, DiscountUseState.GivenBack, DiscountUseState.Taken, ct) is not { } codeId)
        {
            return true;
        }

        if (!await CountAsync(db, codeId, ct))
        {
            await MoveAsync(db, orderId, DiscountUseState.Taken, DiscountUseState.GivenBack, ct);
            return false;
        }

        var accountId = await db.DiscountUses.Where(u => u.OrderId == orderId).Select(u => u.AccountId).SingleAsync(ct);
        if (await HasUsesLeftAsync(db, codeId, accountId, ct, but: orderId))
        {
            return true;
        }

        await GiveBackAsync(db, orderId, ct);
        return false;
    }

    /// <summary>Whether the code has no limit for each account, or the account has not come to it.</summary>
    /// <param name="but">An order whose use is not counted.</param>
    internal static Task<bool> HasUsesLeftAsync(ShopDb db, int codeId, long? accountId, CancellationToken ct, long but = 0) =>
        db.DiscountCodes.AnyAsync(
            c => c.Id == codeId && (c.MaxUsesPerAccount == null || (accountId != null && c.MaxUsesPerAccount > db.Set<DiscountUse>().Count(
                u => u.CodeId == codeId && u.AccountId == accountId && u.OrderId != but && u.State == DiscountUseState.Taken))),
            ct);

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
