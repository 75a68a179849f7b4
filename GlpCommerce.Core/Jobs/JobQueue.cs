using System.Text.Json;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Jobs;

/// <summary>Tells the engine that there is something to do. It must return at once and never throw.</summary>
public interface IJobSignal
{
    void Kick();
}

/// <summary>The engine finds due rows by looking every second; this signal is for programs without one, such as tests.</summary>
public sealed class NoJobSignal : IJobSignal
{
    public void Kick()
    {
    }
}

/// <summary>Writes job rows into the caller's unit of work. The engine is told after the commit; forgetting that costs a second.</summary>
public sealed class JobQueue(IJobSignal signal, TimeProvider clock)
{
    /// <param name="db">The context of the change that causes the job.</param>
    /// <param name="payload">What the handler gets.</param>
    /// <param name="dueAt">Not before; null for at once.</param>
    public void Add<T>(ShopDb db, T payload, DateTime? dueAt = null)
        where T : IJobPayload
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.Jobs.Add(new Job
        {
            Kind = T.Spec.Name,
            Payload = Text(payload),
            Priority = (int)T.Spec.Priority,
            CreatedAt = now,
            DueAt = dueAt ?? now,
        });
        if (dueAt is null || dueAt <= now)
        {
            db.AfterCommit(signal.Kick);
        }
    }

    /// <summary>Makes the same job due at once, if it waits to be begun: what it looks at, it will see as it is then.</summary>
    /// <returns>Whether one waits.</returns>
    public async Task<bool> HurryAsync<T>(ShopDb db, T payload, CancellationToken ct)
        where T : IJobPayload
    {
        var (kind, priority, text, now) = (T.Spec.Name, (int)T.Spec.Priority, Text(payload), clock.GetUtcNow().UtcDateTime);
        var waiting = await db.Jobs
            .Where(j => j.DoneAt == null && j.DeadAt == null && j.LeaseToken == null && j.Priority == priority && j.Kind == kind && j.Payload == text)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, j => j.DueAt < now ? j.DueAt : now), ct);
        db.AfterCommit(signal.Kick);
        return waiting > 0;
    }

    /// <summary>Whether the same job is still to be done, or being done.</summary>
    public static Task<bool> IsOpenAsync<T>(ShopDb db, T payload, CancellationToken ct)
        where T : IJobPayload
    {
        var (kind, text) = (T.Spec.Name, Text(payload));
        return db.Jobs.AnyAsync(j => j.DoneAt == null && j.DeadAt == null && j.Kind == kind && j.Payload == text, ct);
    }

    private static string Text<T>(T payload) => JsonSerializer.Serialize(payload);
}
