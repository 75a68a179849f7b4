namespace GlpCommerce.Core.Staff;

/// <summary>A change of anything but a product.</summary>
public sealed class FieldChange : PastChange
{
    /// <summary>What was changed, as the audit log names it, such as <c>article:12</c>.</summary>
    public required string Subject { get; init; }
}
