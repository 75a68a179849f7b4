using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Locks an address after five wrong passwords, until 15 minutes have passed since the fifth. A try is counted before its
/// password is looked at, so that a hundred at once are no hundred guesses. Tries at the code of an order are counted alike.
/// </summary>
public sealed class AccountTries(IShopDbFactory shop, AccountKeys keys, TimeProvider clock)
{
    public const int Most = 5;

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    /// <summary>Counts a try. It writes and asks the same for every address.</summary>
    /// <returns>Whether its password may count.</returns>
    /// <param name="emailKey">The address, or what else is tried.</param>
    internal async Task<bool> CountAsync(string emailKey, CancellationToken ct)
    {
        var (key, now) = (keys.Tries(emailKey), clock.GetUtcNow().UtcDateTime);
        var old = now - Pause;
        var failures = await shop.InTransactionAsync(
            db => db.Database.SqlQuery<int>(
                $"""
                INSERT INTO "SignInTries" ("Key", "Failures", "LastAt") VALUES ({key}, 1, {now})
                ON CONFLICT ("Key") DO UPDATE SET
                    "Failures" = CASE WHEN "SignInTries"."LastAt" <= {old} THEN 1 WHEN "SignInTries"."Failures" > {Most} THEN "SignInTries"."Failures" ELSE "SignInTries"."Failures" + 1 END,
                    "LastAt" = CASE WHEN "SignInTries"."LastAt" <= {old} OR "SignInTries"."Failures" < {Most} THEN {now} ELSE "SignInTries"."LastAt" END
                RETURNING "Failures"
                """).ToListAsync(ct),
            ct);
        return failures[0] <= Most;
    }

    /// <summary>Does what a try was counted for. Where that is given up, as in a crowd at the door, no password was looked at and it was no try.</summary>
    /// <param name="counted">Whether it may count; one that may not was not added to the others.</param>
    internal async Task<T> LookAsync<T>(string emailKey, bool counted, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (OperationCanceledException) when (counted)
        {
            await TakeBackAsync(keys.Tries(emailKey));
            throw;
        }
    }

    /// <summary>Uses up what counts once, such as the challenge of a passkey. It is remembered for longer than any of them counts.</summary>
    /// <returns>False when it was used before, on whatever machine.</returns>
    internal async Task<bool> UseOnceAsync(string what, CancellationToken ct)
    {
        var (key, now) = (keys.Tries(what), clock.GetUtcNow().UtcDateTime);
        return await shop.InTransactionAsync(
            db => db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "SignInTries" ("Key", "Failures", "LastAt") VALUES ({key}, 1, {now}) ON CONFLICT ("Key") DO NOTHING""", ct),
            ct) == 1;
    }

    /// <summary>Forgets the tries of an address whose holder has shown to be there.</summary>
    internal async Task ForgetAsync(ShopDb db, string emailKey, CancellationToken ct)
    {
        var key = keys.Tries(emailKey);
        await db.SignInTries.Where(t => t.Key == key).ExecuteDeleteAsync(ct);
    }

    /// <summary>One try, and not the others with it: whoever gives up again and again must not guess for ever.</summary>
    private Task<int> TakeBackAsync(string key) => shop.InTransactionAsync(
        db => db.SignInTries.Where(t => t.Key == key && t.Failures > 0).ExecuteUpdateAsync(set => set.SetProperty(t => t.Failures, t => t.Failures - 1), CancellationToken.None),
        CancellationToken.None);
}
