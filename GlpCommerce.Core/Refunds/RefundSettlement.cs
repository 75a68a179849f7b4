using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Receipts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Refunds;

/// <summary>The one place where what a provider says about a refund becomes the order's state. Repeats change nothing.</summary>
public sealed partial class RefundSettlement(JobQueue jobs, TimeProvider clock, ILogger<RefundSettlement> logger)
{
    /// <summary>A refund that was told as done can still come back from the payer's bank; after this it does not any more.</summary>
    private static readonly TimeSpan MayComeBack = TimeSpan.FromDays(30);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Records what the provider says about a refund of the shop's, inside the caller's transaction.</summary>
    public async Task ApplyAsync(ShopDb db, long refundId, ProviderRefund told, CancellationToken ct)
    {
        var orderId = await db.Refunds.Where(r => r.Id == refundId).Select(r => r.OrderId).SingleAsync(ct);
        await OrderLedger.HoldAsync(db, orderId, ct);
        var refund = await db.Refunds.AsNoTracking().Include(r => r.Lines).SingleAsync(r => r.Id == refundId, ct);
        await db.Refunds.Where(r => r.Id == refundId && r.ProviderId == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.ProviderId, told.Id), ct);
        await (told.Status switch
        {
            ProviderRefundStatus.Succeeded => SucceedAsync(db, refund, told, ct),
            ProviderRefundStatus.Failed => FailAsync(db, refund, told, [], ct),
            _ => WaitAsync(db, refund, ct),
        });
    }

    /// <summary>Records a refund that may have been made at the provider, without the shop.</summary>
    /// <exception cref="InvalidOperationException">The shop has promised this money itself. Whose refund it becomes is known once the provider has refused the promise: to be told again.</exception>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, ProviderRefund told, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
        var known = await db.Refunds.AsNoTracking().Where(r => r.ProviderId == told.Id || (told.Key != null && r.ProviderKey == told.Key))
            .Select(r => (long?)r.Id).FirstOrDefaultAsync(ct);
        if (known is { } id)
        {
            await ApplyAsync(db, id, told, ct);
        }
        else if (told.Status != ProviderRefundStatus.Failed && !await AdoptAsync(db, attempt, told, ct))
        {
            throw new InvalidOperationException($"Refund {told.Id} of order {attempt.OrderId} is more than is left of its payment, because that is promised.");
        }
    }

    /// <summary>
    /// Records that the provider refuses a refund of the shop's for good. Somebody may have given the money by hand: the same
    /// amount is this refund, and anything else comes into the books before the shopper is told what is still owed.
    /// </summary>
    /// <param name="given">All refunds of the payment, as the provider tells them.</param>
    public async Task RefuseAsync(ShopDb db, long refundId, string code, IReadOnlyList<ProviderRefund> given, CancellationToken ct)
    {
        var orderId = await db.Refunds.Where(r => r.Id == refundId).Select(r => r.OrderId).SingleAsync(ct);
        await OrderLedger.HoldAsync(db, orderId, ct);
        var ours = await db.Refunds.AsNoTracking().Include(r => r.Lines).Where(r => r.OrderId == orderId).ToListAsync(ct);
        var refund = ours.Single(r => r.Id == refundId);
        var byHand = given.Where(g => g.Status != ProviderRefundStatus.Failed && !ours.Any(r => r.ProviderId == g.Id || r.ProviderKey == g.Key)).ToList();
        if ((given.FirstOrDefault(g => g.Key == refund.ProviderKey) ?? byHand.FirstOrDefault(g => g.AmountCents == refund.Amount.Cents)) is { } kept)
        {
            await ApplyAsync(db, refundId, kept, ct);
            return;
        }

        var told = new ProviderRefund(refund.ProviderId ?? refund.ProviderKey, ProviderRefundStatus.Failed, refund.Amount.Cents, refund.ProviderKey, code);
        await FailAsync(db, refund, told, byHand, ct);
    }

    /// <returns>False when more is promised and given already than would leave as much.</returns>
    private async Task<bool> AdoptAsync(ShopDb db, PaymentAttempt attempt, ProviderRefund told, CancellationToken ct)
    {
        if (await HandRefund.AdoptAsync(db, attempt, told, Now, ct) is not { } id)
        {
            return false;
        }

        if (await db.Orders.AnyAsync(o => o.Id == attempt.OrderId && o.Status == OrderStatus.Confirmed, ct))
        {
            LogByHand(id, attempt.OrderId);
        }

        await ApplyAsync(db, id, told, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private Task<int> WaitAsync(ShopDb db, Refund refund, CancellationToken ct)
    {
        var next = PaymentAttempt.NextCheck(Now, refund.CreatedAt, RefundBook.Patience);
        return db.Refunds.Where(r => r.Id == refund.Id && r.State == RefundState.Requested)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, next), ct);
    }

    private async Task SucceedAsync(ShopDb db, Refund refund, ProviderRefund told, CancellationToken ct)
    {
        var now = Now;
        DateTime? next = now - refund.CreatedAt < MayComeBack ? now + TimeSpan.FromDays(3) : null;
        await db.Refunds.Where(r => r.Id == refund.Id && r.State != RefundState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, next), ct);
        if (!await MoveAsync(db, refund, RefundState.Succeeded, null, now, ct))
        {
            return;
        }

        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == refund.AttemptId, ct);
        var status = await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, LedgerKind.Refunded, refund.Amount, now, told.Id), ct);
        await OrderMoves.NoteAsync(db, refund.OrderId, OrderEventKind.Refunded, $"{refund.Amount} is on its way to your bank. It can take some days to show there.", now, ct);
        jobs.Add(db, new SendRefundNotice(refund.Id, Failed: false));
        jobs.Add(db, new WriteReceipt(refund.OrderId));
        if (status == PaymentStatus.Refunded)
        {
            await OrderMoves.TryMoveAsync(db, refund.OrderId, OrderStatus.Refunded, "All of it was given back.", now, ct);
        }
    }

    private async Task FailAsync(ShopDb db, Refund refund, ProviderRefund told, IReadOnlyList<ProviderRefund> byHand, CancellationToken ct)
    {
        var now = Now;
        if (!await MoveAsync(db, refund, RefundState.Failed, told.FailureCode, now, ct))
        {
            return;
        }

        LogFailed(refund.Id, refund.OrderId, told.FailureCode);
        await BrokenPromise.GiveBackAsync(db, refund, ct);
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == refund.AttemptId, ct);
        if (refund.State == RefundState.Succeeded)
        {
            await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, LedgerKind.RefundFailed, refund.Amount, now, told.Id, told.FailureCode), ct);
            jobs.Add(db, new WriteReceipt(refund.OrderId));
        }

        var owed = await OwedAsync(db, attempt, refund.Amount, byHand, ct);
        await OrderMoves.NoteAsync(
            db, refund.OrderId, refund.State == RefundState.Succeeded ? OrderEventKind.RefundReturned : OrderEventKind.RefundFailed,
            BrokenPromise.Explain(refund, told, owed), now, ct);
        if (owed > Money.Zero && !told.IsDisputed)
        {
            await db.Refunds.Where(r => r.Id == refund.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.OwedCents, owed.Cents), ct);
            jobs.Add(db, new SendRefundNotice(refund.Id, Failed: true, owed.Cents));
        }
    }

    /// <summary>What the payer still waits for of an amount that could not be given, once that is in the books which was given by hand.</summary>
    private async Task<Money> OwedAsync(ShopDb db, PaymentAttempt attempt, Money amount, IReadOnlyList<ProviderRefund> byHand, CancellationToken ct)
    {
        var more = Money.Zero;
        foreach (var given in byHand)
        {
            // What does not fit waits for another promise to be refused; it was given all the same.
            more += await AdoptAsync(db, attempt, given, ct) ? Money.Zero : new Money(given.AmountCents);
        }

        var left = await db.PaymentAttempts.Where(a => a.Id == attempt.Id).Select(a => a.CapturedCents - a.RefundedCents).SingleAsync(ct);
        return new Money(Math.Clamp(left - more.Cents, 0, amount.Cents));
    }

    /// <summary>One conditional update decides who settles it: the first to say so, and a failure after a success.</summary>
    private static async Task<bool> MoveAsync(ShopDb db, Refund refund, RefundState to, string? code, DateTime now, CancellationToken ct) =>
        await db.Refunds.Where(r => r.Id == refund.Id && r.State == refund.State && r.State != to && r.State != RefundState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, to).SetProperty(r => r.SettledAt, now).SetProperty(r => r.FailureCode, code), ct) == 1;

    [LoggerMessage(LogLevel.Warning, "Refund {RefundId} of order {OrderId} was made at the provider, which knows of no units: they stay sold, and what is not sent any more has to be counted in")]
    private partial void LogByHand(long refundId, long orderId);

    [LoggerMessage(LogLevel.Error, "Refund {RefundId} of order {OrderId} failed ({Code}): the money has to be given back by another way")]
    private partial void LogFailed(long refundId, long orderId, string? code);
}
