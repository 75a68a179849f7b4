using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Makes the shop's own files of a picture that was added, and puts it into the shop.</summary>
public sealed record PreparePicture(string Key) : IJobPayload
{
    private const string Unreadable = "This picture cannot be read to its end: the file is damaged. Remove it, and add it from a sound file.";

    /// <summary>For a picture that waits although its job was given up or discarded.</summary>
    internal const string GivenUp =
        "This picture could not be prepared, and the shop has stopped trying. Remove it and add it anew; whoever handles the jobs can also have it tried again.";
    private const string NotYet = "This picture could not be prepared yet. The shop tries again by itself; if this stays, remove the picture and add it anew.";

    public static JobSpec Spec { get; } = new(
        "prepare-picture", JobPriority.Low, MaxAttempts: 6, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromMinutes(2), LongestDelay: TimeSpan.FromMinutes(15))
    {
        // A picture as it came may fill 160 MB while it is decoded.
        Passes = MediaTrouble.IsOutage, Patience = TimeSpan.FromDays(2), AtOnce = 1,
    };

    /// <summary>The jobs that wait, run, or will be tried again. Their payloads hold the picture's key, which no other's does.</summary>
    internal static IQueryable<Job> Open(ShopDb db) =>
        db.Jobs.Where(j => j.DoneAt == null && j.DeadAt == null && j.Priority == (int)Spec.Priority && j.Kind == Spec.Name);

    internal sealed class Handler(IShopDbFactory shop, IMediaStore media, JobQueue jobs, TimeProvider clock) : IJobHandler<PreparePicture>
    {
        public async Task HandleAsync(PreparePicture payload, JobLease lease, CancellationToken ct)
        {
            try
            {
                await PrepareAsync(payload.Key, lease, ct);
            }
            catch (Exception error) when (error is not (LeaseLostException or OperationCanceledException))
            {
                await lease.CheckpointAsync(db => Waiting(db, payload.Key).ExecuteUpdateAsync(set => set.SetProperty(p => p.Trouble, NotYet), ct), ct);
                throw;
            }
        }

        private async Task PrepareAsync(string key, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var original = await Waiting(db, key).Select(p => p.Original).SingleOrDefaultAsync(ct);
            var painted = original is null ? null : await PaintAsync(original, ct);
            foreach (var (size, file) in painted?.Files ?? new Dictionary<PictureSize, byte[]>())
            {
                using var content = new MemoryStream(file, writable: false);
                await media.PutAsync(PictureSizes.KeyOf(key, size), content, ct);
            }

            await lease.CompleteAsync(done => DoneAsync(done, key, original, painted?.Width ?? 0, painted?.Height ?? 0, ct), ct);
        }

        private async Task<(IReadOnlyDictionary<PictureSize, byte[]> Files, int Width, int Height)?> PaintAsync(string original, CancellationToken ct)
        {
            await using var file = await media.OpenAsync(original, ct);
            if (file is null)
            {
                return null;
            }

            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            return PicturePainter.Paint(content.ToArray());
        }

        /// <summary>The files that are no longer needed go with a job: also those of a picture that was removed meanwhile.</summary>
        private async Task DoneAsync(ShopDb db, string key, string? original, int width, int height, CancellationToken ct)
        {
            var (state, trouble) = width > 0 ? (PictureState.Ready, (string?)null) : (PictureState.Failed, Unreadable);
            DateTime? now = clock.GetUtcNow().UtcDateTime;
            var changed = await Waiting(db, key).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.State, state).SetProperty(p => p.Trouble, trouble).SetProperty(p => p.Original, (string?)null)
                    .SetProperty(p => p.Width, width).SetProperty(p => p.Height, height).SetProperty(p => p.DoneAt, now),
                ct);
            if (changed > 0)
            {
                await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
            }

            jobs.Add(db, new ClearPicture(key, original));
        }

        private static IQueryable<ProductPicture> Waiting(ShopDb db, string key) => db.ProductPictures.Where(p => p.Key == key && p.State == PictureState.Waiting);
    }
}
