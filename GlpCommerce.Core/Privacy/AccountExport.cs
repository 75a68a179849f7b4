using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>Writes everything that the shop keeps about an account, for its holder to take along.</summary>
public sealed class AccountExport(
    IShopDbFactory shop, AccountDoor door, AccountKeys keys, SessionQueries sessions, PasskeyQueries passkeys, AuditLog audit)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

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
                Orders = await OrdersAsync(db, accountId, ct),
                Emails = await db.AccountMails.Where(m => m.AccountId == accountId).OrderBy(m => m.CreatedAt).Select(m => new { m.Kind, m.CreatedAt, LinkUsedAt = m.UsedAt }).ToListAsync(ct),
            },
            Json);
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

    /// <summary>Those that are in the account. One that a guest placed under its address may be a stranger's who mistyped.</summary>
    private static async Task<object> OrdersAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var orders = await db.Orders.AsNoTracking().AsSplitQuery().Include(o => o.Lines).Include(o => o.Events).Where(o => o.AccountId == accountId).OrderBy(o => o.Id).ToListAsync(ct);
        var ids = orders.Select(o => o.Id).ToList();
        var emails = (await db.Emails.AsNoTracking().Where(e => ids.Contains(e.OrderId)).OrderBy(e => e.Id)
            .Select(e => new { Email = e, Words = db.Set<EmailCopy>().Where(c => c.EmailId == e.Id).Select(c => c.Text).SingleOrDefault() }).ToListAsync(ct)).ToLookup(e => e.Email.OrderId);
        var shipments = (await db.Shipments.AsNoTracking().Where(s => ids.Contains(s.OrderId)).ToListAsync(ct)).ToLookup(s => s.OrderId);
        var corrections = (await db.ParcelCorrections.AsNoTracking().Where(c => ids.Contains(c.OrderId)).OrderBy(c => c.Id).ToListAsync(ct)).ToLookup(c => c.OrderId);
        // What staff wrote down about somebody is about them too. Who wrote it is not.
        var notes = (await db.OrderNotes.AsNoTracking().Where(n => ids.Contains(n.OrderId)).OrderBy(n => n.Id).ToListAsync(ct)).ToLookup(n => n.OrderId);
        return orders.Select(o => new
        {
            o.Number, o.PlacedAt, o.Status, o.PaymentStatus, o.Email, o.Address, o.DiscountCode,
            SubtotalCents = o.Subtotal.Cents, DiscountCents = o.Discount.Cents, ShippingCents = o.Shipping.Cents, TaxCents = o.Tax.Cents, TotalCents = o.Total.Cents,
            Lines = o.Lines.Select(l => new { l.Sku, l.Name, l.Quantity, UnitPriceCents = l.UnitPrice.Cents, TaxCents = l.Tax.Cents, l.RefundedQuantity }),
            Steps = o.Events.OrderBy(e => e.Id).Select(e => new { e.Kind, e.Text, e.At }),
            Emails = emails[o.Id].Select(e => new { e.Email.Kind, e.Email.Subject, e.Email.SentAt, e.Words }),
            Shipments = shipments[o.Id].Select(s => new { s.Carrier, s.TrackingNumber, s.ShippedAt }),
            ShipmentsBeforeCorrection = corrections[o.Id].Select(c => new { Carrier = c.OldCarrier, TrackingNumber = c.OldTrackingNumber, CorrectedAt = c.At }),
            Notes = notes[o.Id].Select(n => new { n.Text, n.At }),
        }).ToList();
    }
}
