using System.Text.Json;
using GlpCommerce.Core.Data;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Core.Jobs;

/// <summary>The input of one kind of job, together with how that kind is treated.</summary>
public interface IJobPayload
{
    static abstract JobSpec Spec { get; }
}

/// <summary>How a kind of job is treated.</summary>
/// <param name="Name">Its name in the table. It outlives deployments: renaming a class must not change it.</param>
/// <param name="MaxAttempts">Runs before it is given up.</param>
/// <param name="FirstDelay">The pause before the second run; it grows each time, up to <paramref name="LongestDelay"/>.</param>
/// <param name="Timeout">The longest a run may take. The lease is longer by <see cref="LeaseGrace"/>.</param>
public sealed record JobSpec(
    string Name, JobPriority Priority, int MaxAttempts, TimeSpan FirstDelay, TimeSpan Timeout, TimeSpan LongestDelay)
{
    /// <summary>How many times longer each pause is than the one before.</summary>
    public int Growth { get; init; } = 2;

    /// <summary>
    /// Runs before it is given up although none of them failed: each ended with the program. A machine that is restarted again and
    /// again says little about the job; one that kills the program each time must end.
    /// </summary>
    public int MostRuns => MaxAttempts + 3;

    /// <summary>Tells trouble that says nothing about the job, such as a server that cannot be reached: while the job is younger than <see cref="Patience"/>, such a run does not count.</summary>
    public Func<Exception, bool> Passes { get; init; } = _ => false;

    public TimeSpan Patience { get; init; }

    /// <summary>
    /// Runs of this kind that one program has at a time, where one fills much memory. The others stay in the table, so that
    /// they hold no slot of the engine while they wait.
    /// </summary>
    public int AtOnce { get; init; } = int.MaxValue;

    public bool IsBounded => AtOnce < int.MaxValue;

    public static readonly TimeSpan LeaseGrace = TimeSpan.FromSeconds(15);

    public TimeSpan Lease => Timeout + LeaseGrace;

    /// <summary>The pause after a failed run: exponential, with a quarter of jitter so that failures do not march in step.</summary>
    /// <param name="attempt">How many runs there were, from 1.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public TimeSpan Backoff(int attempt, double jitter)
    {
        var pause = FirstDelay.TotalSeconds * Math.Pow(Growth, Math.Min(attempt - 1, 20));
        return TimeSpan.FromSeconds(Math.Min(pause, LongestDelay.TotalSeconds) * (0.75 + (0.5 * jitter)));
    }

    /// <summary>The pause after a run that does not count: as long as it has taken up to now, within the same bounds.</summary>
    public TimeSpan Pause(TimeSpan age, double jitter)
    {
        var pause = Math.Clamp(age.TotalSeconds, FirstDelay.TotalSeconds, LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.75 + (0.5 * jitter)));
    }
}

/// <summary>Does one kind of job. It may be called again for the same payload, so it must be safe to repeat.</summary>
public interface IJobHandler<in T>
    where T : IJobPayload
{
    /// <summary>
    /// Makes its outside call first, if it has one, and then saves everything through the lease,
    /// which also marks the row done. Throwing means "try again later".
    /// </summary>
    Task HandleAsync(T payload, JobLease lease, CancellationToken ct);
}

/// <summary>A handler that has something to put right once its job will run no more.</summary>
public interface IGivenUpHandler<in T>
    where T : IJobPayload
{
    /// <summary>
    /// Saved in the transaction that gives the job up, and in the one in which staff discard it: both may come, and staff may let the
    /// job run again in between. So it looks at what is so, is safe to repeat, and asks nobody outside.
    /// </summary>
    Task GivenUpAsync(ShopDb db, T payload, CancellationToken ct);
}

/// <summary>Ties a kind's name in the table to its handler.</summary>
public sealed record JobKind(JobSpec Spec, Func<IServiceProvider, string, JobLease, CancellationToken, Task> Invoke)
{
    /// <summary>See <see cref="IGivenUpHandler{T}"/>.</summary>
    public Func<IServiceProvider, string, ShopDb, CancellationToken, Task> GivenUp { get; init; } = (_, _, _, _) => Task.CompletedTask;

    public static JobKind For<T>()
        where T : IJobPayload =>
        new(T.Spec, (services, json, lease, ct) => services.GetRequiredService<IJobHandler<T>>().HandleAsync(JsonSerializer.Deserialize<T>(json)!, lease, ct))
        {
            GivenUp = (services, json, db, ct) => services.GetRequiredService<IJobHandler<T>>() is IGivenUpHandler<T> handler
                ? handler.GivenUpAsync(db, JsonSerializer.Deserialize<T>(json)!, ct) : Task.CompletedTask,
        };
}
