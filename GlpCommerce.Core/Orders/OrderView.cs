using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Orders;

/// <summary>
/// What an order's page shows. Without proof that is status, lines, total and a masked e-mail, no more: what else there is
/// is absent or nothing.
/// </summary>
/// <param name="IsHolder">Whether the reader proved to be the one who ordered, or is staff.</param>
public sealed record OrderView(
    string PublicId,
    string Number,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
    string? FailureReason,
    bool IsHolder,
    string Email,
    ShippingAddress? Address,
    Money Subtotal,
    Money Discount,
    string? DiscountCode,
    Money Shipping,
    Money Tax,
    Money Total,
    DateTime PlacedAt,
    DateTime? ExpiresAt,
    DateTime? CancelRequestedAt,
    IReadOnlyList<OrderLine> Lines,
    IReadOnlyList<OrderEvent> Events)
{
    /// <summary>The order's row.</summary>
    public long Id { get; init; }

    /// <summary>Whether it opened only because its reader is staff, who change nothing in the shopper's place.</summary>
    public bool IsForStaff { get; init; }

    /// <summary>Whether the parcel's cost was given back.</summary>
    public bool ShippingRefunded { get; init; }

    /// <summary>Whether it belongs to an account; only its holder is told.</summary>
    public bool IsInAccount { get; init; }

    /// <summary>How its parcel left; only its holder is told.</summary>
    public Shipment? Shipment { get; init; }

    /// <summary>Whether it was placed without a way to pay, and still waits for one.</summary>
    public bool AwaitsPayment => this is { Status: OrderStatus.Pending, CancelRequestedAt: null }
        && Events.Any(e => e.Kind == OrderEventKind.PaymentAwaited) && Events.All(e => e.Kind != OrderEventKind.PaymentChosen);

    /// <summary>Whether its holder can pay it now: it waits for a first payment, or for another one after a refusal.</summary>
    public bool CanBePaid(DateTime now) => IsHolder && !IsForStaff && (AwaitsPayment ? now < ExpiresAt : IsKept(now));

    /// <summary>Whether its payment failed and another one can follow.</summary>
    public bool IsKept(DateTime now) => Status == OrderStatus.Failed && !Order.MoneyIsHeld.Contains(PaymentStatus)
        && !ShippingRefunded && Lines.All(l => l.RefundedQuantity == 0) && now <= Order.PayableUntil(PlacedAt, Events);

    /// <summary>A paid order can be taken back until it leaves the house, an unpaid one while it waits.</summary>
    public bool CanBeCancelled => this is { IsHolder: true, IsForStaff: false, Status: OrderStatus.Pending, CancelRequestedAt: null }
        or { IsHolder: true, IsForStaff: false, Status: OrderStatus.Confirmed, PaymentStatus: not PaymentStatus.Disputed };

    /// <summary>Whether staff ended it before it was paid, or are about to.</summary>
    public bool IsCancelledByStaff => CancelRequestedAt is { } at && Events.Any(e => e.Kind == OrderEventKind.CancelledByStaff && e.At == at);

    /// <summary>Whether its holder has still to say where the parcel goes.</summary>
    public bool AwaitsAddress => this is { IsHolder: true, IsForStaff: false, Address: null, Status: OrderStatus.Pending or OrderStatus.Failed or OrderStatus.Confirmed };

    /// <summary>An order has a receipt from the moment it stands, whatever becomes of it; only its holder may read it.</summary>
    public bool HasReceipt => IsHolder && Events.Any(e => e is { Kind: OrderEventKind.Moved, Status: OrderStatus.Confirmed });

    /// <summary>Whether a refund is promised and its outcome still to come.</summary>
    public bool IsMoneyOnItsWayBack =>
        Events.Count(e => e.Kind == OrderEventKind.RefundPromised)
        > Events.Count(e => e.Kind is OrderEventKind.Refunded or OrderEventKind.RefundFailed);

    /// <param name="holder">Whether its reader proved to be the one who ordered.</param>
    internal static OrderView Of(Order order, bool holder, IReadOnlyList<OrderLine> lines, IReadOnlyList<OrderEvent> steps) =>
        holder ? ForHolder(order, lines, steps) : ForOthers(order, lines, steps);

    private static OrderView ForHolder(Order order, IReadOnlyList<OrderLine> lines, IReadOnlyList<OrderEvent> steps) => new(
        order.PublicId, order.Number, order.Status, order.PaymentStatus, order.FailureReason, IsHolder: true, order.Email, order.Address,
        order.Subtotal, order.Discount, order.DiscountCode, order.Shipping, order.Tax, order.Total, order.PlacedAt, order.ExpiresAt, order.CancelRequestedAt, lines, steps)
    {
        Id = order.Id,
        ShippingRefunded = order.ShippingRefunded,
        IsInAccount = order.AccountId is not null,
    };

    /// <summary>Where it stands, what is in it and what it costs; of its steps those that say where it stood.</summary>
    private static OrderView ForOthers(Order order, IReadOnlyList<OrderLine> lines, IReadOnlyList<OrderEvent> steps) => new(
        order.PublicId, order.Number, order.Status, Plain(order.PaymentStatus), FailureReason: null, IsHolder: false, OrderQueries.Mask(order.Email), Address: null,
        order.Subtotal, Money.Zero, DiscountCode: null, Money.Zero, Money.Zero, order.Total, order.PlacedAt, ExpiresAt: null, CancelRequestedAt: null,
        [.. lines.Select(Plain)], [.. steps.Where(step => step.Kind == OrderEventKind.Moved).Select(Plain)])
    {
        Id = order.Id,
    };

    /// <summary>Refunds and objections are the payer's business: others see that the order was paid.</summary>
    private static PaymentStatus Plain(PaymentStatus status) =>
        status is PaymentStatus.Disputed or PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded ? PaymentStatus.Succeeded : status;

    /// <summary>What was taken off a line, taxed or given back tells of the payer's codes, state and troubles.</summary>
    private static OrderLine Plain(OrderLine line) => new()
    {
        Id = line.Id, OrderId = line.OrderId, ProductId = line.ProductId, Sku = line.Sku, Name = line.Name, UnitPrice = line.UnitPrice, Quantity = line.Quantity,
    };

    /// <summary>Why a bank said no, or who cancelled, is nobody's business but the payer's.</summary>
    private static OrderEvent Plain(OrderEvent step) => new() { Id = step.Id, OrderId = step.OrderId, Status = step.Status, At = step.At, Text = "" };
}

/// <summary>Where an order stands, for whoever watches it.</summary>
/// <param name="Version">Another one whenever anything about the order has changed.</param>
public sealed record OrderState(OrderStatus Status, PaymentStatus PaymentStatus, int Version);

/// <summary>One reading of an order, as its holder may see it and as all others may.</summary>
public sealed record OrderSides(OrderState State, OrderView ForHolder, OrderView ForOthers);

/// <summary>One page of a list of orders.</summary>
/// <param name="Page">The page that it is; the last one where fewer were there than was asked for.</param>
public sealed record OrderListPage(IReadOnlyList<OrderView> Orders, int Page, int PageCount);
