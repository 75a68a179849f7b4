using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>
/// What the shop keeps about somebody who never opened an account: written down for them, or erased, at the wish of whoever
/// writes from the address. A holder of an account does both by themselves.
/// </summary>
public sealed class GuestOrders(IShopDbFactory shop, OrderErasure erasure, AuditLog audit)
{
    /// <param name="email">As typed.</param>
    /// <returns>A JSON file with all orders of the address, or <c>email.invalid</c>, <c>guest.has_account</c>.</returns>
    public async Task<Result<byte[]>> ExportAsync(string email, Actor by, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var key = await KeyAsync(db, email, ct);
        if (!key.Succeeded)
        {
            return key.Problem!;
        }

        var orders = Of(db, key.Value!);
        var ids = await orders.OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(ct);
        await audit.NoteReadAsync(by, "orders.exported", AuditLog.OrderList, AuditLog.Naming("order", ids), ct);
        return JsonSerializer.SerializeToUtf8Bytes(new { Orders = await OrderExport.ReadAsync(db, orders, ct) }, OrderExport.Json);
    }

    /// <summary>Takes out of the orders whose they were. Repeating it finds nothing more.</summary>
    /// <param name="email">As typed.</param>
    /// <returns>How many orders there were, or <c>email.invalid</c>, <c>guest.has_account</c>, <c>guest.orders_open</c>.</returns>
    public async Task<Result<int>> EraseAsync(string email, Actor by, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var key = await KeyAsync(db, email, ct);
        if (!key.Succeeded)
        {
            return key.Problem!;
        }

        if (await erasure.HasOpenAsync(Of(db, key.Value!), ct))
        {
            return GuestProblems.OrdersOpen;
        }

        var receipts = await erasure.ForgetFilesAsync(Of(db, key.Value!), key.Value!, ct);
        return await shop.InTransactionAsync(rows => EraseAsync(rows, key.Value!, receipts, by, ct), ct);
    }

    private static IQueryable<Order> Of(ShopDb db, string key) => db.Orders.Where(o => o.AccountId == null && o.EmailKey == key && o.Email != EmailAddress.Erased);

    private static async Task<Result<string>> KeyAsync(ShopDb db, string email, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var key = EmailAddress.Key(EmailAddress.Check(email, problems));
        return problems.Count > 0 ? problems
            : await db.Accounts.AnyAsync(a => a.NormalizedEmail == key && a.EmailConfirmed, ct) ? GuestProblems.HasAccount
            : key;
    }

    private async Task<Result<int>> EraseAsync(ShopDb db, string key, IReadOnlyList<string> receipts, Actor by, CancellationToken ct)
    {
        if (await erasure.EraseAsync(db, Of(db, key), receipts, ct) is not { } orders)
        {
            return GuestProblems.OrdersOpen;
        }

        if (orders.Count > 0)
        {
            await audit.AddAsync(db, by, "orders.erased", AuditLog.OrderList, AuditLog.Naming("order", orders), ct);
        }

        return orders.Count;
    }
}

/// <summary>Why nothing is done about a guest, in words for who runs the shop.</summary>
public static class GuestProblems
{
    public static readonly Problem HasAccount = new(
        "guest.has_account", "This address has an account. Its holder takes the data along, and erases it, at /account/data.");

    public static readonly Problem OrdersOpen = new(
        "guest.orders_open", "An order of this address has not ended yet. Cancel it, or wait until it has arrived; then it can be erased.");
}
