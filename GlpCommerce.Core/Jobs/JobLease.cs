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

    /// <summary>Marks the job done without a change.</summary>
    public Task CompleteAsync(CancellationToken ct) => CompleteAsync(_ => Task.CompletedTask, ct);

    /// <summary>Saves an intermediate state, such as the id a provider gave, while the job goes on.</summary>
    /// <exception cref="LeaseLostException">The job belongs to somebody else by now; everything was rolled back.</exception>
    public Task CheckpointAsync(Func<ShopDb, Task> change, CancellationToken ct) => SaveAsync(change, done: false, ct);

    private async Task SaveAsync(Func<ShopDb, Task> change, bool done, CancellationToken ct) =>
        await shop.InTransactionAsync(
            async db =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                DateTime? doneAt = done ? now : null;
                var mine = await db.Jobs.Where(j => j.Id == jobId && j.LeaseToken == token && j.DoneAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, doneAt), ct);
                if (mine == 0)
                {
                    throw new LeaseLostException(jobId);
                }

                await change(db);
                await db.SaveChangesAsync(ct);
                return true;
            },
            ct);
}
