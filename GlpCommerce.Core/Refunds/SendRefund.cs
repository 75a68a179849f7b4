using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Refunds;

/// <summary>
/// Has the provider give back what was promised, or looks how a refund under way stands. The provider knows the refund by
/// a key that was stored with the promise, so it is given once however often this runs.
/// </summary>
public sealed partial record SendRefund(long RefundId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "send-refund", JobPriority.Medium, MaxAttempts: 5,
        FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(10));

    internal sealed partial class Handler(
        IShopDbFactory shop, PaymentGateways gateways, RefundSettlement settlement, TimeProvider clock, ILogger<Handler> logger) : IJobHandler<SendRefund>
    {
        public async Task HandleAsync(SendRefund payload, JobLease lease, CancellationToken ct)
        {
            var (refund, attempt, number) = await LoadAsync(payload.RefundId, ct);
            if (refund.State == RefundState.Failed)
            {
                return;
            }

            try
            {
                await SendAsync(refund, attempt, number, lease, ct);
            }
            catch (UnknownPaymentException unknown)
            {
                // Tried at once it would be as unknown: the sweep asks again, later each time.
                LogUnknown(refund.Id, refund.OrderId, unknown.Message);
            }
        }

        private async Task SendAsync(Refund refund, PaymentAttempt attempt, string number, JobLease lease, CancellationToken ct)
        {
            try
            {
                var told = await AskAsync(refund, attempt, number, ct);
                await lease.CompleteAsync(db => settlement.ApplyAsync(db, refund.Id, told, ct), ct);
            }
            catch (RefundRefusedException refused)
            {
                var given = await gateways.Of(attempt).RefundsAsync(PaymentOf(attempt), ct);
                await lease.CompleteAsync(db => settlement.RefuseAsync(db, refund.Id, refused.Code, given, ct), ct);
            }
        }

        private static string PaymentOf(PaymentAttempt attempt) => attempt.PaymentId ?? attempt.IntentId!;

        private async Task<(Refund Refund, PaymentAttempt Attempt, string Number)> LoadAsync(long id, CancellationToken ct)
        {
            await using var db = shop.Open();
            var refund = await db.Refunds.AsNoTracking().SingleAsync(r => r.Id == id, ct);
            var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == refund.AttemptId, ct);
            return (refund, attempt, Order.NumberOf(refund.OrderId));
        }

        private async Task<ProviderRefund> AskAsync(Refund refund, PaymentAttempt attempt, string number, CancellationToken ct)
        {
            var gateway = gateways.Of(attempt);
            var payment = PaymentOf(attempt);
            var isOld = clock.GetUtcNow().UtcDateTime - refund.CreatedAt > PaymentAttempt.KeyLife;
            if ((refund.ProviderId is not null || isOld)
                && (await gateway.RefundsAsync(payment, ct)).FirstOrDefault(r => r.Id == refund.ProviderId || r.Key == refund.ProviderKey) is { } known)
            {
                return known;
            }

            return await gateway.RefundAsync(new RefundRequest(refund.ProviderKey, payment, refund.Amount.Cents, number), ct);
        }

        [LoggerMessage(LogLevel.Warning, "Refund {RefundId} of order {OrderId} is promised and cannot be given now: {Why}")]
        private partial void LogUnknown(long refundId, long orderId, string why);
    }
}
