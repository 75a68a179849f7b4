using System.Collections.Concurrent;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Reports;

/// <summary>
/// Counts days. Each figure is a stretch of an index that begins and ends with the day, so that it costs the same however long the
/// shop has been open; a day that is over never changes and is counted once.
/// </summary>
internal sealed class DayBook(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>What was begun before midnight may be written down a little after it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<DateOnly, DayFigures> _past = new();

    /// <summary>The days up to today, the oldest first.</summary>
    public async Task<IReadOnlyList<DayFigures>> LastAsync(int count, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var old in _past.Keys.Where(day => day <= today.AddDays(-count)))
        {
            _past.TryRemove(old, out _);
        }

        var days = new List<DayFigures>(count);
        for (var day = today.AddDays(1 - count); day <= today; day = day.AddDays(1))
        {
            days.Add(_past.TryGetValue(day, out var known) ? known : await CountAsync(day, ct));
        }

        return days;
    }

    private async Task<DayFigures> CountAsync(DateOnly day, CancellationToken ct)
    {
        var from = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var to = from.AddDays(1);
        await using var db = shop.Open();
        var confirmed = db.OrderEvents.Where(e => e.Status == OrderStatus.Confirmed && e.At >= from && e.At < to && e.Kind == OrderEventKind.Moved);
        var sold = confirmed.Join(db.OrderLines, e => e.OrderId, l => l.OrderId, (e, l) => l);
        var units = await sold.Join(db.Products, l => l.ProductId, p => p.Id, (l, p) => new { p.Category, l.Quantity })
            .GroupBy(s => s.Category).Select(g => new { g.Key, Units = g.Sum(s => s.Quantity) }).ToDictionaryAsync(g => g.Key, g => g.Units, ct);
        var stages = await sold.Join(db.Set<ProductStage>(), l => l.ProductId, s => s.ProductId, (l, s) => new { l.OrderId, s.Stage }).Distinct()
            .GroupBy(s => s.Stage).Select(g => new { g.Key, Orders = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Orders, ct);
        var money = await MoneyAsync(db, from, to, ct);
        var figures = new DayFigures(
            day, await confirmed.CountAsync(ct), money.GetValueOrDefault(LedgerKind.Captured),
            money.GetValueOrDefault(LedgerKind.Refunded) - money.GetValueOrDefault(LedgerKind.RefundFailed),
            await db.Carts.CountAsync(c => c.CreatedAt >= from && c.CreatedAt < to, ct), units, stages);
        return clock.GetUtcNow().UtcDateTime >= to + Settled ? _past[day] = figures : figures;
    }

    private static async Task<Dictionary<LedgerKind, Money>> MoneyAsync(ShopDb db, DateTime from, DateTime to, CancellationToken ct) =>
        (await db.PaymentLedger
            .Where(e => e.At >= from && e.At < to && (e.Kind == LedgerKind.Captured || e.Kind == LedgerKind.Refunded || e.Kind == LedgerKind.RefundFailed))
            .GroupBy(e => e.Kind).Select(g => new { g.Key, Cents = g.Sum(e => (long)(object)e.Amount) }).ToListAsync(ct))
        .ToDictionary(g => g.Key, g => new Money(g.Cents));
}
