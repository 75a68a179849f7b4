using Coravel.Invocable;
using Coravel.Queuing;
using Coravel.Queuing.Interfaces;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>
/// Runs due job rows on one machine: it claims as many as there are free slots and hands them to Coravel's queue, which
/// would otherwise start everything at once. Coravel's scheduler calls it every second; a commit calls it at once.
/// </summary>
public sealed partial class CoravelPump(JobRunner jobs, IQueue queue, IHostApplicationLifetime app, ILogger<CoravelPump> logger)
    : IJobSignal, IDisposable
{
    /// <summary>
    /// Jobs at work at one time. While some wait for the disk, others compute: eight left a fifth of two cores idle on
    /// PostgreSQL. SQLite has a single writer, and takes them one after another anyway.
    /// </summary>
    public const int Slots = 16;

    /// <summary>Of these, jobs of low priority at most: what is slow and can wait never keeps payments and stock waiting.</summary>
    public const int LowSlots = 12;

    private readonly SemaphoreSlim _claiming = new(1, 1);
    private int _running;
    private int _runningLow;
    private int _kicks;

    /// <summary>1 while more may be due than there were slots for: then each job that ends makes the pump look again.</summary>
    private int _more;

    public void Kick()
    {
        // Started on a thread of its own, so that whoever committed does not wait; many kicks are one. What goes with the
        // request that kicks, such as its trace and its HttpContext, does not go with the jobs, which may be anybody's.
        if (Interlocked.Exchange(ref _kicks, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pump => _ = pump.PumpAsync(), this, preferLocal: false);
        }
    }

    public void Dispose() => _claiming.Dispose();

    /// <summary>Takes what is due, as far as there are free slots. It never throws: Coravel's loop would end silently.</summary>
    public async Task PumpAsync()
    {
        await _claiming.WaitAsync();
        try
        {
            Volatile.Write(ref _kicks, 0);
            await FillAsync(app.ApplicationStopping);
        }
        catch (Exception error)
        {
            Tell(error);
        }
        finally
        {
            _claiming.Release();
        }
    }

    private async Task FillAsync(CancellationToken ct)
    {
        // Said before the slots are counted, so that one that becomes free meanwhile is not forgotten.
        Interlocked.Exchange(ref _more, 1);
        while (Slots - Volatile.Read(ref _running) is > 0 and var free && !ct.IsCancellationRequested)
        {
            var low = LowSlots - Volatile.Read(ref _runningLow);
            var claimed = await jobs.ClaimAsync(free, low, ct);
            Begin(claimed);
            // Behind one of a kind of which few may run there can be what was not looked at.
            if (!claimed.Any(job => job.Spec.IsBounded))
            {
                Interlocked.Exchange(ref _more, claimed.Count == free || claimed.Count(IsLow) >= low ? 1 : 0);
                return;
            }
        }
    }

    private void Begin(IReadOnlyList<ClaimedJob> claimed)
    {
        foreach (var job in claimed)
        {
            Interlocked.Increment(ref _running);
            Interlocked.Add(ref _runningLow, IsLow(job) ? 1 : 0);
            queue.QueueInvocableWithPayload<RunJob, ClaimedJob>(job);
        }

        if (claimed.Count > 0)
        {
            // Without this the queue would look at its next tick only; a tick also waits for the slowest of the last.
            _ = ((Queue)queue).ConsumeQueueAsync();
        }
    }

    private static bool IsLow(ClaimedJob job) => job.Spec.Priority == JobPriority.Low;

    private void Done(ClaimedJob job)
    {
        Interlocked.Decrement(ref _running);
        Interlocked.Add(ref _runningLow, IsLow(job) ? -1 : 0);
        if (Volatile.Read(ref _more) == 1 || job.Spec.IsBounded)
        {
            Kick();
        }
    }

    private void Tell(Exception error)
    {
        if (error.IsOutage())
        {
            LogOutage();
        }
        else if (!app.ApplicationStopping.IsCancellationRequested)
        {
            LogPumpFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is out of reach; the job pump looks again in a second")]
    private partial void LogOutage();

    [LoggerMessage(LogLevel.Error, "The job pump failed; it looks again in a second")]
    private partial void LogPumpFailed(Exception error);

    /// <summary>One job row in Coravel's queue.</summary>
    internal sealed class RunJob(JobRunner jobs, CoravelPump pump, IHostApplicationLifetime app) : IInvocable, IInvocableWithPayload<ClaimedJob>
    {
        public ClaimedJob Payload { get; set; } = null!;

        public async Task Invoke()
        {
            try
            {
                await jobs.RunAsync(Payload, app.ApplicationStopping);
            }
            finally
            {
                pump.Done(Payload);
            }
        }
    }

    /// <summary>The look every second, for what fell due and for what a lost signal left behind.</summary>
    internal sealed class Sweep(CoravelPump pump) : IInvocable
    {
        public Task Invoke() => pump.PumpAsync();
    }
}
