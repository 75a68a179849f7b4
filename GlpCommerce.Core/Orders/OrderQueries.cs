using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>Reads orders by their public id. What opens only because its reader is staff is written down with each reading.</summary>
public sealed class OrderQueries(IShopDbFactory shop, AuditLog audit)
{
    /// <summary>As many orders as one answer lists.</summary>
    public const int MostListed = 100;

    /// <summary>As many as stand on one page.</summary>
    public const int PageSize = 10;

    /// <summary>An order that is not there costs as much as one that is.</summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="proof">What the reader brings: its holder sees everything, and so do staff.</param>
    public async Task<OrderView?> FindAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var named = db.Orders.AsNoTracking().Where(o => o.PublicId == publicId);
        var held = named.Where(proof.Holds(db));
        var found = await named.Select(o => new { Order = o, IsHolder = held.Any() }).SingleOrDefaultAsync(ct);
        var (lines, steps) = await PartsAsync(named, ct);
        if (found is null)
        {
            return null;
        }

        var isForStaff = !found.IsHolder && proof.OpensAll;
        if (isForStaff)
        {
            await audit.NoteReadAsync(proof.Staff!, "order.read", Subject(found.Order), ct: ct);
        }

        var opens = found.IsHolder || isForStaff;
        return OrderView.Of(found.Order, opens, lines, steps) with { IsForStaff = isForStaff, Shipment = opens ? await ShipmentAsync(db, found.Order, ct) : null };
    }

    /// <summary>What is kept apart from an order's row and may be read by whoever may read the order, such as its receipt.</summary>
    /// <param name="action">How it stands in the audit log, if it opens only for staff.</param>
    /// <param name="read">Given the order's own row, without lines and steps.</param>
    /// <returns>Null without proof, as if there were no such order.</returns>
    public async Task<T?> ReadPartAsync<T>(string publicId, OrderProof proof, string action, Func<Order, Task<T?>> read, CancellationToken ct = default)
        where T : class
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var named = db.Orders.AsNoTracking().Where(o => o.PublicId == publicId).Where(proof.Opens(db));
        var held = named.Where(proof.Holds(db));
        if (await named.Select(o => new { Order = o, IsHolder = held.Any() }).SingleOrDefaultAsync(ct) is not { } found || await read(found.Order) is not { } part)
        {
            return null;
        }

        if (!found.IsHolder && proof.OpensAll)
        {
            await audit.NoteReadAsync(proof.Staff, action, Subject(found.Order), ct: ct);
        }

        return part;
    }

    /// <summary>Whether the order is the caller's; null when there is none. Being staff makes it nobody's.</summary>
    public async Task<bool?> IsHeldAsync(string publicId, OrderProof proof, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var named = db.Orders.Where(o => o.PublicId == publicId);
        var held = named.Where(proof.Holds(db));
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
        // One statement, and so one moment: whoever knows the last step must have heard how the order stood after it. What
        // else is read may be newer; then the version has moved on, and the watcher reads again.
        var order = await named.Include(o => o.Events.OrderBy(e => e.Id)).AsSingleQuery().SingleOrDefaultAsync(ct);
        var lines = await LinesAsync(named, ct);
        return order is null ? null : new OrderSides(
            new OrderState(order.Status, order.PaymentStatus, order.Version),
            OrderView.Of(order, holder: true, lines, order.Events) with { Shipment = await ShipmentAsync(db, order, ct) },
            OrderView.Of(order, holder: false, lines, order.Events));
    }

    /// <summary>The newest orders of an account, as their holder sees them, without their steps.</summary>
    public Task<IReadOnlyList<OrderView>> OfAccountAsync(long accountId, int first = MostListed, CancellationToken ct = default) =>
        ListAsync(OfAccount(accountId), 0, first, ct);

    /// <summary>One page of an account's orders, newest first, as its holder sees them, without their steps.</summary>
    /// <param name="page">From the URL; anything at all.</param>
    public async Task<OrderListPage> PageOfAccountAsync(long accountId, int page, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var pages = Math.Max(1, (await OfAccount(accountId)(db.Orders).CountAsync(ct) + PageSize - 1) / PageSize);
        var shown = Math.Clamp(page, 1, pages);
        return new OrderListPage(await ListAsync(OfAccount(accountId), (shown - 1) * PageSize, PageSize, ct), shown, pages);
    }

    /// <summary>The newest orders that were placed with an address, whoever did so, without their steps. That staff looked for them is written down.</summary>
    /// <returns>Nothing for who may not see the orders of others.</returns>
    public async Task<IReadOnlyList<OrderView>> OfAddressAsync(string email, Actor by, int first = MostListed, CancellationToken ct = default)
    {
        if (!by.May(Rights.SeeOrders))
        {
            return [];
        }

        var key = EmailAddress.Key(email);
        var found = await ListAsync(orders => orders.Where(o => o.EmailKey == key), 0, first, ct);
        await audit.NoteReadAsync(by, "orders.searched", AuditLog.OrderList, AuditLog.Naming("order", [.. found.Select(o => o.Id)]), ct);
        return [.. found.Select(order => order with { IsForStaff = true })];
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

    private static Func<IQueryable<Order>, IQueryable<Order>> OfAccount(long accountId) => orders => orders.Where(o => o.AccountId == accountId);

    /// <summary>Two statements: the orders by their index, from its end, and the lines of those that are shown.</summary>
    private async Task<IReadOnlyList<OrderView>> ListAsync(Func<IQueryable<Order>, IQueryable<Order>> of, int skip, int first, CancellationToken ct)
    {
        await using var db = shop.Open();
        var orders = await of(db.Orders.AsNoTracking()).OrderByDescending(o => o.Id).Skip(skip).Take(Math.Clamp(first, 1, MostListed)).ToListAsync(ct);
        var ids = orders.Select(o => o.Id).ToList();
        var lines = ids.Count == 0 ? [] : await db.OrderLines.AsNoTracking().Where(l => ids.Contains(l.OrderId)).OrderBy(l => l.Id).ToListAsync(ct);
        var byOrder = lines.ToLookup(l => l.OrderId);
        var left = orders.Where(HasLeft).Select(o => o.Id).ToList();
        var shipments = left.Count == 0 ? [] : await db.Shipments.AsNoTracking().Where(s => left.Contains(s.OrderId)).ToDictionaryAsync(s => s.OrderId, ct);
        return [.. orders.Select(o => OrderView.Of(o, holder: true, [.. byOrder[o.Id]], []) with { Shipment = shipments.GetValueOrDefault(o.Id) })];
    }

    private static string Subject(Order order) => $"order:{order.Id}";

    private static bool HasLeft(Order order) => order.Status is OrderStatus.Shipped or OrderStatus.Delivered or OrderStatus.Refunded;

    private static async Task<Shipment?> ShipmentAsync(ShopDb db, Order order, CancellationToken ct) =>
        HasLeft(order) ? await db.Shipments.AsNoTracking().SingleOrDefaultAsync(s => s.OrderId == order.Id, ct) : null;

    private static async Task<(List<OrderLine> Lines, List<OrderEvent> Steps)> PartsAsync(IQueryable<Order> named, CancellationToken ct) => (
        await LinesAsync(named, ct),
        await named.SelectMany(o => o.Events).OrderBy(e => e.Id).ToListAsync(ct));

    private static Task<List<OrderLine>> LinesAsync(IQueryable<Order> named, CancellationToken ct) => named.SelectMany(o => o.Lines).OrderBy(l => l.Id).ToListAsync(ct);
}
