using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Publishes a product at the hour that staff have set for it.</summary>
public sealed record PublishProduct(int ProductId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "publish-product", JobPriority.Medium, MaxAttempts: 10, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(10));

    internal sealed class Handler(ProductPublisher publisher) : IJobHandler<PublishProduct>
    {
        public Task HandleAsync(PublishProduct payload, JobLease lease, CancellationToken ct) =>
            lease.CompleteAsync(db => publisher.PublishDueAsync(db, payload.ProductId, ct), ct);
    }
}
