using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Roles">Never empty: whoever has no role is a customer.</param>
public sealed record AccountView(long Id, string Email, DateTime CreatedAt, IReadOnlyList<string> Roles);

/// <summary>Reads accounts.</summary>
public sealed class AccountQueries(IShopDbFactory shop)
{
    public async Task<AccountView?> FindAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var (held, roles) = (db.AccountRoles, db.Roles);
        var found = await db.Accounts.Where(a => a.Id == accountId).Select(a => new
        {
            a.Email,
            a.CreatedAt,
            Roles = held.Where(r => r.UserId == a.Id).Join(roles, r => r.RoleId, r => r.Id, (_, role) => role.Name!).ToList(),
        }).SingleOrDefaultAsync(ct);
        return found is null ? null : new AccountView(accountId, found.Email!, found.CreatedAt, found.Roles is [] ? [Roles.Customer] : found.Roles);
    }
}
