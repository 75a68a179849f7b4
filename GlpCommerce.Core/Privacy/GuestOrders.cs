using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>
/// What the shop keeps about orders that somebody placed without an account: written down for them, or erased, at the wish of whoever
/// writes from the address. A holder of an account erases them together with it.
/// </summary>
public sealed class GuestOrders(IShopDbFactory shop, OrderErasure erasure, AccountTries tries, AuditLog audit)
{
    /// <summary>As many orders as a row of the audit log has room to name.</summary>
    private const int NamedAtOnce = 25;

    /// <param name="email">As typed.</param>
    /// <returns>A JSON file with all orders of the address, or <c>email.invalid</c>.</returns>
    public async Task<Result<byte[]>> ExportAsync(string email, Actor by, CancellationToken ct = default)
    {
        var key = Key(email);
        if (!key.Succeeded)
        {
            return key.Problem!;
        }

        await using var db = shop.Open();
        var orders = Of(db, key.Value!);
        var ids = await orders.OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(ct);
        await shop.InTransactionAsync(rows => NoteAsync(rows, by, "orders.exported", ids, ct), ct);
        return JsonSerializer.SerializeToUtf8Bytes(new { Orders = await OrderExport.ReadAsync(db, orders, ct) }, OrderExport.Json);
    }

    /// <summary>Takes out of the orders whose they were. Repeating it finds nothing more.</summary>
    /// <param name="email">As typed.</param>
    /// <returns>How many orders there were, or <c>email.invalid</c>, <c>guest.has_account</c>, <c>guest.orders_open</c>.</returns>
    public async Task<Result<int>> EraseAsync(string email, Actor by, CancellationToken ct = default)
    {
        var key = Key(email);
        if (!key.Succeeded)
        {
            return key.Problem!;
        }

        await using var db = shop.Open();
        if (await db.Accounts.AnyAsync(a => a.NormalizedEmail == key.Value && a.EmailConfirmed, ct))
        {
            return GuestProblems.HasAccount;
        }

        if (await erasure.HasOpenAsync(Of(db, key.Value!), ct))
        {
            return GuestProblems.OrdersOpen;
        }

        var receipts = await erasure.ForgetFilesAsync(Of(db, key.Value!), key.Value!, ct);
        return await shop.InTransactionAsync(rows => EraseAsync(rows, key.Value!, receipts, by, ct), ct);
    }

    private static IQueryable<Order> Of(ShopDb db, string key) => db.Orders.Where(o => o.AccountId == null && o.EmailKey == key && o.Email != EmailAddress.Erased);

    private static Result<string> Key(string email)
    {
        var problems = new List<Problem>();
        var key = EmailAddress.Key(EmailAddress.Check(email, problems));
        return problems.Count > 0 ? problems : key;
    }

    /// <summary>By as many rows as it takes to name each order.</summary>
    private async Task<bool> NoteAsync(ShopDb db, Actor by, string action, IReadOnlyList<long> orders, CancellationToken ct)
    {
        foreach (var some in orders.Chunk(NamedAtOnce))
        {
            await audit.AddAsync(db, by, action, AuditLog.OrderList, AuditLog.Naming("order", some), ct);
        }

        return true;
    }

    private async Task<Result<int>> EraseAsync(ShopDb db, string key, IReadOnlyList<string> receipts, Actor by, CancellationToken ct)
    {
        if (await erasure.EraseAsync(db, Of(db, key), receipts, ct) is not { } orders)
        {
            return GuestProblems.OrdersOpen;
        }

        // One that nobody ever confirmed holds nothing but the address.
        foreach (var id in await db.Accounts.Where(a => a.NormalizedEmail == key && !a.EmailConfirmed).Select(a => a.Id).ToListAsync(ct))
        {
            await db.Accounts.Where(a => a.Id == id).ExecuteDeleteAsync(ct);
            await audit.AddAsync(db, by, "account.erased", $"account:{id}", ct: ct);
        }

        await tries.ForgetAsync(db, key, ct);
        await NoteAsync(db, by, "orders.erased", orders, ct);
        return orders.Count;
    }
}

/// <summary>Why nothing is done about a guest, in words for who runs the shop.</summary>
public static class GuestProblems
{
    public static readonly Problem HasAccount = new(
        "guest.has_account", "This address has an account. Its holder erases it, and these orders with it, at /account/data.");

    public static readonly Problem OrdersOpen = new(
        "guest.orders_open", "An order of this address has not ended yet. Cancel it, or wait until it has arrived; then it can be erased.");
}
