using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>Writes everything that the shop keeps about an account, for its holder to take along.</summary>
public sealed class AccountExport(
    IShopDbFactory shop, AccountDoor door, AccountKeys keys, SessionQueries sessions, PasskeyQueries passkeys, AuditLog audit)
{
    /// <param name="password">The present one: whoever only found a browser open does not know it.</param>
    /// <returns>A JSON file, or <c>password.wrong</c>.</returns>
    public async Task<Result<byte[]>> WriteAsync(long accountId, string? password, CancellationToken ct = default)
    {
        var proven = await door.ProveAsync(accountId, password, ct);
        if (proven.Value is not { } account)
        {
            return proven.Problem!;
        }

        await audit.NoteReadAsync(new Actor(accountId, Roles.Customer), "account.exported", $"account:{accountId}", ct: ct);
        await using var db = shop.Open();
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Account = new
                {
                    account.Email, account.EmailConfirmed, OpenedAt = account.CreatedAt, SecondStep = account.TwoFactorEnabled,
                    Roles = await db.AccountRoles.Where(held => held.UserId == accountId).Join(db.Roles, held => held.RoleId, role => role.Id, (_, role) => role.Name).ToListAsync(ct),
                },
                SignedIn = (await sessions.OfAsync(accountId, ct)).Select(s => new { s.Device, s.IsApp, s.Since, s.LastSeen }),
                Views = await db.SavedViews.Where(v => v.AccountId == accountId).OrderBy(v => v.Id).Select(v => new { v.Page, v.Name, v.Query, v.IsShared, v.CreatedAt }).ToListAsync(ct),
                Passkeys = (await passkeys.OfAsync(accountId, ct)).Select(p => new { p.Name, p.AddedAt, p.LastUsedAt }),
                Elsewhere = await db.AccountLogins.Where(l => l.UserId == accountId).Select(l => new { Provider = l.ProviderDisplayName, Issuer = l.LoginProvider, Subject = l.ProviderKey }).ToListAsync(ct),
                Addresses = await db.AccountAddresses.Where(a => a.AccountId == accountId).OrderByDescending(a => a.ChosenAt).Select(a => a.Address).ToListAsync(ct),
                Cart = await CartAsync(db, account, ct),
                // One that a guest placed under the address may be a stranger's who mistyped.
                Orders = await OrderExport.ReadAsync(db, db.Orders.Where(o => o.AccountId == accountId), ct),
                Emails = await db.AccountMails.Where(m => m.AccountId == accountId).OrderBy(m => m.CreatedAt).Select(m => new { m.Kind, m.CreatedAt, LinkUsedAt = m.UsedAt }).ToListAsync(ct),
            },
            OrderExport.Json);
    }

    private async Task<object> CartAsync(ShopDb db, Account account, CancellationToken ct)
    {
        var session = Secrets.Hash(keys.CartSession(account));
        var open = db.Carts.Where(c => c.SessionKey == session && c.ClosedAt == null);
        return new
        {
            DiscountCode = await open.Select(c => c.DiscountCode).SingleOrDefaultAsync(ct),
            Lines = (await open.SelectMany(c => c.Lines).ToListAsync(ct)).Select(l => new { l.ProductId, l.Quantity, PriceSeenCents = l.PriceSeen.Cents }),
        };
    }
}
