using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Jobs;

/// <summary>A job row that this process may run.</summary>
public sealed record ClaimedJob(Guid Id, Guid Token, JobSpec Spec, string Payload, int Attempt, DateTime CreatedAt)
{
    public string Kind => Spec.Name;
}

/// <summary>
/// Claims due job rows and runs them. It knows no engine: whoever has a free slot asks it. A row of a kind it does not
/// know waits for a process that does: while versions change, the newer one writes what the older one cannot run.
/// </summary>
public sealed partial class JobRunner(
    IShopDbFactory shop,
    IServiceScopeFactory scopes,
    IEnumerable<JobKind> kinds,
    InstanceName instance,
    TimeProvider clock,
    ILogger<JobRunner> logger)
{
    private const int LongestError = 1000;

    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(k => k.Spec.Name);
    private readonly JobClaim _claim = new(shop.Provider, kinds.Select(k => k.Spec));
    private readonly JobsInHand _inHand = new(kinds.Select(k => k.Spec));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Takes up to <paramref name="limit"/> due rows, by priority and age. Where it takes one of a bounded kind, it may have
    /// left out what stands behind others of that kind: the next look finds that.
    /// </summary>
    /// <param name="low">Of these, rows of low priority at most.</param>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(int limit, int low = int.MaxValue, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        await using var db = shop.Open();
        var room = _inHand.TakeRoom();
        IReadOnlyList<Job> taken = [];
        try
        {
            taken = await _claim.TakeAsync(db, limit, low, room, instance.Value, Now);
        }
        finally
        {
            _inHand.GiveBack(room, taken.Select(job => job.Kind));
        }

        return [.. taken.Select(job => new ClaimedJob(job.Id, job.LeaseToken!.Value, _kinds[job.Kind].Spec, job.Payload, job.Attempts, job.CreatedAt))];
    }

    /// <summary>Runs one claimed job to its end, its retry or its giving up. A run that the stopping program breaks off is given back.</summary>
    public async Task RunAsync(ClaimedJob job, CancellationToken ct = default)
    {
        try
        {
            await RunToItsEndAsync(job, ct);
        }
        finally
        {
            _inHand.End(job.Spec);
        }
    }

    /// <summary>Claims and runs until nothing is due.</summary>
    /// <returns>How many jobs were run.</returns>
    public async Task<int> RunDueAsync(int limit = 100, CancellationToken ct = default)
    {
        var count = 0;
        while (count < limit && await ClaimAsync(1, ct: ct) is [var job])
        {
            await RunAsync(job, ct);
            count++;
        }

        return count;
    }

    /// <summary>Gives back what this instance had taken before it died. Others' leases run out by themselves.</summary>
    public async Task<int> ReleaseOwnAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Jobs.Where(j => j.LeaseOwner == instance.Value && j.DoneAt == null && j.DeadAt == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(j => j.LeaseOwner, (string?)null)
                .SetProperty(j => j.LeaseToken, (Guid?)null)
                .SetProperty(j => j.LeasedUntil, (DateTime?)null), ct);
    }

    private async Task RunToItsEndAsync(ClaimedJob job, CancellationToken ct)
    {
        var kind = _kinds[job.Kind];
        var lease = new JobLease(shop, job.Id, job.Token, clock);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(kind.Spec.Timeout);
        try
        {
            await HandleAsync(kind, job, lease, timeout.Token);
        }
        catch (LeaseLostException)
        {
            LogLeaseLost(job.Kind, job.Id);
        }
        catch (Exception error) when (error.IsOutage() && !ct.IsCancellationRequested)
        {
            await PutOffAsync(kind, job, error, ct);
        }
        catch (Exception error) when (kind.Spec.Passes(error) && Now - job.CreatedAt < kind.Spec.Patience && !ct.IsCancellationRequested)
        {
            await WaitAsync(kind, job, error);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            await FailAsync(kind, job, error);
        }
        catch (Exception)
        {
            await GiveBackAsync(job);
        }
    }

    private async Task HandleAsync(JobKind kind, ClaimedJob job, JobLease lease, CancellationToken ct)
    {
        if (job.Attempt > kind.Spec.MostRuns)
        {
            throw new InvalidOperationException($"Every one of its {kind.Spec.MostRuns} runs ended with the program or outlived its lease.");
        }

        await using var scope = scopes.CreateAsyncScope();
        await kind.Invoke(scope.ServiceProvider, job.Payload, lease, ct);
        if (!lease.IsComplete)
        {
            await lease.CompleteAsync(ct);
        }
    }

    private Task FailAsync(JobKind kind, ClaimedJob job, Exception error)
    {
        var givenUp = job.Attempt >= kind.Spec.MaxAttempts;
        LogFailed(givenUp ? LogLevel.Error : LogLevel.Warning, error, job.Kind, job.Id, job.Attempt, kind.Spec.MaxAttempts);
        var text = Told(error);
        if (givenUp)
        {
            return GiveUpAsync(kind, job, text);
        }

        var dueAt = Now + kind.Spec.Backoff(job.Attempt, Random.Shared.NextDouble());
        return LetGoAsync(job, set => set.SetProperty(j => j.DueAt, dueAt).SetProperty(j => j.LastError, text));
    }

    /// <summary>What the job leaves behind is put right in the same transaction. If that fails too, the job must end nevertheless.</summary>
    private async Task GiveUpAsync(JobKind kind, ClaimedJob job, string text)
    {
        try
        {
            await shop.InTransactionAsync(async db =>
            {
                if (await DieAsync(db) > 0)
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await kind.GivenUp(scope.ServiceProvider, job.Payload, db, CancellationToken.None);
                }

                return await db.SaveChangesAsync(CancellationToken.None);
            });
        }
        catch (Exception error) when (!error.IsOutage())
        {
            LogLeftBehind(error, job.Kind, job.Id);
            await using var db = shop.Open();
            await DieAsync(db);
        }

        Task<int> DieAsync(ShopDb db)
        {
            DateTime? now = Now;
            return LetGoAsync(db, job, set => set.SetProperty(j => j.DeadAt, now).SetProperty(j => j.DueAt, now.Value).SetProperty(j => j.LastError, text));
        }
    }

    /// <summary>Somebody outside cannot be reached, which says nothing about the job either: the run does not count.</summary>
    private Task WaitAsync(JobKind kind, ClaimedJob job, Exception error)
    {
        LogWaits(job.Kind, job.Id, error.GetType().Name, error.Message);
        var now = Now;
        var dueAt = now + kind.Spec.Pause(now - job.CreatedAt, Random.Shared.NextDouble());
        var text = Told(error);
        return LetGoAsync(job, set => set
            .SetProperty(j => j.Attempts, job.Attempt - 1)
            .SetProperty(j => j.DueAt, dueAt)
            .SetProperty(j => j.LastError, text));
    }

    private static string Told(Exception error) => Input.Cut($"{error.GetType().Name}: {error.Message}", LongestError);

    /// <summary>
    /// The shop's own database or disk is away, which says nothing about the job: the run does not count. As soon as it is
    /// back this is written down; else the lease runs out.
    /// </summary>
    private async Task PutOffAsync(JobKind kind, ClaimedJob job, Exception error, CancellationToken ct)
    {
        LogPutOff(job.Kind, job.Id, Innermost(error).Message);
        for (var end = Now + kind.Spec.Lease; ; await Task.Delay(OutagePause, clock, ct))
        {
            try
            {
                var dueAt = Now + OutagePause;
                await LetGoAsync(job, set => set.SetProperty(j => j.Attempts, job.Attempt - 1).SetProperty(j => j.DueAt, dueAt));
                return;
            }
            catch (Exception again) when (again.IsOutage() && Now < end)
            {
                // Still away.
            }
        }
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    /// <summary>The program is stopping: the run does not count, and the next start takes it up at once.</summary>
    private Task GiveBackAsync(ClaimedJob job) => LetGoAsync(job, set => set.SetProperty(j => j.Attempts, job.Attempt - 1));

    private async Task LetGoAsync(ClaimedJob job, Action<UpdateSettersBuilder<Job>> also)
    {
        await using var db = shop.Open();
        await LetGoAsync(db, job, also);
    }

    /// <returns>0 when the run was somebody else's by now, or is done.</returns>
    private static Task<int> LetGoAsync(ShopDb db, ClaimedJob job, Action<UpdateSettersBuilder<Job>> also) =>
        db.Jobs.Where(j => j.Id == job.Id && j.LeaseToken == job.Token && j.DoneAt == null).ExecuteUpdateAsync(set =>
        {
            set.SetProperty(j => j.LeaseToken, (Guid?)null)
                .SetProperty(j => j.LeaseOwner, (string?)null)
                .SetProperty(j => j.LeasedUntil, (DateTime?)null);
            also(set);
        });

    [LoggerMessage("Job {Kind} {JobId} failed at attempt {Attempt} of {MaxAttempts}")]
    private partial void LogFailed(LogLevel level, Exception error, string kind, Guid jobId, int attempt, int maxAttempts);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {JobId} is put off, because the shop's store is out of reach: {Why}")]
    private partial void LogPutOff(string kind, Guid jobId, string why);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {JobId} waits, which does not count as a try: {Trouble}: {Why}")]
    private partial void LogWaits(string kind, Guid jobId, string trouble, string why);

    [LoggerMessage(LogLevel.Error, "Job {Kind} {JobId} is given up, and what it leaves behind could not be put right; discarding it tries that again")]
    private partial void LogLeftBehind(Exception error, string kind, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {JobId} lost its lease; nothing of this run was saved")]
    private partial void LogLeaseLost(string kind, Guid jobId);
}
