using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Follows up a provider's message. The message only says where to look: everything is read at the provider, so that it
/// does not matter how often, in which order and how late messages come.
/// </summary>
public sealed partial record HandleProviderEvent(string EventId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        // Stored is stored: neither the provider nor the sweep of missed messages brings it a second time.
        "handle-provider-event", JobPriority.High, MaxAttempts: 200,
        FirstDelay: TimeSpan.FromSeconds(2), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(30));

    internal sealed partial class Handler(
        IShopDbFactory shop,
        PaymentGateways gateways,
        PaymentSettlement payments,
        RefundSettlement refunds,
        DisputeSettlement disputes,
        ILogger<Handler> logger) : IJobHandler<HandleProviderEvent>
    {
        public async Task HandleAsync(HandleProviderEvent payload, JobLease lease, CancellationToken ct)
        {
            var (message, newestFact) = await MessageAsync(payload.EventId, ct);
            var gateway = gateways.Named(message.Provider);
            if (await gateway.LookUpAsync(message.ObjectId, ct) is not { } subject || await AttemptAsync(subject, ct) is not { } attempt)
            {
                LogNotOurs(message.Id, message.Type);
                return;
            }

            var intent = await gateway.ReadAsync(attempt.IntentId!, ct);
            var given = intent is { Status: IntentStatus.Succeeded, PaymentId: { } paymentId } ? await gateway.RefundsAsync(paymentId, ct) : [];
            if (subject.Dispute is { } dispute)
            {
                // On record by itself: a refund that has to wait must not make the objection wait with it.
                await lease.CheckpointAsync(db => ObjectAsync(db, attempt, intent, dispute, newestFact, ct), ct);
            }

            await lease.CompleteAsync(db => ApplyAsync(db, attempt, intent, given, ct), ct);
        }

        /// <summary>The money is on record before the objection to it.</summary>
        private async Task ObjectAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, ProviderDispute dispute, long readAfter, CancellationToken ct)
        {
            await ApplyAsync(db, attempt, intent, given: [], ct);
            await disputes.ApplyAsync(db, attempt, dispute, readAfter, ct);
        }

        private async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, IReadOnlyList<ProviderRefund> given, CancellationToken ct)
        {
            await payments.ApplyAsync(db, attempt, intent, ct);
            await db.SaveChangesAsync(ct);
            foreach (var refund in given)
            {
                await refunds.ApplyAsync(db, attempt, refund, ct);
                await db.SaveChangesAsync(ct);
            }
        }

        /// <summary>The message, and the newest entry of the ledger before anything is read at the provider.</summary>
        private async Task<(ProviderEvent Message, long NewestFact)> MessageAsync(string id, CancellationToken ct)
        {
            await using var db = shop.Open();
            var found = await db.ProviderEvents.AsNoTracking().Where(e => e.Id == id)
                .Select(e => new { Message = e, NewestFact = db.Set<LedgerEntry>().Max(entry => (long?)entry.Id) ?? 0 }).SingleAsync(ct);
            return (found.Message, found.NewestFact);
        }

        private async Task<PaymentAttempt?> AttemptAsync(ProviderObject subject, CancellationToken ct)
        {
            string?[] ids = [subject.IntentId, subject.PaymentId];
            var known = ids.OfType<string>().ToArray();
            await using var db = shop.Open();
            return await db.PaymentAttempts.AsNoTracking()
                .FirstOrDefaultAsync(a => known.Contains(a.IntentId!) || known.Contains(a.PaymentId!), ct);
        }

        [LoggerMessage(LogLevel.Information, "Message {EventId} ({Type}) is about nothing of this shop")]
        private partial void LogNotOurs(string eventId, string type);
    }
}
