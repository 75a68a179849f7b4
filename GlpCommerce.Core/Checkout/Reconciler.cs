using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Heals what a lost message or a lost process left behind: payments and refunds whose time to be looked at has come get
/// a job that reads them at the provider. Two machines that sweep at once add one job. What cannot be read is asked about
/// less and less often, and in the end not any more: then staff have to look. An unpaid order whose expiry was given up,
/// after two days of wrong keys for instance, gets another one.
/// </summary>
public sealed partial class Reconciler(IShopDbFactory shop, JobQueue jobs, TimeProvider clock, ILogger<Reconciler> logger)
{
    private const int Most = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);

    /// <summary>By then an order past its time has ended, unless something is in its way.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(1);

    /// <summary>Nothing that is still read takes this long: a bank account takes days, a refund is looked after for a month.</summary>
    private static readonly TimeSpan LongestOpen = TimeSpan.FromDays(60);

    /// <returns>How many jobs were added.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (attempts, refunds) = await DueAsync(now, ct);
        var added = 0;
        foreach (var due in attempts)
        {
            var next = Next(now, due.Since);
            added += await AddAsync(
                due with { IsOver = next is null },
                new ProcessPayment(due.Id),
                db => db.PaymentAttempts.Where(a => a.Id == due.Id && a.NextCheckAt <= now).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextCheckAt, next), ct),
                ct);
        }

        foreach (var due in refunds)
        {
            var next = Next(now, due.Since);
            added += await AddAsync(
                due with { IsOver = next is null },
                new SendRefund(due.Id),
                db => db.Refunds.Where(r => r.Id == due.Id && r.NextCheckAt <= now).ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, next), ct),
                ct);
        }

        return added;
    }

    /// <summary>When to ask again if this look finds nothing out.</summary>
    private static DateTime? Next(DateTime now, DateTime since) => now - since > LongestOpen ? null : PaymentAttempt.NextCheck(now, since, Again);

    private async Task<(List<Due> Attempts, List<Due> Refunds)> DueAsync(DateTime now, CancellationToken ct)
    {
        await using var db = shop.Open();
        var overdue = now - Overdue;
        var attempts = await db.PaymentAttempts.Where(a => a.NextCheckAt <= now).OrderBy(a => a.NextCheckAt).Take(Most)
            .Select(a => new Due(a.Id, a.OrderId, a.CreatedAt)
            {
                IsOverdue = db.Set<Order>().Any(o => o.Id == a.OrderId && o.Status == OrderStatus.Pending && o.ExpiresAt <= overdue),
            }).ToListAsync(ct);
        var refunds = await db.Refunds.Where(r => r.NextCheckAt <= now).OrderBy(r => r.NextCheckAt).Take(Most)
            .Select(r => new Due(r.Id, r.OrderId, r.CreatedAt)).ToListAsync(ct);
        return (attempts, refunds);
    }

    private Task<int> AddAsync<T>(Due due, T job, Func<ShopDb, Task<int>> claimAsync, CancellationToken ct)
        where T : IJobPayload =>
        shop.InTransactionAsync(
            async db =>
            {
                if (await claimAsync(db) == 0)
                {
                    return 0;
                }

                if (due.IsOverdue && !await JobQueue.IsOpenAsync(db, new ExpireOrder(due.OrderId), ct))
                {
                    LogOverdue(due.OrderId);
                    jobs.Add(db, new ExpireOrder(due.OrderId));
                }

                if (due.IsOver)
                {
                    LogOver(T.Spec.Name, due.Id, due.OrderId, LongestOpen.Days);
                    return await db.SaveChangesAsync(ct);
                }

                jobs.Add(db, job);
                return await db.SaveChangesAsync(ct);
            },
            ct);

    [LoggerMessage(LogLevel.Error, "What {Job} {Id} of order {OrderId} looks after is open for more than {Days} days and is not asked about any more: look at it at the provider")]
    private partial void LogOver(string job, long id, long orderId, int days);

    [LoggerMessage(LogLevel.Warning, "Nothing was to end order {OrderId} any more, which is unpaid and past its time: it is tried again")]
    private partial void LogOverdue(long orderId);

    /// <summary>A payment or a refund whose time to be looked at has come.</summary>
    private sealed record Due(long Id, long OrderId, DateTime Since)
    {
        public bool IsOver { get; init; }

        /// <summary>Whether its order should have ended unpaid by now.</summary>
        public bool IsOverdue { get; init; }
    }
}
