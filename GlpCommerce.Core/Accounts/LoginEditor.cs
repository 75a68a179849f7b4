using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account elsewhere that opens one here.</summary>
/// <param name="Issuer">By which it is removed.</param>
public sealed record LoginView(string Issuer, string Name);

/// <summary>Connects accounts with those elsewhere, and takes them apart. Sessions stay as they are.</summary>
public sealed class LoginEditor(IShopDbFactory shop, AccountDoor accounts, AccountPost post, AuditLog audit)
{
    /// <summary>As long as Identity's columns are.</summary>
    private const int Longest = 128;

    public async Task<IReadOnlyList<LoginView>> OfAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.AccountLogins.Where(l => l.UserId == accountId).OrderBy(l => l.ProviderDisplayName).ThenBy(l => l.LoginProvider)
            .Select(l => new LoginView(l.LoginProvider, l.ProviderDisplayName ?? l.LoginProvider)).ToListAsync(ct);
    }

    /// <summary>Connects an account whose holder was asked for the password before.</summary>
    /// <param name="stamp">The account's security stamp at that time.</param>
    /// <returns>The account, or <c>login.taken</c>, or <c>account.gone</c> when another password was set meanwhile.</returns>
    public async Task<Result<Account>> AddAsync(long accountId, string? stamp, ProvenElsewhere who, CancellationToken ct = default)
    {
        try
        {
            return await shop.InTransactionAsync(db => AddAsync(db, accountId, stamp, who, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            return await shop.InTransactionAsync(db => AddAsync(db, accountId, stamp, who, ct), ct);
        }
    }

    /// <summary>Takes one away. The password that it asks for stays a way in, so it never is the last one.</summary>
    /// <param name="issuer">A <see cref="LoginView.Issuer"/>.</param>
    /// <returns>The account, or <c>password.wrong</c>, or <c>password.none</c> where there is no other way in yet.</returns>
    public async Task<Result<Account>> RemoveAsync(long accountId, string? issuer, string? password, CancellationToken ct = default)
    {
        var proven = await accounts.ProveAsync(accountId, password, ct);
        if (proven.Succeeded)
        {
            await shop.InTransactionAsync(
                async db => await RemoveAsync(db, accountId, issuer, ct) > 0 && await TellAsync(db, accountId, AccountMailKind.LoginRemoved, "account.login_removed", ct), ct);
        }

        return proven;
    }

    internal static async Task<Account?> HolderAsync(ShopDb db, ProvenElsewhere who, CancellationToken ct)
    {
        var (issuer, subject) = (Kept(who.Issuer), Kept(who.Subject));
        return await db.AccountLogins.Where(l => l.LoginProvider == issuer && l.ProviderKey == subject)
            .Join(db.Accounts.AsNoTracking().Where(a => a.EmailConfirmed), l => l.UserId, a => a.Id, (_, account) => account).SingleOrDefaultAsync(ct);
    }

    internal async Task KeepAsync(ShopDb db, long accountId, ProvenElsewhere who, CancellationToken ct)
    {
        db.AccountLogins.Add(new IdentityUserLogin<long> { UserId = accountId, LoginProvider = Kept(who.Issuer), ProviderKey = Kept(who.Subject), ProviderDisplayName = who.Name });
        await TellAsync(db, accountId, AccountMailKind.LoginAdded, "account.login_added", ct);
    }

    /// <summary>Not where the password has gone meanwhile.</summary>
    private static Task<int> RemoveAsync(ShopDb db, long accountId, string? issuer, CancellationToken ct)
    {
        var people = db.Accounts;
        return db.AccountLogins.Where(l => l.UserId == accountId && l.LoginProvider == issuer && people.Any(a => a.Id == accountId && a.PasswordHash != null)).ExecuteDeleteAsync(ct);
    }

    private async Task<Result<Account>> AddAsync(ShopDb db, long accountId, string? stamp, ProvenElsewhere who, CancellationToken ct)
    {
        if (await HolderAsync(db, who, ct) is { } holder)
        {
            return holder.Id == accountId ? holder : LoginProblems.Taken;
        }

        if (await db.Accounts.Where(a => a.Id == accountId && a.SecurityStamp == stamp).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct) == 0)
        {
            return AccountProblems.Gone;
        }

        await KeepAsync(db, accountId, who, ct);
        return await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == accountId, ct);
    }

    private async Task<bool> TellAsync(ShopDb db, long accountId, AccountMailKind kind, string action, CancellationToken ct)
    {
        post.Add(db, accountId, kind);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, new Actor(accountId, Roles.Customer), action, $"account:{accountId}", ct: ct);
        return true;
    }

    /// <summary>A longer name is kept as its hash.</summary>
    private static string Kept(string name) => name.Length <= Longest ? name : Secrets.Hash(name);
}
