namespace GlpCommerce.Core.Staff;

/// <summary>One field of something before and after somebody's change. Rows are only ever added.</summary>
public sealed class FieldChange
{
    public long Id { get; init; }

    /// <summary>What was changed, as the audit log names it, such as <c>article:12</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The version that the change led to.</summary>
    public int Version { get; init; }
    public required string Field { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }

    /// <summary>0 for the shop itself.</summary>
    public long AccountId { get; init; }
    public DateTime At { get; init; }
}
