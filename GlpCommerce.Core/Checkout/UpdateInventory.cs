using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Core.Checkout;

/// <summary>Takes the units of a paid order off the shelf.</summary>
public sealed record UpdateInventory(long OrderId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "update-inventory", JobPriority.Medium, MaxAttempts: 5,
        FirstDelay: TimeSpan.FromSeconds(2), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(5));

    internal sealed class Handler(TimeProvider clock) : IJobHandler<UpdateInventory>
    {
        public Task HandleAsync(UpdateInventory payload, JobLease lease, CancellationToken ct) =>
            lease.CompleteAsync(db => StockLedger.SellAsync(db, payload.OrderId, clock.GetUtcNow().UtcDateTime, ct), ct);
    }
}
