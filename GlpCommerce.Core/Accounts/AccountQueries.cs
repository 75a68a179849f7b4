using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Roles">Never empty: whoever has no role is a customer.</param>
/// <param name="CartSeed">Together with the shop's key it gives the session of the account's cart.</param>
public sealed record AccountView(long Id, string Email, bool EmailConfirmed, DateTime CreatedAt, IReadOnlyList<string> Roles, string CartSeed);

/// <summary>Reads accounts.</summary>
public sealed class AccountQueries(IShopDbFactory shop)
{
    public async Task<AccountView?> FindAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var found = await db.Accounts.Where(a => a.Id == accountId).Select(a => new { a.Email, a.EmailConfirmed, a.CreatedAt, a.CartSeed }).SingleOrDefaultAsync(ct);
        return found is null ? null : new AccountView(
            accountId, found.Email!, found.EmailConfirmed, found.CreatedAt, await RolesAsync(db, accountId, ct), found.CartSeed);
    }

    /// <summary>The addresses of several accounts, to show staff who did something; accounts that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<long, string>> EmailsAsync(IReadOnlyCollection<long> accountIds, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.Where(a => accountIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Email!, ct);
    }

    /// <summary>Never empty: whoever has no role, or has still to choose a password, is a customer.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await RolesAsync(db, accountId, ct);
    }

    /// <summary>Whether a session of some hours ago still is what its account is today.</summary>
    /// <param name="stamp">The account's security stamp at that time.</param>
    /// <param name="roles">Its roles at that time.</param>
    public async Task<bool> IsCurrentAsync(long accountId, string? stamp, IReadOnlyCollection<string> roles, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Accounts.AnyAsync(a => a.Id == accountId && a.SecurityStamp == stamp, ct) && roles.ToHashSet().SetEquals(await RolesAsync(db, accountId, ct));
    }

    internal static async Task<IReadOnlyList<string>> RolesAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var (accounts, held) = (db.Accounts, db.AccountRoles);
        var roles = await held.Where(h => h.UserId == accountId && accounts.Any(a => a.Id == accountId && !a.HasTemporaryPassword))
            .Join(db.Roles, h => h.RoleId, role => role.Id, (_, role) => role.Name!).ToListAsync(ct);
        return roles is [] ? [Roles.Customer] : roles;
    }
}
