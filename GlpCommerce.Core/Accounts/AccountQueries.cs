using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Roles">Never empty: whoever has no role is a customer.</param>
/// <param name="CartSeed">Together with the shop's key it gives the session of the account's cart.</param>
/// <param name="StampVersion">Of the account's stamp: a sign-in that names another one has ended.</param>
public sealed record AccountView(
    long Id, string Email, bool EmailConfirmed, DateTime CreatedAt, IReadOnlyList<string> Roles, string CartSeed, string StampVersion);

/// <summary>Reads accounts.</summary>
public sealed class AccountQueries(IShopDbFactory shop)
{
    public async Task<AccountView?> FindAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var found = await db.Accounts.Where(a => a.Id == accountId).Select(a => new { a.Email, a.EmailConfirmed, a.CreatedAt, a.CartSeed, a.SecurityStamp })
            .SingleOrDefaultAsync(ct);
        return found is null ? null : new AccountView(
            accountId, found.Email!, found.EmailConfirmed, found.CreatedAt, await RolesAsync(db, accountId, ct), found.CartSeed,
            TokenIssuer.StampVersion(found.SecurityStamp));
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
