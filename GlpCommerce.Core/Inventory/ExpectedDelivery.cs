namespace GlpCommerce.Core.Inventory;

/// <summary>Units that somebody has ordered from a supplier. It changes nothing of what is on hand until it is received.</summary>
public sealed class ExpectedDelivery
{
    public long Id { get; init; }
    public int ProductId { get; init; }
    public int Quantity { get; init; }

    /// <summary>Units that came so far; more than expected when the supplier sent more.</summary>
    public int Received { get; init; }
    public DateOnly ExpectedOn { get; init; }
    public string? Note { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Who wrote it down.</summary>
    public long AccountId { get; init; }

    /// <summary>When all had come, or the rest was cancelled; null while something is awaited.</summary>
    public DateTime? ClosedAt { get; init; }

    /// <summary>Whether the rest will not come.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Units that are still awaited.</summary>
    public int Left => ClosedAt is null ? Quantity - Received : 0;
}
