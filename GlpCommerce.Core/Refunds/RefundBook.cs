using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Refunds;

/// <summary>
/// Promises money back, inside the caller's transaction, before anybody outside is asked: conditional updates decide that
/// no unit, no parcel and no cent is given back twice. The job written with it keeps the promise.
/// </summary>
public sealed class RefundBook(JobQueue jobs, TimeProvider clock)
{
    /// <summary>What stands in the place of a reason once the order no longer says whose it was: staff may have written anything.</summary>
    public const string NotKept = "Why is no longer kept.";

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
            if (await RefundedUnits.TakeAsync(db, order, wanted, ct) is not { } line)
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
        await RefundedUnits.RestockAsync(db, refund, clock.GetUtcNow().UtcDateTime, ct);
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
}

/// <summary>What says that two requests for a refund are one.</summary>
/// <param name="RequestHash">The hash of what was asked; null when the shop itself asked.</param>
public sealed record RefundKey(string Value, string? RequestHash);
