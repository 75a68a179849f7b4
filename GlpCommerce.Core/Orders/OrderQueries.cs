using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>What an order's page shows. Without proof, address and discount code are absent and the e-mail is masked.</summary>
/// <param name="IsHolder">Whether the reader proved to be the one who ordered.</param>
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
    DateTime ExpiresAt,
    DateTime? CancelRequestedAt,
    IReadOnlyList<OrderLine> Lines,
    IReadOnlyList<OrderEvent> Events)
{
    /// <summary>The order's row.</summary>
    public long Id { get; init; }

    /// <summary>Whether it belongs to an account; only its holder is told.</summary>
    public bool IsInAccount { get; init; }

    /// <summary>How its parcel left; only its holder is told.</summary>
    public Shipment? Shipment { get; init; }

    /// <summary>Whether it was placed without a way to pay, and still waits for one.</summary>
    public bool AwaitsPayment => this is { Status: OrderStatus.Pending, CancelRequestedAt: null }
        && Events.Any(e => e.Kind == OrderEventKind.PaymentAwaited) && Events.All(e => e.Kind != OrderEventKind.PaymentChosen);

    /// <summary>Whether its holder can pay it now: it waits for a first payment, or for another one after a refusal.</summary>
    public bool CanBePaid(DateTime now) => IsHolder && (AwaitsPayment ? now < ExpiresAt : Status == OrderStatus.Failed && now - PlacedAt <= Order.PricesAreKept);

    /// <summary>A paid order can be taken back until it leaves the house, an unpaid one while it waits.</summary>
    public bool CanBeCancelled => this is { IsHolder: true, Status: OrderStatus.Pending, CancelRequestedAt: null }
        or { IsHolder: true, Status: OrderStatus.Confirmed, PaymentStatus: not PaymentStatus.Disputed };

    /// <summary>Whether its holder has still to say where the parcel goes.</summary>
    public bool AwaitsAddress => this is { IsHolder: true, Address: null, Status: OrderStatus.Pending or OrderStatus.Failed or OrderStatus.Confirmed };

    /// <summary>An order has a receipt from the moment it stands, whatever becomes of it; only its holder may read it.</summary>
    public bool HasReceipt => IsHolder && Events.Any(e => e is { Kind: OrderEventKind.Moved, Status: OrderStatus.Confirmed });

    /// <summary>Whether a refund is promised and its outcome still to come.</summary>
    public bool IsMoneyOnItsWayBack =>
        Events.Count(e => e.Kind == OrderEventKind.RefundPromised)
        > Events.Count(e => e.Kind is OrderEventKind.Refunded or OrderEventKind.RefundFailed);
}

/// <summary>Where an order stands, for whoever watches it.</summary>
/// <param name="Version">Another one whenever anything about the order has changed.</param>
public sealed record OrderState(OrderStatus Status, PaymentStatus PaymentStatus, int Version);

/// <summary>One reading of an order, as its holder may see it and as all others may.</summary>
public sealed record OrderSides(OrderState State, OrderView ForHolder, OrderView ForOthers);

/// <summary>Reads orders by their public id.</summary>
public sealed class OrderQueries(IShopDbFactory shop)
{
    /// <summary>As many orders as one answer lists.</summary>
    public const int MostListed = 100;

    /// <summary>An order that is not there costs as much as one that is.</summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="proof">What the reader brings: its holder sees everything.</param>
    public async Task<OrderView?> FindAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var named = db.Orders.AsNoTracking().Where(o => o.PublicId == publicId);
        var held = named.Where(proof.Opens(db));
        var found = await named.Select(o => new { Order = o, IsHolder = held.Any() }).SingleOrDefaultAsync(ct);
        var (lines, steps) = await PartsAsync(named, ct);
        return found is null ? null : View(found.Order, found.IsHolder, lines, steps) with { Shipment = found.IsHolder ? await ShipmentAsync(db, found.Order, ct) : null };
    }

    /// <summary>The order's own row, without lines and steps, for its holder.</summary>
    /// <returns>Null without proof, as if there were no such order.</returns>
    public async Task<Order?> FindHeldAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        return await db.Orders.AsNoTracking().Where(o => o.PublicId == publicId).Where(proof.Opens(db)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Whether the order is the caller's; null when there is none.</summary>
    public async Task<bool?> IsHeldAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var named = db.Orders.Where(o => o.PublicId == publicId);
        var held = named.Where(proof.Opens(db));
        return await named.Select(o => (bool?)held.Any()).SingleOrDefaultAsync(ct);
    }

    /// <summary>Where it stands: one indexed row.</summary>
    public async Task<OrderState?> StateAsync(string publicId, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        return await db.Orders.Where(o => o.PublicId == publicId)
            .Select(o => new OrderState(o.Status, o.PaymentStatus, o.Version)).SingleOrDefaultAsync(ct);
    }

    /// <summary>The order as holder and others see it, for many watchers at once.</summary>
    public async Task<OrderSides?> SidesAsync(string publicId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var named = db.Orders.AsNoTracking().Where(o => o.PublicId == publicId);
        var order = await named.SingleOrDefaultAsync(ct);
        var (lines, steps) = await PartsAsync(named, ct);
        return order is null ? null : new OrderSides(
            new OrderState(order.Status, order.PaymentStatus, order.Version),
            View(order, holder: true, lines, steps) with { Shipment = await ShipmentAsync(db, order, ct) },
            View(order, holder: false, lines, steps));
    }

    /// <summary>The newest orders of an account, as their holder sees them, without their steps.</summary>
    public Task<IReadOnlyList<OrderView>> OfAccountAsync(long accountId, int first = MostListed, CancellationToken ct = default) =>
        ListAsync(orders => orders.Where(o => o.AccountId == accountId), first, ct);

    /// <summary>The newest orders that were placed with an address, whoever did so, without their steps. For staff.</summary>
    public Task<IReadOnlyList<OrderView>> OfAddressAsync(string email, int first = MostListed, CancellationToken ct = default)
    {
        var key = EmailAddress.Key(email);
        return ListAsync(orders => orders.Where(o => o.EmailKey == key), first, ct);
    }

    /// <summary>The steps of several orders, by the order's row, oldest first.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<OrderEvent>>> StepsAsync(IReadOnlyList<long> orderIds, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var steps = await db.OrderEvents.AsNoTracking().Where(e => orderIds.Contains(e.OrderId)).OrderBy(e => e.Id).ToListAsync(ct);
        return steps.GroupBy(e => e.OrderId).ToDictionary(group => group.Key, group => (IReadOnlyList<OrderEvent>)[.. group]);
    }

    /// <summary>a***@example.com: enough to recognise one's own address, too little to learn another's.</summary>
    public static string Mask(string email)
    {
        var at = email.LastIndexOf('@');
        return at <= 1 ? $"***{(at < 0 ? "" : email[at..])}" : $"{email[0]}***{email[at..]}";
    }

    /// <summary>Two statements: the orders by their index, from its end, and the lines of those that are shown.</summary>
    private async Task<IReadOnlyList<OrderView>> ListAsync(Func<IQueryable<Order>, IQueryable<Order>> of, int first, CancellationToken ct)
    {
        await using var db = shop.Open();
        var orders = await of(db.Orders.AsNoTracking()).OrderByDescending(o => o.Id).Take(Math.Clamp(first, 1, MostListed)).ToListAsync(ct);
        var ids = orders.Select(o => o.Id).ToList();
        var lines = ids.Count == 0 ? [] : await db.Orders.AsNoTracking().Where(o => ids.Contains(o.Id)).SelectMany(o => o.Lines).OrderBy(l => l.Id).ToListAsync(ct);
        var byOrder = lines.ToLookup(l => l.OrderId);
        var left = orders.Where(HasLeft).Select(o => o.Id).ToList();
        var shipments = left.Count == 0 ? [] : await db.Shipments.AsNoTracking().Where(s => left.Contains(s.OrderId)).ToDictionaryAsync(s => s.OrderId, ct);
        return [.. orders.Select(o => View(o, holder: true, [.. byOrder[o.Id]], []) with { Shipment = shipments.GetValueOrDefault(o.Id) })];
    }

    private static bool HasLeft(Order order) => order.Status is OrderStatus.Shipped or OrderStatus.Delivered or OrderStatus.Refunded;

    private static async Task<Shipment?> ShipmentAsync(ShopDb db, Order order, CancellationToken ct) =>
        HasLeft(order) ? await db.Shipments.AsNoTracking().SingleOrDefaultAsync(s => s.OrderId == order.Id, ct) : null;

    private static async Task<(List<OrderLine> Lines, List<OrderEvent> Steps)> PartsAsync(IQueryable<Order> named, CancellationToken ct) => (
        await named.SelectMany(o => o.Lines).OrderBy(l => l.Id).ToListAsync(ct),
        await named.SelectMany(o => o.Events).OrderBy(e => e.Id).ToListAsync(ct));

    private static OrderView View(Order order, bool holder, IReadOnlyList<OrderLine> lines, IReadOnlyList<OrderEvent> steps) => new(
        order.PublicId, order.Number, order.Status, holder ? order.PaymentStatus : Plain(order.PaymentStatus), holder ? order.FailureReason : null, holder,
        holder ? order.Email : Mask(order.Email), holder ? order.Address : null,
        order.Subtotal, order.Discount, holder ? order.DiscountCode : null, order.Shipping, order.Tax, order.Total, order.PlacedAt, order.ExpiresAt, order.CancelRequestedAt, lines,
        [.. steps.Where(step => holder || step.Kind == OrderEventKind.Moved).Select(step => holder || step.Status != OrderStatus.Failed ? step : WithoutReason(step))])
    {
        Id = order.Id,
        IsInAccount = holder && order.AccountId is not null,
    };

    /// <summary>Refunds and objections are the payer's business: others see that the order was paid.</summary>
    private static PaymentStatus Plain(PaymentStatus status) =>
        status is PaymentStatus.Disputed or PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded ? PaymentStatus.Succeeded : status;

    /// <summary>Why a bank said no is nobody's business but the payer's; nor is what was refunded or objected to, and why.</summary>
    private static OrderEvent WithoutReason(OrderEvent step) =>
        new() { Id = step.Id, OrderId = step.OrderId, Status = step.Status, At = step.At, Text = "Nothing was charged." };
}
