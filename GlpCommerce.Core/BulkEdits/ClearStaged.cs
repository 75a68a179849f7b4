using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Throws away what a batch has put down beside the catalogue, once it is in it.</summary>
public sealed record ClearStaged(long BatchId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "clear-staged", JobPriority.Low, MaxAttempts: 5, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromMinutes(10), LongestDelay: TimeSpan.FromMinutes(10));

    internal sealed class Handler : IJobHandler<ClearStaged>
    {
        public Task HandleAsync(ClearStaged payload, JobLease lease, CancellationToken ct) => BatchSteps.DropStagedAsync(lease, payload.BatchId, ct);
    }
}
