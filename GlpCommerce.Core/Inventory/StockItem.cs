namespace GlpCommerce.Core.Inventory;

/// <summary>How many of a product the shop has. It stands apart from the product, so that selling never touches the catalogue's rows.</summary>
public sealed class StockItem
{
    public int ProductId { get; init; }

    /// <summary>Units in the warehouse, those promised to open orders included.</summary>
    public int OnHand { get; set; }

    /// <summary>Units promised to orders that are not settled yet.</summary>
    public int Reserved { get; set; }

    public int Available => OnHand - Reserved;
}

public enum ReservationState
{
    Held,
    Sold,
    Released,
}

/// <summary>Units put aside for one order line. Held → sold | released, once, by one conditional update.</summary>
public sealed class Reservation
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public long OrderLineId { get; init; }
    public int ProductId { get; init; }
    public int Quantity { get; init; }
    public ReservationState State { get; init; }
    public DateTime CreatedAt { get; init; }
}

public enum StockMovementKind
{
    /// <summary>What was there when the product was taken in.</summary>
    Opening,

    /// <summary>Units that left for an order.</summary>
    Sale,

    /// <summary>A delivery.</summary>
    Receipt,

    /// <summary>A count, a breakage, a find.</summary>
    Correction,

    /// <summary>Units that came back with a refund.</summary>
    Return,

    /// <summary>Units of a cancelled order that had been taken off the shelf and not sent.</summary>
    Cancellation,

    /// <summary>Units that were back on the shelf by a refund that failed, and were sent all the same.</summary>
    Resent,
}

/// <summary>One change of what is on hand, and what caused it. Rows are only ever added.</summary>
public sealed class StockMovement
{
    public long Id { get; init; }
    public StockMovementKind Kind { get; init; }

    /// <summary>The row that caused it: the reservation of a sale, the refund's line of a return, the order's line of a cancellation or of what was sent all the same, the product of an opening count, the adjustment of the rest.</summary>
    public long SourceId { get; init; }
    public int ProductId { get; init; }

    /// <summary>Units added (positive) or taken (negative).</summary>
    public int Delta { get; init; }
    public DateTime At { get; init; }
}
