using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
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

    internal sealed class Handler(
        IShopDbFactory shop, AccountErasure erasure, ReceiptFiles receipts, SentFiles sent, JobQueue jobs, TimeProvider clock) : IJobHandler<EraseAccount>
    {
        public async Task HandleAsync(EraseAccount payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == payload.AccountId, ct) is not { } account)
            {
                return;
            }

            if (await erasure.HasOpenAsync(db, account, ct))
            {
                await lease.CompleteAsync(
                    later =>
                    {
                        jobs.Add(later, payload, clock.GetUtcNow().UtcDateTime.AddDays(1));
                        return Task.CompletedTask;
                    },
                    ct);
                return;
            }

            foreach (var order in await AccountErasure.OrdersOf(db, account).Select(o => new { o.Id, o.AccessTokenHash }).ToListAsync(ct))
            {
                await receipts.DeleteAsync(ReceiptFiles.NameOf(Order.NumberOf(order.Id), order.AccessTokenHash), ct);
            }

            sent.Forget(account.Email!);
            await lease.CompleteAsync(rows => erasure.EraseAsync(rows, account, ct), ct);
        }
    }
}
