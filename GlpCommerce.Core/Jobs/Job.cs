namespace GlpCommerce.Core.Jobs;

public enum JobPriority
{
    High = 0,
    Medium = 1,
    Low = 2,
}

/// <summary>
/// Work to be done later, saved in the same transaction as the change that causes it. This row is the truth: it owns
/// attempts, back-off, lease and result; an engine only decides when and where it runs.
/// </summary>
public sealed class Job
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The name of its handler, such as <c>process-payment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The handler's input as JSON. It holds ids, never personal data.</summary>
    public required string Payload { get; init; }

    /// <summary>0 is taken first.</summary>
    public int Priority { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Not before; UTC.</summary>
    public DateTime DueAt { get; set; }

    /// <summary>How often it was begun, the present run included.</summary>
    public int Attempts { get; set; }
    public DateTime? LeasedUntil { get; set; }

    /// <summary>Proves that a worker still owns the run: whoever lost its lease cannot save anything.</summary>
    public Guid? LeaseToken { get; set; }

    /// <summary>The instance that took it; see <see cref="InstanceName"/>.</summary>
    public string? LeaseOwner { get; set; }
    public DateTime? DoneAt { get; set; }

    /// <summary>When it was given up; such a row stays until a person retries or discards it.</summary>
    public DateTime? DeadAt { get; set; }
    public string? LastError { get; set; }
}

/// <summary>The name of this running shop. It is kept under the data path, so that a restart knows which leases were its own.</summary>
public sealed record InstanceName(string Value);
