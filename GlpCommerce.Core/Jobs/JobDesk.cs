using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Core.Jobs;

/// <summary>How the queue stands.</summary>
/// <param name="Oldest">Since when the oldest due job has been due; null when none is.</param>
public sealed record JobState(int Due, int Running, int Later, int GivenUp, DateTime? Oldest);

/// <summary>A job that was given up, and why.</summary>
public sealed record GivenUpJob(Guid Id, string Kind, string Payload, int Attempts, DateTime CreatedAt, DateTime GivenUpAt, string? Error);

/// <summary>A job that waits for later.</summary>
/// <param name="Attempts">How often it was tried; 0 for one that was planned for then.</param>
/// <param name="Error">Why its last try failed; null for one that was planned for then.</param>
public sealed record WaitingJob(Guid Id, string Kind, string Payload, int Attempts, DateTime DueAt, string? Error);

/// <summary>What staff see of the jobs, and what they do with those that failed.</summary>
public sealed class JobDesk(IShopDbFactory shop, IEnumerable<JobKind> kinds, IServiceScopeFactory scopes, IJobSignal signal, AuditLog audit, TimeProvider clock)
{
    private static readonly Problem NotGivenUp = new("job.not_given_up", "This job runs again already, or was discarded.");

    private static readonly Problem NotWaiting = new("job.not_waiting", "This job has begun already, or waits for the hour that it was planned for.");

    /// <summary>As many given-up jobs as are listed, and as many that wait.</summary>
    public const int MostListed = 200;

    /// <summary>Counts open rows only, however many were done.</summary>
    public async Task<JobState> StateAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var now = clock.GetUtcNow().UtcDateTime;
        var open = db.Jobs.Where(j => j.DoneAt == null && j.DeadAt == null);
        var due = open.Where(j => j.DueAt <= now && j.LeaseToken == null);
        return new JobState(
            await due.CountAsync(ct), await open.CountAsync(j => j.LeaseToken != null, ct), await open.CountAsync(j => j.DueAt > now && j.LeaseToken == null, ct),
            await GivenUp(db).CountAsync(ct), await due.MinAsync(j => (DateTime?)j.DueAt, ct));
    }

    /// <summary>The given-up jobs, newest first.</summary>
    public async Task<IReadOnlyList<GivenUpJob>> GivenUpAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await GivenUp(db).OrderByDescending(j => j.DeadAt).Take(MostListed)
            .Select(j => new GivenUpJob(j.Id, j.Kind, j.Payload, j.Attempts, j.CreatedAt, j.DeadAt!.Value, j.LastError)).ToListAsync(ct);
    }

    /// <summary>The jobs that wait for later: first those that were tried and failed, the soonest first. Of the open rows only, however many were done.</summary>
    public async Task<IReadOnlyList<WaitingJob>> WaitingAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await Waiting(db, clock.GetUtcNow().UtcDateTime).OrderBy(j => j.LastError == null).ThenBy(j => j.DueAt).Take(MostListed)
            .Select(j => new WaitingJob(j.Id, j.Kind, j.Payload, j.Attempts, j.DueAt, j.LastError)).ToListAsync(ct);
    }

    /// <summary>Lets a job that failed run now instead of after its pause; that counts as the try that it is. What was planned for later stays there.</summary>
    /// <returns>The job's id, or <c>staff.not_allowed</c>, <c>job.not_waiting</c>.</returns>
    public Task<Result<Guid>> RunNowAsync(Guid id, Actor by, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ChangeAsync(
            id, by, "job.hurried", db => Waiting(db, now).Where(j => j.LastError != null), NotWaiting,
            (_, rows) => rows.ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, now), ct), ct);
    }

    /// <summary>Lets it run again, with all its attempts. Repeating it changes nothing.</summary>
    /// <returns>The job's id, or <c>staff.not_allowed</c>, <c>job.not_given_up</c>.</returns>
    public Task<Result<Guid>> RetryAsync(Guid id, Actor by, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ChangeAsync(id, by, "job.retried", GivenUp, NotGivenUp, (_, rows) => rows.ExecuteUpdateAsync(
            set => set.SetProperty(j => j.DeadAt, (DateTime?)null).SetProperty(j => j.DueAt, now).SetProperty(j => j.Attempts, 0), ct), ct);
    }

    /// <summary>Gives it up for good, and puts right what it left behind if that was not done yet. Repeating it changes nothing.</summary>
    /// <returns>The job's id, or <c>staff.not_allowed</c>, <c>job.not_given_up</c>.</returns>
    public Task<Result<Guid>> DiscardAsync(Guid id, Actor by, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ChangeAsync(id, by, "job.discarded", GivenUp, NotGivenUp, async (db, rows) =>
        {
            var job = await rows.AsNoTracking().SingleOrDefaultAsync(ct);
            var ended = await rows.ExecuteUpdateAsync(set => set.SetProperty(j => j.DoneAt, now), ct);
            if (ended > 0 && kinds.FirstOrDefault(kind => kind.Spec.Name == job!.Kind) is { } known)
            {
                await using var scope = scopes.CreateAsyncScope();
                await known.GivenUp(scope.ServiceProvider, job!.Payload, db, ct);
                await db.SaveChangesAsync(ct);
            }

            return ended;
        }, ct);
    }

    private static IQueryable<Job> GivenUp(ShopDb db) => db.Jobs.Where(j => j.DeadAt != null && j.DoneAt == null);

    private static IQueryable<Job> Waiting(ShopDb db, DateTime now) =>
        db.Jobs.Where(j => j.DoneAt == null && j.DeadAt == null && j.LeaseToken == null && j.DueAt > now);

    /// <param name="among">The jobs that this can be done with; of others it is refused as <paramref name="none"/>.</param>
    private async Task<Result<Guid>> ChangeAsync(
        Guid id, Actor by, string action, Func<ShopDb, IQueryable<Job>> among, Problem none, Func<ShopDb, IQueryable<Job>, Task<int>> change, CancellationToken ct)
    {
        if (by.Refuse(Rights.HandleJobs) is { } refused)
        {
            return refused;
        }

        return await shop.InTransactionAsync<Result<Guid>>(
            async db =>
            {
                if (await change(db, among(db).Where(j => j.Id == id)) == 0)
                {
                    return none;
                }

                await audit.AddAsync(db, by, action, $"job:{id:N}", ct: ct);
                db.AfterCommit(signal.Kick);
                return id;
            },
            ct);
    }
}
