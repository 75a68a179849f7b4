using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Asks whoever knew the password for the second factor. Wrong, used already and locked hear the same words.</summary>
public sealed class TwoFactorDoor(IShopDbFactory shop, TwoFactorTokens tokens, AccountTries tries, AccountPost post)
{
    /// <summary>Checks the code of somebody whose password was right: only then may a session begin, or tokens be issued.</summary>
    /// <param name="stamp">The account's security stamp when the password was checked.</param>
    /// <param name="code">Of the app, or a recovery code; as it was typed.</param>
    /// <returns>The account, or <c>account.code_wrong</c>, or <c>account.gone</c> when another password was set meanwhile.</returns>
    public async Task<Result<Account>> CheckAsync(long accountId, string? stamp, string? code, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId && a.SecurityStamp == stamp, ct) is not { } account)
        {
            return AccountProblems.Gone;
        }

        return !account.TwoFactorEnabled || await UseAsync(account, code, ct) ? account : AccountProblems.CodeWrong;
    }

    /// <summary>Under what the tries of its codes are counted, apart from those of its password.</summary>
    internal static string Counted(Account account) => $"code:{account.NormalizedUserName}";

    /// <summary>Uses up a code. A try is counted before it is looked at: six digits are soon guessed.</summary>
    internal async Task<bool> UseAsync(Account account, string? code, CancellationToken ct) =>
        await CountAsync(account, ct) && await shop.InTransactionAsync(db => UseAsync(db, account, code, ct), ct);

    /// <summary>Counts a try, by itself.</summary>
    /// <returns>False after too many.</returns>
    internal Task<bool> CountAsync(Account account, CancellationToken ct) => tries.CountAsync(Counted(account), ct);

    /// <summary>Uses up a code in the caller's transaction, once its try was counted.</summary>
    internal async Task<bool> UseAsync(ShopDb db, Account account, string? code, CancellationToken ct)
    {
        if (!await tokens.UseAppAsync(db, account.Id, code, ct) && !await UseRecoveryAsync(db, account.Id, code, ct))
        {
            return false;
        }

        await tries.ForgetAsync(db, Counted(account), ct);
        return true;
    }

    /// <summary>Its holder hears of it: whoever found the codes would else come in unseen.</summary>
    private async Task<bool> UseRecoveryAsync(ShopDb db, long accountId, string? code, CancellationToken ct)
    {
        if (!await TwoFactorTokens.UseRecoveryAsync(db, accountId, code, ct))
        {
            return false;
        }

        post.Add(db, accountId, AccountMailKind.RecoveryUsed);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
