using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>
/// Erases an account whose holder asked for it: files first, which can be deleted twice, then all rows at once. An order that
/// a last token has placed meanwhile is waited for.
/// </summary>
public sealed record EraseAccount(long AccountId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "erase-account", JobPriority.Low, MaxAttempts: 10, FirstDelay: TimeSpan.FromMinutes(1), Timeout: TimeSpan.FromMinutes(2), LongestDelay: TimeSpan.FromHours(6))
    {
        Growth = 4,
    };

    internal sealed class Handler(IShopDbFactory shop, AccountErasure erasure, OrderErasure orders, JobQueue jobs, TimeProvider clock) : IJobHandler<EraseAccount>
    {
        public async Task HandleAsync(EraseAccount payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == payload.AccountId, ct) is not { } account)
            {
                return;
            }

            var theirs = AccountErasure.OrdersOf(db, account);
            if (await orders.HasOpenAsync(theirs, ct))
            {
                await lease.CompleteAsync(later => WaitAsync(later, payload), ct);
                return;
            }

            var receipts = await orders.ForgetFilesAsync(theirs, account.Email!, ct);
            await lease.CompleteAsync(async rows => await (await erasure.EraseAsync(rows, account, receipts, ct) ? Task.CompletedTask : WaitAsync(rows, payload)), ct);
        }

        private Task WaitAsync(ShopDb db, EraseAccount payload)
        {
            jobs.Add(db, payload, clock.GetUtcNow().UtcDateTime.AddDays(1));
            return Task.CompletedTask;
        }
    }
}
