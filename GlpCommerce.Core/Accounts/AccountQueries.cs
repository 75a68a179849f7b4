using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Roles">Never empty: whoever has no role is a customer.</param>
/// <param name="CartSeed">Together with the shop's key it gives the session of the account's cart.</param>
/// <param name="StampVersion">Of the account's stamp: a sign-in that names another one has ended.</param>
public sealed record AccountView(
    long Id, string Email, bool EmailConfirmed, DateTime CreatedAt, IReadOnlyList<string> Roles, string CartSeed, string StampVersion);

/// <summary>Reads accounts.</summary>
public sealed class AccountQueries(IShopDbFactory shop, IOptions<StaffOptions> staff)
{
    public async Task<AccountView?> FindAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var found = await db.Accounts.Where(a => a.Id == accountId).Select(a => new { a.Email, a.EmailConfirmed, a.CreatedAt, a.CartSeed, a.SecurityStamp })
            .SingleOrDefaultAsync(ct);
        return found is null ? null : new AccountView(
            accountId, found.Email!, found.EmailConfirmed, found.CreatedAt, await RolesAsync(db, accountId, staff.Value, ct), found.CartSeed,
            TokenIssuer.StampVersion(found.SecurityStamp));
    }

    /// <summary>Never empty: whoever has no role, or has still to choose a password or to set up a second factor, is a customer.</summary>
    /// <param name="byPasskey">Whether this sign-in was by a passkey, which is a second factor in itself.</param>
    public async Task<IReadOnlyList<string>> RolesAsync(long accountId, bool byPasskey = false, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await RolesAsync(db, accountId, staff.Value, ct, byPasskey);
    }

    /// <summary>Whether a role of the account will count only once it has a second factor.</summary>
    public async Task<bool> WaitsForCodeAsync(long accountId, CancellationToken ct = default)
    {
        if (!staff.Value.RequireTwoFactor)
        {
            return false;
        }

        await using var db = shop.Open();
        var accounts = db.Accounts;
        return await db.AccountRoles.Where(h => h.UserId == accountId && accounts.Any(a => a.Id == accountId && !a.TwoFactorEnabled))
            .Join(db.Roles, h => h.RoleId, role => role.Id, (_, role) => role.Name!).AnyAsync(role => role == Roles.Manager || role == Roles.Admin, ct);
    }

    /// <summary>The addresses of several accounts, by their ids; those that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<long, string>> EmailsAsync(IReadOnlyCollection<long> ids, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Email!, ct);
    }

    /// <summary>Whether a session of some hours ago still is what its account is today.</summary>
    /// <param name="stamp">The account's security stamp at that time.</param>
    /// <param name="roles">Its roles at that time.</param>
    /// <param name="byPasskey">Whether it began with a passkey.</param>
    public async Task<bool> IsCurrentAsync(long accountId, string? stamp, IReadOnlyCollection<string> roles, bool byPasskey = false, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.AnyAsync(a => a.Id == accountId && a.SecurityStamp == stamp, ct) && roles.ToHashSet().SetEquals(await RolesAsync(db, accountId, staff.Value, ct, byPasskey));
    }

    /// <summary>Whether a sign-in still counts. A new password, signing out everywhere and another role or factor have ended it.</summary>
    /// <param name="stampVersion">Of the account's stamp when it began.</param>
    public async Task<bool> IsSignedInAsync(long accountId, string? stampVersion, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.Where(a => a.Id == accountId).Select(a => a.SecurityStamp).SingleOrDefaultAsync(ct) is { } stamp
            && TokenIssuer.StampVersion(stamp) == stampVersion;
    }

    internal static async Task<IReadOnlyList<string>> RolesAsync(ShopDb db, long accountId, StaffOptions staff, CancellationToken ct, bool byPasskey = false)
    {
        var (accounts, held, isLax) = (db.Accounts, db.AccountRoles, byPasskey || !staff.RequireTwoFactor);
        var roles = await held.Where(h => h.UserId == accountId && accounts.Any(a => a.Id == accountId && !a.HasTemporaryPassword))
            .Join(db.Roles, h => h.RoleId, role => role.Id, (_, role) => role.Name!)
            .Where(role => isLax || role == Roles.Staff || accounts.Any(a => a.Id == accountId && a.TwoFactorEnabled)).ToListAsync(ct);
        return roles is [] ? [Roles.Customer] : roles;
    }
}
