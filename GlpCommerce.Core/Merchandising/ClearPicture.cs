using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// Deletes the files of a picture that nothing needs any more: all of them once no product has it, and the file as it came
/// once the shop's own are made. It looks at what is so when it runs, so that it may come early, late and twice.
/// </summary>
/// <param name="Original">The media key of the file as it came; null where that is not known any more.</param>
public sealed record ClearPicture(string Key, string? Original) : IJobPayload
{
    /// <summary>An upload that broke off before its row was saved is cleared away after this time.</summary>
    internal static readonly TimeSpan AfterUpload = TimeSpan.FromHours(1);

    public static JobSpec Spec { get; } = new(
        "clear-picture", JobPriority.Low, MaxAttempts: 10, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromHours(1))
    {
        Passes = MediaTrouble.IsOutage, Patience = TimeSpan.FromDays(7),
    };

    internal sealed class Handler(IShopDbFactory shop, IMediaStore media) : IJobHandler<ClearPicture>
    {
        public async Task HandleAsync(ClearPicture payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var originals = await db.ProductPictures.Where(p => p.Key == payload.Key).Select(p => p.Original).ToListAsync(ct);
            if (payload.Original is { } original && !originals.Contains(original))
            {
                await media.DeleteAsync(original, ct);
            }

            if (originals.Count == 0)
            {
                foreach (var size in Enum.GetValues<PictureSize>())
                {
                    await media.DeleteAsync(PictureSizes.KeyOf(payload.Key, size), ct);
                }
            }
        }
    }
}
