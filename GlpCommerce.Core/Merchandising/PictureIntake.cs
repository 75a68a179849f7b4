using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Names of a picture whose file is kept and whose row is still to come.</summary>
/// <param name="Original">The media key of the file as it came.</param>
internal sealed record TakenPicture(string Key, string Original);

/// <summary>Keeps pictures as they came, so that none stays without a row: not even when the program dies in between.</summary>
internal sealed partial class PictureIntake(IShopDbFactory shop, IMediaStore media, JobQueue jobs, TimeProvider clock, ILogger<PictureIntake> logger)
{
    /// <returns>Null when the store cannot keep it now.</returns>
    public async Task<TakenPicture?> KeepAsync(byte[] file, CancellationToken ct)
    {
        var taken = new TakenPicture(Secrets.New(16), $"originals/{Secrets.New()}");
        await shop.InTransactionAsync(
            async db =>
            {
                jobs.Add(db, new ClearPicture(taken.Key, taken.Original), clock.GetUtcNow().UtcDateTime + ClearPicture.AfterUpload);
                return await db.SaveChangesAsync(ct);
            },
            ct);
        try
        {
            using var content = new MemoryStream(file, writable: false);
            await media.PutAsync(taken.Original, content, ct);
            return taken;
        }
        catch (Exception error) when (MediaTrouble.IsOutage(error))
        {
            LogNotKept(error);
            return null;
        }
    }

    /// <summary>Deletes what was kept for nothing: at once where that is possible, and else by the job that was saved beforehand.</summary>
    public async Task ForgetAsync(TakenPicture taken)
    {
        try
        {
            await media.DeleteAsync(taken.Original, CancellationToken.None);
        }
        catch (Exception error) when (MediaTrouble.IsOutage(error))
        {
            LogNotForgotten(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "A picture that was added cannot be kept")]
    private partial void LogNotKept(Exception error);

    [LoggerMessage(LogLevel.Warning, "A picture that was refused cannot be deleted now; a job does it later")]
    private partial void LogNotForgotten(Exception error);
}
