using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>
/// Deletes a file that was kept and belongs to no batch: the program died before its row was saved, or it was refused while the store
/// was away. It is saved before the file is.
/// </summary>
/// <param name="Key">The media key of the file.</param>
public sealed record ClearImport(string Key) : IJobPayload
{
    /// <summary>Longer than anybody takes to send a file.</summary>
    internal static readonly TimeSpan AfterUpload = TimeSpan.FromHours(6);

    public static JobSpec Spec { get; } = new(
        "clear-import", JobPriority.Low, MaxAttempts: 10, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromMinutes(1), LongestDelay: TimeSpan.FromHours(1))
    {
        Passes = MediaTrouble.IsOutage, Patience = TimeSpan.FromDays(7),
    };

    internal sealed class Handler(IShopDbFactory shop, IMediaStore media) : IJobHandler<ClearImport>
    {
        public async Task HandleAsync(ClearImport payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            if (!await db.ProductBatches.AnyAsync(b => b.FileKey == payload.Key, ct))
            {
                await media.DeleteAsync(payload.Key, ct);
            }
        }
    }
}
