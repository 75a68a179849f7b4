using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>What staff want to give back.</summary>
/// <param name="Key">Says that two requests are one; up to 128 letters, digits, dashes and underscores.</param>
/// <param name="Units">Which units; a line stands in it once at most.</param>
/// <param name="WithShipping">Whether the parcel's cost goes back too.</param>
/// <param name="Reason">Why, in words that the shopper reads; up to 200 characters.</param>
public sealed record RefundOrder(string Key, long OrderId, IReadOnlyList<RefundUnits> Units, bool WithShipping, string Reason);

/// <summary>Gives money back, by line and unit, with or without the parcel, never more than was captured.</summary>
public sealed class RefundEditor(IShopDbFactory shop, RefundBook book, AuditLog audit)
{
    /// <summary>
    /// Promises the refund; the provider is asked by a job. Repeating the request with its key changes nothing.
    /// </summary>
    /// <returns>The refund's id, or a problem of <see cref="RefundProblems"/>.</returns>
    internal async Task<Result<long>> RequestAsync(RefundOrder request, CancellationToken ct = default)
    {
        if (Malformed(request) is { } problem)
        {
            return problem;
        }

        return await shop.InTransactionAsync(db => RequestAsync(db, request, ct), ct);
    }

    /// <summary>As the other, for somebody of the staff.</summary>
    /// <returns>The refund's id, <c>staff.not_allowed</c>, or a problem of <see cref="RefundProblems"/>.</returns>
    public async Task<Result<long>> RequestAsync(RefundOrder request, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.Refund) is { } refused)
        {
            return refused;
        }

        return Malformed(request) is { } problem ? problem : await shop.InTransactionAsync(db => RequestAsync(db, request, by, ct), ct);
    }

    /// <summary>Everything of the order that was not refunded yet, in product order, as stock is touched.</summary>
    /// <param name="order">With its lines.</param>
    public static IReadOnlyList<RefundUnits> Rest(Order order, bool restock) =>
        [.. order.Lines.Where(l => l.RefundedQuantity < l.Quantity).OrderBy(l => l.ProductId).Select(l => new RefundUnits(l.Id, l.Quantity - l.RefundedQuantity, restock))];

    /// <summary>What was given back for each line of an order, or is promised to be; lines without any are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Money>> GivenAsync(long orderId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var given = await RefundedUnits.Given(db).Where(l => db.Set<OrderLine>().Any(line => line.Id == l.OrderLineId && line.OrderId == orderId))
            .Select(l => new { l.OrderLineId, l.Amount }).ToListAsync(ct);
        return given.GroupBy(l => l.OrderLineId).ToDictionary(line => line.Key, line => Money.Sum(line.Select(l => l.Amount)));
    }

    /// <summary>What the next units of a line would cost, as <see cref="RequestAsync(RefundOrder, Actor, CancellationToken)"/> gives them back.</summary>
    /// <param name="given">Of <see cref="GivenAsync"/>.</param>
    public static Money Cost(OrderLine line, Money given, int count) => RefundedUnits.Cost(line, given, line.RefundedQuantity, count);

    private async Task<Result<long>> RequestAsync(ShopDb db, RefundOrder request, Actor by, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, request.OrderId, ct);
        var isKnown = await db.Refunds.AnyAsync(r => r.OrderId == request.OrderId && r.Key == request.Key, ct);
        var asked = await RequestAsync(db, request, ct);
        if (asked.Succeeded && !isKnown)
        {
            await audit.AddAsync(db, by, "order.refunded", $"order:{request.OrderId}", $"refund:{asked.Value}", ct);
        }

        return asked;
    }

    private async Task<Result<long>> RequestAsync(ShopDb db, RefundOrder request, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, request.OrderId, ct);
        if (await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == request.OrderId, ct) is not { } order)
        {
            return RefundProblems.UnknownOrder;
        }

        var hash = Secrets.Hash(JsonSerializer.Serialize(request));
        if (await db.Refunds.AsNoTracking().SingleOrDefaultAsync(r => r.OrderId == order.Id && r.Key == request.Key, ct) is { } known)
        {
            return known.RequestHash == hash ? known.Id : RefundProblems.KeyReused;
        }

        if (Refuse(order) is { } problem)
        {
            return problem;
        }

        // The money is owed also to who was erased; words about them are not kept.
        var reason = order.IsErased ? RefundBook.NotKept : Input.Line(request.Reason)!;
        var promised = await book.PromiseAsync(db, order, new RefundKey(request.Key, hash), request.Units, request.WithShipping, reason, ct);
        return promised.Value is { } refund ? refund.Id : promised.Problem!;
    }

    /// <summary>Units of an order that waits for a payment could be paid for and refunded at once: money of an earlier try goes back when that is decided.</summary>
    private static Problem? Refuse(Order order) => order.PaymentStatus switch
    {
        PaymentStatus.Succeeded or PaymentStatus.PartiallyRefunded => order.Status == OrderStatus.Pending ? RefundProblems.Waiting : null,
        PaymentStatus.Disputed => RefundProblems.Disputed,
        PaymentStatus.Refunded => RefundProblems.TooMuch,
        _ => RefundProblems.NotPaid,
    };

    private static Problem? Malformed(RefundOrder request) => request switch
    {
        _ when !Input.IsKey(request.Key) => RefundProblems.BadKey,
        _ when Input.Line(request.Reason) is not { Length: <= 200 } => RefundProblems.BadReason,
        _ when request.Units.Any(u => u.Quantity < 1) || request.Units.Select(u => u.OrderLineId).Distinct().Count() != request.Units.Count => RefundProblems.TooManyUnits,
        { Units: [], WithShipping: false } => RefundProblems.Nothing,
        _ => null,
    };
}
