using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Jobs;

/// <summary>Thrown when a worker tries to save after its lease ran out and somebody else took the job.</summary>
public sealed class LeaseLostException(Guid jobId) : Exception($"The lease on job {jobId} is lost; nothing was saved.");

/// <summary>The right to run one job row, and the only way for a handler to save what it did.</summary>
public sealed class JobLease(IShopDbFactory shop, Guid jobId, Guid token, TimeProvider clock)
{
    public Guid JobId => jobId;

    internal Guid Token => token;

    /// <summary>Whether the job was completed by its handler.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>
    /// Saves the handler's changes, its follow-up jobs and the completion of this job in one transaction.
    /// </summary>
    /// <exception cref="LeaseLostException">The job belongs to somebody else by now; everything was rolled back.</exception>
    public async Task CompleteAsync(Func<ShopDb, Task> change, CancellationToken ct)
    {
        await SaveAsync(change, done: true, ct);
        IsComplete = true;
    }

    /// <summary>The same for a change that may be refused: then nothing of it is saved, and the job goes on.</summary>
    /// <exception cref="LeaseLostException">The job belongs to somebody else by now; everything was rolled back.</exception>
    public async Task<Result<T>> CompleteAsync<T>(Func<ShopDb, Task<Result<T>>> change, CancellationToken ct)
    {
        var result = await shop.InTransactionAsync(
            async db =>
            {
                await HoldAsync(db, done: true, ct);
                var result = await change(db);
                await db.SaveChangesAsync(ct);
                return result;
            },
            ct);
        IsComplete = result.Succeeded;
        return result;
    }

    /// <summary>Marks the job done without a change, in one statement.</summary>
    /// <exception cref="LeaseLostException">The job belongs to somebody else by now.</exception>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await using var db = shop.Open();
        await HoldAsync(db, done: true, ct);
        IsComplete = true;
    }

    /// <summary>Saves an intermediate state, such as the id a provider gave, while the job goes on.</summary>
    /// <exception cref="LeaseLostException">The job belongs to somebody else by now; everything was rolled back.</exception>
    public Task CheckpointAsync(Func<ShopDb, Task> change, CancellationToken ct) => SaveAsync(change, done: false, ct);

    private async Task SaveAsync(Func<ShopDb, Task> change, bool done, CancellationToken ct) =>
        await shop.InTransactionAsync(
            async db =>
            {
                await HoldAsync(db, done, ct);
                await change(db);
                await db.SaveChangesAsync(ct);
                return true;
            },
            ct);

    /// <summary>Proves that the run is still this worker's, and keeps it so until the surrounding transaction ends.</summary>
    private async Task HoldAsync(ShopDb db, bool done, CancellationToken ct)
    {
        DateTime? doneAt = done ? clock.GetUtcNow().UtcDateTime : null;
        var mine = await db.Jobs.Where(j => j.Id == jobId && j.LeaseToken == token && j.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, doneAt), ct);
        if (mine == 0)
        {
            throw new LeaseLostException(jobId);
        }
    }
}
