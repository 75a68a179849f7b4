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
                await lease.CompleteAsync(later => WaitAsync(later, payload), ct);
                return;
            }

            var kept = await AccountErasure.OrdersOf(db, account).Select(o => new { o.Id, o.AccessTokenHash }).ToListAsync(ct);
            var names = kept.Select(order => ReceiptFiles.NameOf(Order.NumberOf(order.Id), order.AccessTokenHash)).ToList();
            foreach (var name in names)
            {
                await receipts.DeleteAsync(name, ct);
            }

            // An order that was claimed into the account may have been placed with another address.
            sent.Forget(account.Email!, [.. kept.Select(order => Order.NumberOf(order.Id))]);
            await lease.CompleteAsync(rows => EraseAsync(rows, payload, account, names, ct), ct);
        }

        /// <summary>A receipt that was drawn since its file was deleted is deleted once more afterwards.</summary>
        private async Task EraseAsync(ShopDb db, EraseAccount payload, Account account, List<string> names, CancellationToken ct)
        {
            if (!await erasure.EraseAsync(db, account, ct))
            {
                await WaitAsync(db, payload);
            }
            else if (names.Count > 0)
            {
                jobs.Add(db, new ForgetReceipts(names));
            }
        }

        private Task WaitAsync(ShopDb db, EraseAccount payload)
        {
            jobs.Add(db, payload, clock.GetUtcNow().UtcDateTime.AddDays(1));
            return Task.CompletedTask;
        }
    }
}
