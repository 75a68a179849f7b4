using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Lets in whoever holds a passkey of a confirmed account. Its signature was checked before; a device that makes one has
/// asked for finger, face or PIN, so that it counts as both steps.
/// </summary>
public sealed class PasskeyDoor(IShopDbFactory shop, AccountTries tries, TimeProvider clock)
{
    /// <summary>Uses up a challenge, whatever comes of it. False when somebody brought its answer before.</summary>
    public Task<bool> UseUpAsync(string challenge, CancellationToken ct = default) => tries.UseOnceAsync($"passkey:{challenge}", ct);

    /// <summary>Notes that a passkey was used.</summary>
    /// <param name="used">As its device has just shown it.</param>
    /// <returns>The account, or <c>passkey.refused</c>, also when its counter says that there is a copy of it.</returns>
    public Task<Result<Account>> UseAsync(long accountId, UserPasskeyInfo used, CancellationToken ct = default) =>
        shop.InTransactionAsync(db => UseAsync(db, accountId, used, ct), ct);

    private async Task<Result<Account>> UseAsync(ShopDb db, long accountId, UserPasskeyInfo used, CancellationToken ct)
    {
        var id = used.CredentialId;
        if (!await HoldAsync(db, accountId, ct)
            || await db.Passkeys.SingleOrDefaultAsync(p => p.UserId == accountId && p.CredentialId == id, ct) is not { } passkey
            || (Math.Max(used.SignCount, passkey.Data.SignCount) > 0 && used.SignCount <= passkey.Data.SignCount))
        {
            return PasskeyProblems.Refused;
        }

        (passkey.Data.SignCount, passkey.Data.IsBackedUp, passkey.Data.IsUserVerified) = (used.SignCount, used.IsBackedUp, used.IsUserVerified);
        db.Entry(passkey).Property(PasskeyQueries.LastUsedAt).CurrentValue = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(ct);
        return await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == accountId, ct);
    }

    /// <summary>Holds the account until the transaction ends, so that two uses come one after another.</summary>
    private static async Task<bool> HoldAsync(ShopDb db, long accountId, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == accountId && a.EmailConfirmed).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct) == 1;
}
