using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Reports;

/// <summary>How the shop does.</summary>
/// <param name="At">When it was counted.</param>
/// <param name="Days">The last 30, the oldest first; the last one is today.</param>
/// <param name="Stages">Of the 30 whole days before today; see <see cref="StageCounts"/>.</param>
/// <param name="FailedPayments">Orders of the last <see cref="Dashboard.FailedDays"/> days whose payment failed, counted up to <see cref="Dashboard.MostCounted"/>.</param>
public sealed record SalesReport(DateTime At, IReadOnlyList<DayFigures> Days, IReadOnlyList<StageCount> Stages, int FailedPayments)
{
    public DayFigures Today => Days[^1];

    public int Orders => Days.Sum(day => day.Orders);

    public int Carts => Days.Sum(day => day.Carts);

    public Money Revenue => Money.Sum(Days.Select(day => day.Revenue));

    /// <summary>Orders that were confirmed for each cart that was begun, in the same days; null without a cart.</summary>
    public decimal? Conversion => DayFigures.Rate(Orders, Carts);

    /// <summary>Units in confirmed orders; every shelf, in the vocabulary's order.</summary>
    public IReadOnlyList<(Category Category, int Units)> Categories =>
        [.. Vocabulary.Categories.Select((_, i) => ((Category)i, Days.Sum(day => day.Units.GetValueOrDefault((Category)i))))];
}

/// <summary>Reads for staff how the shop does. The answer is a minute old at most, whoever asks and however often.</summary>
public sealed class Dashboard : IDisposable
{
    public const int DaysShown = 30;
    public const int FailedDays = 7;
    public const int MostCounted = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly IShopDbFactory _shop;
    private readonly DayBook _days;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _counting = new(1, 1);
    private SalesReport? _report;

    internal Dashboard(IShopDbFactory shop, DayBook days, TimeProvider clock) => (_shop, _days, _clock) = (shop, days, clock);

    /// <summary>The first of the days whose failed payments are counted.</summary>
    public DateOnly FailedSince => DateOnly.FromDateTime(Now).AddDays(1 - FailedDays);

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public async Task<SalesReport> SalesAsync(CancellationToken ct = default)
    {
        await _counting.WaitAsync(ct);
        try
        {
            return _report is { } known && Now - known.At < Fresh ? known : _report = await CountAsync(ct);
        }
        finally
        {
            _counting.Release();
        }
    }

    public void Dispose() => _counting.Dispose();

    private async Task<SalesReport> CountAsync(CancellationToken ct)
    {
        var days = await _days.LastAsync(DaysShown + 1, ct);
        var stages = days.SkipLast(1).SelectMany(day => day.StageOrders).GroupBy(stage => stage.Key).ToDictionary(g => g.Key, g => g.Sum(stage => stage.Value));
        return new SalesReport(Now, [.. days.Skip(1)], StageCounts.Of(stages), await FailedAsync(ct));
    }

    private async Task<int> FailedAsync(CancellationToken ct)
    {
        var since = FailedSince.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await using var db = _shop.Open();
        return await db.Orders.Where(o => o.PaymentStatus == PaymentStatus.Failed && o.PlacedAt >= since).OrderBy(o => o.PlacedAt).Take(MostCounted).CountAsync(ct);
    }
}
