using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Heals what a lost message or a lost process left behind: payments and refunds whose time to be looked at has come get
/// a job that reads them at the provider. Two machines that sweep at once add one job.
/// </summary>
public sealed class Reconciler(IShopDbFactory shop, JobQueue jobs, TimeProvider clock)
{
    private const int Most = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);

    /// <returns>How many jobs were added.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (attempts, refunds) = await DueAsync(now, ct);
        var added = 0;
        foreach (var id in attempts)
        {
            added += await AddAsync(
                new ProcessPayment(id),
                db => db.PaymentAttempts.Where(a => a.Id == id && a.NextCheckAt <= now).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextCheckAt, now + Again), ct),
                ct);
        }

        foreach (var id in refunds)
        {
            added += await AddAsync(
                new SendRefund(id),
                db => db.Refunds.Where(r => r.Id == id && r.NextCheckAt <= now).ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, now + Again), ct),
                ct);
        }

        return added;
    }

    private async Task<(List<long> Attempts, List<long> Refunds)> DueAsync(DateTime now, CancellationToken ct)
    {
        await using var db = shop.Open();
        var attempts = await db.PaymentAttempts.Where(a => a.NextCheckAt <= now).OrderBy(a => a.NextCheckAt).Take(Most).Select(a => a.Id).ToListAsync(ct);
        var refunds = await db.Refunds.Where(r => r.NextCheckAt <= now).OrderBy(r => r.NextCheckAt).Take(Most).Select(r => r.Id).ToListAsync(ct);
        return (attempts, refunds);
    }

    private Task<int> AddAsync<T>(T job, Func<ShopDb, Task<int>> claimAsync, CancellationToken ct)
        where T : IJobPayload =>
        shop.InTransactionAsync(
            async db =>
            {
                if (await claimAsync(db) == 0)
                {
                    return 0;
                }

                jobs.Add(db, job);
                return await db.SaveChangesAsync(ct);
            },
            ct);
}
