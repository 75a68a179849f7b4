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

/// <summary>Erases an account at its holder's wish. Its orders stay, but no longer say whose they were.</summary>
public sealed class AccountErasure(
    IShopDbFactory shop, AccountDoor door, AccountKeys keys, AccountTries tries, AccountPost post, OrderErasure orders, JobQueue jobs, AuditLog audit, TimeProvider clock)
{
    /// <summary>A cookie on another machine is believed for some minutes more: nothing of its may come after the erasure.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

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

    /// <summary>All that the database holds, in the transaction that completes the job.</summary>
    /// <param name="receiptNames">What the orders' receipts were called.</param>
    /// <returns>False, and nothing is erased, when one of the orders has still to end.</returns>
    internal async Task<bool> EraseAsync(ShopDb db, Account account, IReadOnlyList<string> receiptNames, CancellationToken ct)
    {
        if (await orders.EraseAsync(db, OrdersOf(db, account), receiptNames, ct) is null)
        {
            return false;
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

        if (await orders.HasOpenAsync(OrdersOf(db, account), ct))
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
