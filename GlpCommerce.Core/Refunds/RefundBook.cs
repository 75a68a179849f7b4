using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>Units of an order line whose money goes back.</summary>
/// <param name="Restock">Whether they can be sold again. The units of an order that failed or was cancelled are back already: there it changes nothing.</param>
public sealed record RefundUnits(long OrderLineId, int Quantity, bool Restock);

/// <summary>
/// Promises money back, inside the caller's transaction, before anybody outside is asked: conditional updates decide that
/// no unit, no parcel and no cent is given back twice. The job written with it keeps the promise.
/// </summary>
public sealed class RefundBook(JobQueue jobs, TimeProvider clock)
{
    private const string Unclaimed = "unclaimed-";

    /// <summary>How long a promise waits before the sweep looks whether it was kept.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>What the shopper reads of a promise.</summary>
    internal static string Promise(Refund refund) => $"{refund.Amount} goes back to you. {refund.Reason}";

    /// <summary>Promises units and the parcel of an order. The caller holds the order.</summary>
    public async Task<Result<Refund>> PromiseAsync(
        ShopDb db, Order order, RefundKey key, IReadOnlyList<RefundUnits> units, bool withShipping, string reason, CancellationToken ct)
    {
        var lines = new List<RefundLine>();
        foreach (var wanted in units)
        {
            if (await TakeUnitsAsync(db, order, wanted, ct) is not { } line)
            {
                return RefundProblems.TooManyUnits;
            }

            lines.Add(line);
        }

        if (withShipping && !await TakeShippingAsync(db, order.Id, ct))
        {
            return RefundProblems.ShippingGone;
        }

        var shipping = withShipping ? order.Shipping + order.ShippingTax : Money.Zero;
        var amount = Money.Sum(lines.Select(l => l.Amount)) + shipping;
        if (amount == Money.Zero)
        {
            return RefundProblems.Nothing;
        }

        if (await TakeMoneyAsync(db, order.Id, amount, ct) is not { } attempt)
        {
            return RefundProblems.TooMuch;
        }

        var refund = await WriteAsync(db, attempt, key, amount, shipping, lines, reason, ct);
        await RestockAsync(db, refund, ct);
        return refund;
    }

    /// <summary>Promises the whole of a payment that no order takes any more. The caller holds the order.</summary>
    /// <returns>Null when it is promised already.</returns>
    public async Task<Refund?> PromiseWholeAsync(ShopDb db, PaymentAttempt attempt, Money amount, string reason, CancellationToken ct) =>
        await TakeMoneyFromAsync(db, attempt.Id, amount, ct)
            ? await WriteAsync(db, attempt, await UnclaimedAsync(db, attempt.Id, ct), amount, Money.Zero, [], reason, ct)
            : null;

    /// <summary>A key of its own: an earlier promise of this payment may have failed.</summary>
    private static async Task<RefundKey> UnclaimedAsync(ShopDb db, long attemptId, CancellationToken ct) =>
        new($"{Unclaimed}{attemptId}-{await db.Refunds.CountAsync(r => r.AttemptId == attemptId, ct)}", RequestHash: null);

    private static async Task<RefundLine?> TakeUnitsAsync(ShopDb db, Order order, RefundUnits wanted, CancellationToken ct)
    {
        var taken = await db.Set<OrderLine>()
            .Where(l => l.Id == wanted.OrderLineId && l.OrderId == order.Id && wanted.Quantity <= l.Quantity - l.RefundedQuantity)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RefundedQuantity, l => l.RefundedQuantity + wanted.Quantity), ct);
        if (taken == 0)
        {
            return null;
        }

        // Read after the update: what stands there now ends with these units.
        var line = await db.Set<OrderLine>().AsNoTracking().SingleAsync(l => l.Id == wanted.OrderLineId, ct);
        return new RefundLine
        {
            OrderLineId = line.Id,
            ProductId = line.ProductId,
            Quantity = wanted.Quantity,
            Amount = await CostAsync(db, line, line.RefundedQuantity - wanted.Quantity, wanted.Quantity, ct),
            // Units that a failed refund has left on the shelf are these, whatever was asked: they are not sent any more.
            Restocked = (wanted.Restock || line.RestockedQuantity >= wanted.Quantity) && order.Status is not (OrderStatus.Pending or OrderStatus.Failed or OrderStatus.Cancelled),
        };
    }

    /// <summary>
    /// What the next units of a line cost. After a refund that failed, cents that do not divide evenly may be among what it
    /// left: the last units take what is left, so that all of them together always cost the whole line.
    /// </summary>
    internal static async Task<Money> CostAsync(ShopDb db, OrderLine line, int from, int count, CancellationToken ct)
    {
        var given = await db.Set<RefundLine>().Where(l => l.OrderLineId == line.Id && db.Set<Refund>().Any(r => r.Id == l.RefundId && r.State != RefundState.Failed))
            .Select(l => l.Amount).ToListAsync(ct);
        var (left, share) = (line.Charged - Money.Sum(given), Allocation.Units(line.Charged, line.Quantity, from, count));
        return from + count == line.Quantity || share > left ? left : share;
    }

    private static async Task<bool> TakeShippingAsync(ShopDb db, long orderId, CancellationToken ct) =>
        await db.Orders.Where(o => o.Id == orderId && !o.ShippingRefunded)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ShippingRefunded, true), ct) == 1;

    /// <summary>Takes it from the payment that the order was paid with; an order has a second one only by accident.</summary>
    private static async Task<PaymentAttempt?> TakeMoneyAsync(ShopDb db, long orderId, Money amount, CancellationToken ct)
    {
        foreach (var attempt in await PaidAsync(db, orderId, ct))
        {
            if (await TakeMoneyFromAsync(db, attempt.Id, amount, ct))
            {
                return attempt;
            }
        }

        return null;
    }

    /// <summary>The payments of an order whose money came: first the one that it was paid with, then what came by accident or is not what was asked for.</summary>
    internal static async Task<List<PaymentAttempt>> PaidAsync(ShopDb db, long orderId, CancellationToken ct)
    {
        var paid = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == orderId && a.CapturedCents > 0).OrderBy(a => a.Id).ToListAsync(ct);
        var unclaimed = paid.Count < 2 ? [] : await db.Refunds.Where(r => r.OrderId == orderId && r.Key.StartsWith(Unclaimed)).Select(r => r.AttemptId).ToListAsync(ct);
        return [.. paid.OrderBy(a => unclaimed.Contains(a.Id) || a.CapturedCents != a.Amount.Cents)];
    }

    private static async Task<bool> TakeMoneyFromAsync(ShopDb db, long attemptId, Money amount, CancellationToken ct) =>
        await db.PaymentAttempts.Where(a => a.Id == attemptId && a.RefundedCents + amount.Cents <= a.CapturedCents)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RefundedCents, a => a.RefundedCents + amount.Cents), ct) == 1;

    private async Task<Refund> WriteAsync(
        ShopDb db, PaymentAttempt attempt, RefundKey key, Money amount, Money shipping, List<RefundLine> lines, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var refund = new Refund
        {
            OrderId = attempt.OrderId,
            AttemptId = attempt.Id,
            Key = key.Value,
            RequestHash = key.RequestHash,
            ProviderKey = $"refund-{Secrets.New(16)}",
            Amount = amount,
            Shipping = shipping,
            Reason = reason,
            CreatedAt = now,
            NextCheckAt = now + Patience,
            Lines = lines,
        };
        db.Refunds.Add(refund);
        await db.SaveChangesAsync(ct);
        await OrderMoves.NoteAsync(db, refund.OrderId, OrderEventKind.RefundPromised, Promise(refund), now, ct);
        jobs.Add(db, new SendRefund(refund.Id));
        await db.SaveChangesAsync(ct);
        return refund;
    }

    private async Task RestockAsync(ShopDb db, Refund refund, CancellationToken ct)
    {
        var back = refund.Lines.Where(l => l.Restocked).OrderBy(l => l.ProductId).ToList();
        if (back.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        // Units that are still put aside leave the shelf first, so that every return has its sale.
        await StockLedger.SellAsync(db, refund.OrderId, now, ct);
        foreach (var line in back)
        {
            await ReturnAsync(db, StockMovementKind.Return, line.Id, line.OrderLineId, line.Quantity, now, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Puts units of a line back on the shelf, less those that a failed refund has brought back already.</summary>
    internal static async Task ReturnAsync(
        ShopDb db, StockMovementKind kind, long sourceId, long orderLineId, int quantity, DateTime now, CancellationToken ct)
    {
        var line = await db.Set<OrderLine>().AsNoTracking().SingleAsync(l => l.Id == orderLineId, ct);
        var there = Math.Min(line.RestockedQuantity, quantity);
        await db.Set<OrderLine>().Where(l => l.Id == orderLineId)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RestockedQuantity, l => l.RestockedQuantity - there), ct);
        if (quantity > there)
        {
            await StockLedger.ReturnAsync(db, kind, sourceId, line.ProductId, quantity - there, now, ct);
        }
    }
}

/// <summary>What says that two requests for a refund are one.</summary>
/// <param name="RequestHash">The hash of what was asked; null when the shop itself asked.</param>
public sealed record RefundKey(string Value, string? RequestHash);
