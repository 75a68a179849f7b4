using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Core.Receipts;

/// <summary>Deletes receipts of orders that no longer say whose they were, should somebody have written them in the last moment.</summary>
/// <param name="Names">What the files were called, see <see cref="ReceiptFiles.NameOf"/>; the orders' receipts have other names by now.</param>
public sealed record ForgetReceipts(IReadOnlyList<string> Names) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "forget-receipts", JobPriority.Low, MaxAttempts: 10, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromMinutes(2), LongestDelay: TimeSpan.FromHours(1))
    {
        Passes = MediaTrouble.IsOutage, Patience = TimeSpan.FromDays(7),
    };

    internal sealed class Handler(ReceiptFiles files) : IJobHandler<ForgetReceipts>
    {
        public async Task HandleAsync(ForgetReceipts payload, JobLease lease, CancellationToken ct)
        {
            foreach (var name in payload.Names)
            {
                await files.DeleteAsync(name, ct);
            }
        }
    }
}
