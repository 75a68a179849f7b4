using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Roles">Never empty: whoever has no role is a customer.</param>
/// <param name="CartSession">The secret session of the account's cart.</param>
public sealed record AccountView(long Id, string Email, DateTime CreatedAt, IReadOnlyList<string> Roles, string CartSession);

/// <summary>Reads accounts.</summary>
public sealed class AccountQueries(IShopDbFactory shop, AccountKeys keys)
{
    public async Task<AccountView?> FindAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var found = await db.Accounts.Where(a => a.Id == accountId).Select(a => new { a.Email, a.CreatedAt, a.CartSeed }).SingleOrDefaultAsync(ct);
        return found is null ? null
            : new AccountView(accountId, found.Email!, found.CreatedAt, await RolesAsync(db, accountId, ct), keys.CartSession(found.CartSeed));
    }

    /// <summary>Never empty: whoever has no role is a customer.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await RolesAsync(db, accountId, ct);
    }

    internal static async Task<IReadOnlyList<string>> RolesAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var roles = await db.AccountRoles.Where(held => held.UserId == accountId)
            .Join(db.Roles, held => held.RoleId, role => role.Id, (_, role) => role.Name!).ToListAsync(ct);
        return roles is [] ? [Roles.Customer] : roles;
    }
}
