using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Takes one payment attempt as far as it goes: create at the provider, commit the provider's id, confirm that id. Every
/// run starts by reading what the provider already knows, so a run that died anywhere charges nobody twice. A payment that
/// its order does not wait for any more is cancelled instead.
/// </summary>
public sealed partial record ProcessPayment(long AttemptId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "process-payment", JobPriority.High, MaxAttempts: 3,
        FirstDelay: TimeSpan.FromSeconds(1), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(1))
    {
        // Until the sweep looks for the first time, a payer waits: a short outage is over by then.
        Passes = error => error.IsOutOfReach(),
        Patience = TimeSpan.FromMinutes(15),
    };

    internal sealed partial class Handler(
        IShopDbFactory shop, PaymentGateways gateways, PaymentStart start, PaymentSettlement settlement, ILogger<Handler> logger) : IJobHandler<ProcessPayment>
    {
        public async Task HandleAsync(ProcessPayment payload, JobLease lease, CancellationToken ct)
        {
            var (attempt, order) = await LoadAsync(payload.AttemptId, ct);
            try
            {
                await ProcessAsync(attempt, order, lease, ct);
            }
            catch (UnknownPaymentException unknown)
            {
                // Tried at once it would be as unknown: the sweep asks again, later each time.
                LogUnknown(order.Id, unknown.Message);
            }
        }

        private async Task ProcessAsync(PaymentAttempt attempt, Order order, JobLease lease, CancellationToken ct)
        {
            var gateway = gateways.Of(attempt);
            var intent = attempt.IntentId is null
                ? await start.CreateAsync(order, attempt, lease.CheckpointAsync, ct)
                : await gateway.ReadAsync(attempt.IntentId, ct);
            intent = intent switch
            {
                { Status: IntentStatus.RequiresConfirmation } when start.MayBegin(order, attempt) =>
                    await gateway.ConfirmAsync(intent.Id, start.RequestFor(order, attempt), ct),
                { Status: IntentStatus.RequiresConfirmation or IntentStatus.RequiresAction or IntentStatus.Declined } when IsOver(order) =>
                    await gateway.CancelAsync(intent.Id, ct),
                _ => intent,
            };

            await lease.CompleteAsync(db => intent is null ? (Task)ForgetAsync(db, attempt, ct) : settlement.ApplyAsync(db, attempt, intent, ct), ct);
        }

        /// <summary>Whether the order waits for no money any more: its payer could only pay a second time.</summary>
        private static bool IsOver(Order order) => order.Status is not (OrderStatus.Pending or OrderStatus.Failed);

        /// <summary>A payment that may not begin any more needs no looking after.</summary>
        private static Task<int> ForgetAsync(ShopDb db, PaymentAttempt attempt, CancellationToken ct) =>
            db.PaymentAttempts
                .Where(a => a.Id == attempt.Id && a.IntentId == null
                    && (a.FencedAt != null || !db.Set<Order>().Any(o => o.Id == a.OrderId && o.Status == OrderStatus.Pending)))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.NextCheckAt, (DateTime?)null), ct);

        private async Task<(PaymentAttempt Attempt, Order Order)> LoadAsync(long id, CancellationToken ct)
        {
            await using var db = shop.Open();
            var found = await db.PaymentAttempts.AsNoTracking().Where(a => a.Id == id)
                .Join(db.Orders, a => a.OrderId, o => o.Id, (attempt, order) => new { attempt, order }).SingleAsync(ct);
            return (found.attempt, found.order);
        }

        [LoggerMessage(LogLevel.Warning, "A payment of order {OrderId} is asked about again later: {Why}")]
        private partial void LogUnknown(long orderId, string why);
    }
}
