namespace GlpCommerce.Core.Inventory;

/// <summary>Units that came or went outside an order, and why. Rows are only ever added.</summary>
public sealed class StockAdjustment
{
    public long Id { get; init; }

    /// <summary>The caller's key: the same request again changes nothing.</summary>
    public required string Key { get; init; }

    /// <summary><see cref="StockMovementKind.Receipt"/> or <see cref="StockMovementKind.Correction"/>.</summary>
    public StockMovementKind Kind { get; init; }
    public int ProductId { get; init; }

    /// <summary>Units added (positive) or taken (negative).</summary>
    public int Delta { get; init; }

    /// <summary>In words, for whoever wonders later.</summary>
    public required string Reason { get; init; }
    public DateTime At { get; init; }

    /// <summary>Who wrote it down; 0 for the shop itself.</summary>
    public long AccountId { get; init; }
}
