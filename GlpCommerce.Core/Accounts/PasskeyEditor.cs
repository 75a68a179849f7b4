using System.Buffers;
using System.Buffers.Text;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Adds, names and removes passkeys. Whoever only found a browser open does not know the password.</summary>
public sealed class PasskeyEditor(IShopDbFactory shop, AccountDoor accounts, AccountPost post, AuditLog audit)
{
    public const int Most = 10;

    public const int LongestName = 60;

    /// <summary>Before a device is asked to make one.</summary>
    /// <returns>The account, or <c>password.wrong</c>, <c>passkey.too_many</c>, <c>passkey.name_long</c>.</returns>
    public async Task<Result<Account>> BeginAsync(long accountId, string? password, string? name, CancellationToken ct = default)
    {
        if (IsLong(name))
        {
            return PasskeyProblems.NameLong;
        }

        var proven = await accounts.ProveAsync(accountId, password, ct);
        await using var db = shop.Open();
        return proven.Succeeded && await IsFullAsync(db, accountId, ct) ? PasskeyProblems.TooMany : proven;
    }

    /// <summary>Keeps what a device has made.</summary>
    /// <param name="stamp">The account's security stamp when the password was asked for.</param>
    /// <param name="name">By which its holder knows it again; as it was typed.</param>
    /// <param name="userAgent">Names it where its holder did not.</param>
    /// <returns>The name, or <c>passkey.stale</c>, <c>passkey.too_many</c>, <c>passkey.not_added</c>.</returns>
    public Task<Result<string>> AddAsync(long accountId, string? stamp, UserPasskeyInfo passkey, string? name, string? userAgent, CancellationToken ct = default)
    {
        var given = IsLong(name) ? null : Input.Line(name);
        var called = given ?? (DeviceWords.Of(userAgent) is { Length: > 0 } device ? device : "Passkey");
        return shop.InTransactionAsync(db => AddAsync(db, accountId, stamp, passkey, called, ct), ct);
    }

    /// <param name="id">A <see cref="PasskeyView.Id"/>.</param>
    /// <returns>The name, or <c>passkey.name_missing</c>, <c>passkey.name_long</c>, <c>account.gone</c>.</returns>
    public async Task<Result<string>> RenameAsync(long accountId, string? id, string? name, CancellationToken ct = default)
    {
        if (IsLong(name) || Input.Line(name) is not { } called)
        {
            return IsLong(name) ? PasskeyProblems.NameLong : PasskeyProblems.NameMissing;
        }

        return await shop.InTransactionAsync<Result<string>>(
            async db =>
            {
                if (Key(id) is not { } key || await db.Passkeys.SingleOrDefaultAsync(p => p.UserId == accountId && p.CredentialId == key, ct) is not { } passkey)
                {
                    return AccountProblems.Gone;
                }

                passkey.Data.Name = called;
                await db.SaveChangesAsync(ct);
                return called;
            },
            ct);
    }

    /// <summary>Removes one, and signs the account out everywhere: the device that held it may be lost, and still be signed in.</summary>
    /// <param name="id">A <see cref="PasskeyView.Id"/>.</param>
    /// <returns>The account as it is now, or <c>password.wrong</c>. What is gone already is no problem.</returns>
    public async Task<Result<Account>> RemoveAsync(long accountId, string? id, string? password, CancellationToken ct = default)
    {
        var proven = await accounts.ProveAsync(accountId, password, ct);
        if (proven.Value is { } account && Key(id) is { } key)
        {
            await shop.InTransactionAsync(
                async db => await db.Passkeys.Where(p => p.UserId == accountId && p.CredentialId == key).ExecuteDeleteAsync(ct) == 1
                    && await EndSessionsAsync(db, account, ct)
                    && await TellAsync(db, accountId, AccountMailKind.PasskeyRemoved, "account.passkey_removed", ct),
                ct);
            return account;
        }

        return proven;
    }

    private static async Task<bool> EndSessionsAsync(ShopDb db, Account account, CancellationToken ct)
    {
        var stamp = Secrets.New();
        db.AfterCommit(() => account.SecurityStamp = stamp);
        return await db.Accounts.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.ConcurrencyStamp, stamp), ct) == 1;
    }

    private async Task<Result<string>> AddAsync(ShopDb db, long accountId, string? stamp, UserPasskeyInfo passkey, string name, CancellationToken ct)
    {
        // Holds the account, so that two who add come one after another.
        var held = await db.Accounts.Where(a => a.Id == accountId && a.SecurityStamp == stamp).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct);
        var id = passkey.CredentialId;
        if (held == 0 || await IsFullAsync(db, accountId, ct))
        {
            return held == 0 ? PasskeyProblems.Stale : PasskeyProblems.TooMany;
        }

        if (await db.Passkeys.AnyAsync(p => p.CredentialId == id, ct))
        {
            return PasskeyProblems.NotAdded;
        }

        db.Passkeys.Add(new IdentityUserPasskey<long> { UserId = accountId, CredentialId = id, Data = Kept(passkey, name) });
        await TellAsync(db, accountId, AccountMailKind.PasskeyAdded, "account.passkey_added", ct);
        return name;
    }

    /// <summary>What a sign-in needs, and no more: what the device said of itself when it made the key is not kept.</summary>
    private static IdentityPasskeyData Kept(UserPasskeyInfo passkey, string name) => new()
    {
        PublicKey = passkey.PublicKey,
        Name = name,
        CreatedAt = passkey.CreatedAt,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports,
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
        AttestationObject = [],
        ClientDataJson = [],
    };

    private async Task<bool> TellAsync(ShopDb db, long accountId, AccountMailKind kind, string action, CancellationToken ct)
    {
        post.Add(db, accountId, kind);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, new Actor(accountId, Roles.Customer), action, $"account:{accountId}", ct: ct);
        return true;
    }

    private static async Task<bool> IsFullAsync(ShopDb db, long accountId, CancellationToken ct) => await db.Passkeys.CountAsync(p => p.UserId == accountId, ct) >= Most;

    private static bool IsLong(string? name) => name?.Length > LongestName * 4 || Input.Line(name)?.Length > LongestName;

    private static byte[]? Key(string? id) => id is { Length: > 0 and <= 1400 } && Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : null;
}
