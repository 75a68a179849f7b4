namespace GlpCommerce.Core.Staff;

/// <summary>One field before and after somebody's change, as any history tells it. Rows are only ever added.</summary>
public abstract class PastChange
{
    public long Id { get; init; }

    /// <summary>The version that the change led to.</summary>
    public int Version { get; init; }
    public required string Field { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }

    /// <summary>0 for the shop itself.</summary>
    public long AccountId { get; init; }
    public DateTime At { get; init; }
}
