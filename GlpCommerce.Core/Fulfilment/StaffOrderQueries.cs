using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>An order as it stands in the staff's list.</summary>
/// <param name="Recipient">Whose name is on the parcel; null without an address.</param>
/// <param name="Place">City and state.</param>
public sealed record StaffOrderRow(
    long Id, string Number, DateTime PlacedAt, OrderStatus Status, PaymentStatus PaymentStatus, string? Recipient, string? Place, int Units, Money Total);

/// <summary>Some orders, newest first.</summary>
/// <param name="HasNewer">Whether there are newer ones before the first.</param>
/// <param name="HasOlder">Whether there are older ones after the last.</param>
public sealed record StaffOrderRows(IReadOnlyList<StaffOrderRow> Orders, bool HasNewer, bool HasOlder);

/// <summary>The newest order and the newest step of any: something has happened when they are others.</summary>
public sealed record OrderPulse(long LastOrder, long LastStep);

/// <summary>A note with its author's address; null when the account is gone.</summary>
public sealed record WrittenNote(OrderNote Note, string? Author);

/// <summary>An order with all that happened to it.</summary>
/// <param name="Order">With its lines and steps.</param>
/// <param name="Refunds">With their lines.</param>
public sealed record StaffOrder(
    Order Order, IReadOnlyList<LedgerEntry> Payments, IReadOnlyList<Refund> Refunds, Shipment? Shipment, IReadOnlyList<ParcelCorrection> Corrections,
    IReadOnlyList<Email> Emails, IReadOnlyList<WrittenNote> Notes)
{
    /// <summary>All that came in for it.</summary>
    public Money Paid => Money.Sum(Payments.Where(fact => fact.Kind == LedgerKind.Captured).Select(fact => fact.Amount));

    /// <summary>What went back and stayed there, as the order's receipt tells it.</summary>
    public Money Refunded => Back(RefundState.Succeeded);

    /// <summary>What was paid and did not go back.</summary>
    public Money Kept => Paid - Refunded;

    /// <summary>What is promised to go back and has still to go.</summary>
    public Money Promised => Back(RefundState.Requested);

    private Money Back(RefundState state) => Money.Sum(Refunds.Where(refund => refund.State == state).Select(refund => refund.Amount));
}

/// <summary>Reads orders for staff. What a page costs does not grow with the orders there are.</summary>
public sealed class StaffOrderQueries(IShopDbFactory shop, OrderSearch search)
{
    public const int PageSize = 25;

    /// <summary>How far the orders to pack are counted.</summary>
    public const int MostCounted = 100;

    /// <param name="before">Only orders older than this one; its row.</param>
    /// <param name="after">Only orders newer than this one, and the oldest of them; its row.</param>
    public async Task<StaffOrderRows> ListAsync(StaffOrderFilter filter, long? before = null, long? after = null, CancellationToken ct = default)
    {
        var found = filter.IsEmail ? [] : await search.FindAsync(filter.Search, ct);
        await using var db = shop.Open();
        var orders = filter.Apply(db.Orders.AsNoTracking(), found);
        var anchor = before ?? after;
        var at = anchor is null ? null : await db.Orders.Where(o => o.Id == anchor).Select(o => (DateTime?)o.PlacedAt).SingleOrDefaultAsync(ct);
        if (at is null)
        {
            var newest = await RowsAsync(Newest(orders), ct);
            return new StaffOrderRows([.. newest.Take(PageSize)], HasNewer: false, newest.Count > PageSize);
        }

        // In two parts, so that the index leads to the place.
        var rows = before is not null
            ? await RowsAsync(Newest(orders.Where(o => o.PlacedAt <= at && (o.PlacedAt < at || o.Id < anchor))), ct)
            : await RowsAsync(orders.Where(o => o.PlacedAt >= at && (o.PlacedAt > at || o.Id > anchor)).OrderBy(o => o.PlacedAt).ThenBy(o => o.Id), ct);
        var more = rows.Count > PageSize;
        var shown = rows.Take(PageSize).ToList();
        if (before is null)
        {
            shown.Reverse();
        }

        return new StaffOrderRows(shown, before is not null || more, before is null || more);
    }

    /// <summary>How many orders can be packed now, counted up to <see cref="MostCounted"/>.</summary>
    public async Task<int> ToPackAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await new StaffOrderFilter(IsToPack: true).Apply(db.Orders, []).OrderBy(o => o.PlacedAt).Take(MostCounted).CountAsync(ct);
    }

    /// <summary>The two ends of two indexes.</summary>
    public async Task<OrderPulse> PulseAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return new OrderPulse(await db.Orders.MaxAsync(o => (long?)o.Id, ct) ?? 0, await db.OrderEvents.MaxAsync(e => (long?)e.Id, ct) ?? 0);
    }

    /// <param name="number">From the URL; anything at all.</param>
    public async Task<StaffOrder?> FindAsync(string? number, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var id = StaffOrderFilter.IdOf(number) ?? 0;
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Id)).Include(o => o.Events.OrderBy(e => e.Id))
            .AsSplitQuery().SingleOrDefaultAsync(o => o.Id == id, ct);
        return order is null ? null : new StaffOrder(
            order,
            await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == id).OrderBy(e => e.Id).ToListAsync(ct),
            await db.Refunds.AsNoTracking().Include(r => r.Lines).Where(r => r.OrderId == id).OrderBy(r => r.Id).ToListAsync(ct),
            await db.Shipments.AsNoTracking().SingleOrDefaultAsync(s => s.OrderId == id, ct),
            await db.ParcelCorrections.AsNoTracking().Where(c => c.OrderId == id).OrderBy(c => c.Id).ToListAsync(ct),
            await db.Emails.AsNoTracking().Where(e => e.OrderId == id).OrderBy(e => e.Id).ToListAsync(ct),
            await NotesAsync(db, id, ct));
    }

    /// <summary>Where an order goes at this moment; null without an address.</summary>
    public async Task<ShippingAddress?> AddressAsync(long orderId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, ct))?.Address;
    }

    private static async Task<List<WrittenNote>> NotesAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        var notes = await db.OrderNotes.AsNoTracking().Where(n => n.OrderId == orderId).OrderBy(n => n.Id).ToListAsync(ct);
        var ids = notes.Select(n => n.AccountId).Distinct().ToList();
        var authors = ids.Count == 0 ? [] : await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Email, ct);
        return [.. notes.Select(n => new WrittenNote(n, authors.GetValueOrDefault(n.AccountId)))];
    }

    private static IQueryable<Order> Newest(IQueryable<Order> orders) => orders.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id);

    private static async Task<List<StaffOrderRow>> RowsAsync(IQueryable<Order> orders, CancellationToken ct)
    {
        var found = await orders.Take(PageSize + 1)
            .Select(o => new { o.Id, o.PlacedAt, o.Status, o.PaymentStatus, o.Address, o.Total, Units = o.Lines.Sum(l => l.Quantity) }).ToListAsync(ct);
        return [.. found.Select(o => new StaffOrderRow(
            o.Id, Order.NumberOf(o.Id), o.PlacedAt, o.Status, o.PaymentStatus, o.Address?.Name, o.Address is { } address ? $"{address.City}, {address.State}" : null, o.Units, o.Total))];
    }
}
