using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Takes one payment attempt as far as it goes: create at the provider, commit the provider's id, confirm that id. Every
/// run starts by reading what the provider already knows, so a run that died anywhere charges nobody twice.
/// </summary>
public sealed record ProcessPayment(long AttemptId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "process-payment", JobPriority.High, MaxAttempts: 3,
        FirstDelay: TimeSpan.FromSeconds(1), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(1));

    internal sealed class Handler(IShopDbFactory shop, IPaymentGateway gateway, PaymentSettlement settlement) : IJobHandler<ProcessPayment>
    {
        public async Task HandleAsync(ProcessPayment payload, JobLease lease, CancellationToken ct)
        {
            var (attempt, number) = await LoadAsync(payload.AttemptId, ct);
            var intent = attempt.IntentId is null
                ? await CreateAsync(attempt, number, lease, ct)
                : await gateway.ReadAsync(attempt.IntentId, ct);
            if (intent is { Status: IntentStatus.RequiresConfirmation } && attempt.FencedAt is null)
            {
                intent = await gateway.ConfirmAsync(intent.Id, ct);
            }

            if (intent is not null)
            {
                await lease.CompleteAsync(db => settlement.ApplyAsync(db, attempt, intent, ct), ct);
            }
        }

        private async Task<(PaymentAttempt Attempt, string Number)> LoadAsync(long id, CancellationToken ct)
        {
            await using var db = shop.Open();
            var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == id, ct);
            var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == attempt.OrderId, ct);
            return (attempt, order.Number);
        }

        /// <returns>The new payment, or null when the order began to expire before it could be noted down.</returns>
        private async Task<PaymentIntent?> CreateAsync(PaymentAttempt attempt, string number, JobLease lease, CancellationToken ct)
        {
            if (attempt.FencedAt is not null)
            {
                return null;
            }

            var intent = await gateway.CreateAsync(
                new IntentRequest(attempt.IdempotencyKey, attempt.Amount.Cents, attempt.Method, number), ct);
            var noted = 0;
            await lease.CheckpointAsync(
                async db => noted = await db.PaymentAttempts
                    .Where(a => a.Id == attempt.Id && a.IntentId == null && a.FencedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.IntentId, intent.Id), ct),
                ct);
            if (noted == 1)
            {
                return intent;
            }

            await gateway.CancelAsync(intent.Id, ct);
            return null;
        }
    }
}
