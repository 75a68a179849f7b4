using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>A second factor that was turned on.</summary>
/// <param name="RecoveryCodes">Shown once; only their hashes are kept.</param>
public sealed record TwoFactorOn(Account Account, IReadOnlyList<string> RecoveryCodes);

/// <summary>Turns the second factor on and off. With either, every session and token from before ends.</summary>
public sealed class TwoFactorEditor(IShopDbFactory shop, AccountDoor accounts, TwoFactorTokens tokens, TwoFactorDoor door, AccountPost post, AuditLog audit)
{
    /// <summary>Makes a secret for the app; it counts once a code of it was typed. Whoever only found a browser open does not know the password.</summary>
    /// <returns>The secret in the letters that apps read.</returns>
    public async Task<Result<string>> BeginAsync(long accountId, string? password, CancellationToken ct = default)
    {
        var proven = await accounts.ProveAsync(accountId, password, ct);
        if (proven.Value is not { } account)
        {
            return proven.Problem!;
        }

        return await shop.InTransactionAsync<Result<string>>(
            async db => await HoldAsync(db, account, isOn: false, ct) ? Base32.Write(await tokens.NewSecretAsync(db, accountId, ct)) : AccountProblems.Gone, ct);
    }

    /// <summary>The secret that waits for its first code, to show it again after a wrong one; null when none waits.</summary>
    public async Task<string?> WaitingAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.AnyAsync(a => a.Id == accountId && !a.TwoFactorEnabled, ct) && await tokens.SecretAsync(db, accountId, ct) is { } secret ? Base32.Write(secret) : null;
    }

    /// <summary>Turns it on with the first code of the app.</summary>
    public async Task<Result<TwoFactorOn>> TurnOnAsync(long accountId, string? code, CancellationToken ct = default)
    {
        if (await FindAsync(accountId, ct) is not { TwoFactorEnabled: false } account)
        {
            return AccountProblems.Gone;
        }

        if (!await door.CountAsync(account, ct))
        {
            return AccountProblems.CodeWrong;
        }

        return await shop.InTransactionAsync<Result<TwoFactorOn>>(
            async db =>
            {
                // Held before the code is looked at: no other secret comes between it and what it turns on.
                if (!await HoldAsync(db, account, isOn: false, ct))
                {
                    return AccountProblems.Gone;
                }

                if (!await door.UseAsync(db, account, code, ct))
                {
                    return AccountProblems.CodeWrong;
                }

                await SetAsync(db, account, isOn: true, ct);
                var codes = await TwoFactorTokens.NewRecoveryCodesAsync(db, accountId, ct);
                await TellAsync(db, accountId, AccountMailKind.TwoStepOn, "account.two_factor_on", ct);
                return new TwoFactorOn(account, codes);
            },
            ct);
    }

    /// <summary>Turns it off with a code of the app, or a recovery code.</summary>
    public async Task<Result<Account>> TurnOffAsync(long accountId, string? code, CancellationToken ct = default)
    {
        if (await FindAsync(accountId, ct) is not { TwoFactorEnabled: true } account)
        {
            return AccountProblems.Gone;
        }

        if (!await door.UseAsync(account, code, ct))
        {
            return AccountProblems.CodeWrong;
        }

        return await shop.InTransactionAsync<Result<Account>>(
            async db =>
            {
                if (!await HoldAsync(db, account, isOn: true, ct))
                {
                    return AccountProblems.Gone;
                }

                await SetAsync(db, account, isOn: false, ct);
                await TwoFactorTokens.ForgetAsync(db, accountId, ct);
                await TellAsync(db, accountId, AccountMailKind.TwoStepOff, "account.two_factor_off", ct);
                return account;
            },
            ct);
    }

    /// <summary>Makes ten new recovery codes, for a code of the app or one of the old ones. Older ones count no more; nothing else ends.</summary>
    public async Task<Result<TwoFactorOn>> RenewCodesAsync(long accountId, string? code, CancellationToken ct = default)
    {
        if (await FindAsync(accountId, ct) is not { TwoFactorEnabled: true } account)
        {
            return AccountProblems.Gone;
        }

        if (!await door.UseAsync(account, code, ct))
        {
            return AccountProblems.CodeWrong;
        }

        return await shop.InTransactionAsync<Result<TwoFactorOn>>(
            async db =>
            {
                if (!await HoldAsync(db, account, isOn: true, ct))
                {
                    return AccountProblems.Gone;
                }

                var codes = await TwoFactorTokens.NewRecoveryCodesAsync(db, accountId, ct);
                await TellAsync(db, accountId, AccountMailKind.RecoveryRenewed, "account.recovery_renewed", ct);
                return new TwoFactorOn(account, codes);
            },
            ct);
    }

    private async Task<Account?> FindAsync(long accountId, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, ct);
    }

    /// <summary>Makes everybody else wait who changes the account. False when it got another password, or another factor, since it was read.</summary>
    private static async Task<bool> HoldAsync(ShopDb db, Account account, bool isOn, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == account.Id && a.SecurityStamp == account.SecurityStamp && a.TwoFactorEnabled == isOn)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct) == 1;

    private static async Task SetAsync(ShopDb db, Account account, bool isOn, CancellationToken ct)
    {
        var stamp = Secrets.New();
        await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.TwoFactorEnabled, isOn).SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.ConcurrencyStamp, stamp), ct);
        db.AfterCommit(() => (account.TwoFactorEnabled, account.SecurityStamp) = (isOn, stamp));
    }

    private async Task TellAsync(ShopDb db, long accountId, AccountMailKind kind, string action, CancellationToken ct)
    {
        post.Add(db, accountId, kind);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, new Actor(accountId, Roles.Customer), action, $"account:{accountId}", ct: ct);
    }
}
