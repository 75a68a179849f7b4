using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>
/// Erases an account at its holder's wish. Its orders stay, because the tax office asks for them, but no longer say whose
/// they were: of the address only the state is left.
/// </summary>
public sealed class AccountErasure(IShopDbFactory shop, AccountDoor door, AccountKeys keys, AccountTries tries, AccountPost post, JobQueue jobs, AuditLog audit, TimeProvider clock)
{
    /// <summary>A cookie on another machine is believed for some minutes more: nothing of its may come after the erasure.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private static readonly OrderStatus[] UnderWay = [OrderStatus.Pending, OrderStatus.Confirmed, OrderStatus.Shipped];

    private DateTime Payable => clock.GetUtcNow().UtcDateTime - Order.PricesAreKept;

    /// <summary>Ends every session at once and has the rest erased by a job.</summary>
    /// <param name="password">The present one.</param>
    /// <returns>The account's id, or <c>password.wrong</c>, <c>account.orders_open</c>, <c>account.staff</c>.</returns>
    public async Task<Result<long>> AskAsync(long accountId, string? password, CancellationToken ct = default)
    {
        var proven = await door.ProveAsync(accountId, password, ct);
        return proven.Value is { } account ? await shop.InTransactionAsync(db => AskAsync(db, account, ct), ct) : proven.Problem!;
    }

    /// <summary>The orders of an account that ended or not, and those that a guest placed under its address.</summary>
    internal static IQueryable<Order> OrdersOf(ShopDb db, Account account)
    {
        var (id, key) = (account.Id, account.NormalizedEmail);
        return db.Orders.Where(o => o.AccountId == id || (o.AccountId == null && o.EmailKey == key));
    }

    /// <summary>Whether goods or money are still on their way.</summary>
    internal Task<bool> HasOpenAsync(ShopDb db, Account account, CancellationToken ct)
    {
        var payable = Payable;
        return OrdersOf(db, account).AnyAsync(
            o => UnderWay.Contains(o.Status) || (o.Status == OrderStatus.Failed && (o.PlacedAt > payable || o.Events.Any(e => e.Kind == OrderEventKind.Moved && e.Status == OrderStatus.Failed && e.At > payable))), ct);
    }

    /// <summary>All that the database holds, in the transaction that completes the job.</summary>
    /// <returns>False, and nothing is erased, when one of the orders has still to end.</returns>
    internal async Task<bool> EraseAsync(ShopDb db, Account account, CancellationToken ct)
    {
        // Held until the end: no late money brings one back to life that counted as ended.
        await OrdersOf(db, account).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (await HasOpenAsync(db, account, ct))
        {
            return false;
        }

        // One that a guest places under the address in this very moment keeps all it has.
        var payable = Payable;
        var ended = OrdersOf(db, account).Where(
            o => !UnderWay.Contains(o.Status) && (o.Status != OrderStatus.Failed || (o.PlacedAt <= payable && !o.Events.Any(e => e.Kind == OrderEventKind.Moved && e.Status == OrderStatus.Failed && e.At > payable))));
        foreach (var order in await ended.AsNoTracking().Select(o => new { o.Id, o.Address }).ToListAsync(ct))
        {
            await EraseOrderAsync(db, order.Id, order.Address?.State, ct);
        }

        var session = Secrets.Hash(keys.CartSession(account));
        var carts = db.Carts.Where(c => c.SessionKey == session).Select(c => c.Id);
        await db.CartLines.Where(l => carts.Contains(l.CartId)).ExecuteDeleteAsync(ct);
        await db.Carts.Where(c => c.SessionKey == session).ExecuteDeleteAsync(ct);
        await db.SavedViews.Where(v => v.AccountId == account.Id).ExecuteDeleteAsync(ct);
        await tries.ForgetAsync(db, account.NormalizedUserName!, ct);
        await tries.ForgetAsync(db, TwoFactorDoor.Counted(account), ct);
        // Sessions, tokens, links and roles hang on it, and go with it.
        await db.Accounts.Where(a => a.Id == account.Id).ExecuteDeleteAsync(ct);
        await audit.AddAsync(db, Actor.Shop, "account.erased", $"account:{account.Id}", ct: ct);
        return true;
    }

    private static async Task EraseOrderAsync(ShopDb db, long orderId, string? state, CancellationToken ct)
    {
        var secret = Secrets.Hash(Secrets.New());
        var order = db.Orders.Where(o => o.Id == orderId);
        // First, so that an e-mail on its way is either told of it, or has left the copy that goes below.
        // Neither the browser that placed it nor an old link opens it any more.
        await order.ExecuteUpdateAsync(
            set => set.SetProperty(o => o.Email, EmailAddress.Erased).SetProperty(o => o.EmailKey, EmailAddress.Erased)
                .SetProperty(o => o.AccountId, (long?)null).SetProperty(o => o.AccessTokenHash, secret).SetProperty(o => o.SessionKey, secret)
                .SetProperty(o => o.IdempotencyKey, (string?)null).SetProperty(o => o.RequestHash, (string?)null).SetProperty(o => o.Version, o => o.Version + 1),
            ct);
        await db.OrderCodes.Where(c => c.OrderId == orderId).ExecuteDeleteAsync(ct);
        await db.OrderNotes.Where(n => n.OrderId == orderId).ExecuteDeleteAsync(ct);
        await db.EmailCopies.Where(c => db.Set<Email>().Any(e => e.Id == c.EmailId && e.OrderId == orderId)).ExecuteDeleteAsync(ct);
        await db.Shipments.Where(s => s.OrderId == orderId).ExecuteUpdateAsync(set => set.SetProperty(s => s.TrackingNumber, (string?)null), ct);
        await db.ParcelCorrections.Where(c => c.OrderId == orderId).ExecuteUpdateAsync(set => set.SetProperty(c => c.OldTrackingNumber, (string?)null), ct);
        if (state is not null)
        {
            var address = new ShippingAddress { State = state };
            await order.ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, address), ct);
        }
    }

    private async Task<Result<long>> AskAsync(ShopDb db, Account account, CancellationToken ct)
    {
        var (stamp, read) = (Secrets.New(), account.SecurityStamp);
        // Nobody comes in any more: there is no password, and below no passkey and no other way.
        var held = await db.Accounts.Where(a => a.Id == account.Id && a.SecurityStamp == read).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.PasswordHash, (string?)null).SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.ConcurrencyStamp, stamp), ct);
        if (held == 0)
        {
            return AccountProblems.Gone;
        }

        if (await db.AccountRoles.AnyAsync(r => r.UserId == account.Id, ct))
        {
            return ErasureProblems.IsStaff;
        }

        if (await HasOpenAsync(db, account, ct))
        {
            return ErasureProblems.OrdersOpen;
        }

        await OtherWaysIn.CloseAsync(db, account.Id, ct);
        jobs.Add(db, new EraseAccount(account.Id), clock.GetUtcNow().UtcDateTime + Pause);
        post.Add(db, account.Id, AccountMailKind.ErasureAsked);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, new Actor(account.Id, Roles.Customer), "account.erasure_asked", $"account:{account.Id}", ct: ct);
        return account.Id;
    }
}

public static class ErasureProblems
{
    public static readonly Problem OrdersOpen = new(
        "account.orders_open", "An order of yours has not ended yet. Cancel it, or wait until it has arrived; then you can have your account erased.");

    public static readonly Problem IsStaff = new("account.staff", "You work in this shop. Have an administrator take your role away first.");
}
