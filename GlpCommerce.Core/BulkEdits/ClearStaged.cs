using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>
/// Throws away what a batch has put down beside the catalogue, once it is in it. It may come late: what a batch at work has put down
/// belongs to the job that is at it, which clears away behind itself.
/// </summary>
public sealed record ClearStaged(long BatchId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "clear-staged", JobPriority.Low, MaxAttempts: 5, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromMinutes(10), LongestDelay: TimeSpan.FromMinutes(10));

    internal sealed class Handler : IJobHandler<ClearStaged>
    {
        public async Task HandleAsync(ClearStaged payload, JobLease lease, CancellationToken ct)
        {
            for (var gone = 1; gone > 0;)
            {
                await lease.CheckpointAsync(async db => gone = await ManyProducts.DropAsync(db, LeftOver(db, payload.BatchId), ct), ct);
            }
        }

        /// <summary>In one statement with the deletion: whoever sees what a job has put down sees that it is at work, too.</summary>
        private static IQueryable<StagedProduct> LeftOver(ShopDb db, long batchId)
        {
            var atWork = db.ProductBatches.Where(b => b.Id == batchId && (b.State == BatchState.Applying || b.State == BatchState.Undoing));
            return db.StagedProducts.Where(s => s.BatchId == batchId && !atWork.Any());
        }
    }
}
