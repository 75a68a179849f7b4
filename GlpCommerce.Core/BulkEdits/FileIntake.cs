using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Keeps files as they came, so that none stays without a batch: not even when the program dies in between.</summary>
internal sealed partial class FileIntake(IShopDbFactory shop, IMediaStore media, JobQueue jobs, TimeProvider clock, ILogger<FileIntake> logger)
{
    /// <summary>Takes a file in, and reads it once to its end.</summary>
    /// <returns>Its facts, or a problem with a code of <c>file.…</c>; then nothing is kept.</returns>
    public async Task<Result<FileFacts>> TakeAsync(string key, Stream content, CancellationToken ct)
    {
        await shop.InTransactionAsync(
            async db =>
            {
                jobs.Add(db, new ClearImport(key), clock.GetUtcNow().UtcDateTime + ClearImport.AfterUpload);
                return await db.SaveChangesAsync(ct);
            },
            ct);
        var capped = new CappedStream(content, CsvFile.Largest);
        try
        {
            await media.PutAsync(key, capped, ct);
            var facts = capped.WasCut ? BatchProblems.TooLarge : await CsvFile.ReadAsync(media, key, ct);
            if (!facts.Succeeded)
            {
                await media.DeleteAsync(key, ct);
            }

            return facts;
        }
        catch (Exception error) when (MediaTrouble.IsOutage(error) && !capped.IsBroken)
        {
            LogNotKept(error);
            return BatchProblems.NotKept;
        }
    }

    [LoggerMessage(LogLevel.Error, "A file of products that was brought in cannot be kept or read now")]
    private partial void LogNotKept(Exception error);
}
