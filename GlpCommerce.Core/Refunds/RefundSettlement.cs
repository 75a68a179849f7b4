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
            ProviderRefundStatus.Failed => FailAsync(db, refund, told, ct),
            _ => WaitAsync(db, refund, ct),
        });
    }

    /// <summary>Records a refund that may have been made at the provider, without the shop.</summary>
    public async Task ApplyAsync(ShopDb db, PaymentAttempt attempt, ProviderRefund told, CancellationToken ct)
    {
        await OrderLedger.HoldAsync(db, attempt.OrderId, ct);
        var known = await db.Refunds.AsNoTracking().Where(r => r.ProviderId == told.Id || (told.Key != null && r.ProviderKey == told.Key))
            .Select(r => (long?)r.Id).FirstOrDefaultAsync(ct);
        if ((known ?? await AdoptAsync(db, attempt, told, ct)) is { } id)
        {
            await ApplyAsync(db, id, told, ct);
        }
    }

    private async Task<long?> AdoptAsync(ShopDb db, PaymentAttempt attempt, ProviderRefund told, CancellationToken ct)
    {
        if (told.Status == ProviderRefundStatus.Failed)
        {
            return null;
        }

        var taken = await db.PaymentAttempts.Where(a => a.Id == attempt.Id && a.RefundedCents + told.AmountCents <= a.CapturedCents)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RefundedCents, a => a.RefundedCents + told.AmountCents), ct);
        if (taken == 0)
        {
            LogTooMuch(told.Id, attempt.OrderId);
            return null;
        }

        var refund = new Refund
        {
            OrderId = attempt.OrderId,
            AttemptId = attempt.Id,
            Key = $"provider-{told.Id}",
            ProviderKey = told.Key ?? $"provider-{told.Id}",
            ProviderId = told.Id,
            Amount = new Money(told.AmountCents),
            Reason = "We gave it back by hand.",
            CreatedAt = Now,
        };
        db.Refunds.Add(refund);
        await db.SaveChangesAsync(ct);
        return refund.Id;
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

    private async Task FailAsync(ShopDb db, Refund refund, ProviderRefund told, CancellationToken ct)
    {
        var now = Now;
        if (!await MoveAsync(db, refund, RefundState.Failed, told.FailureCode, now, ct))
        {
            return;
        }

        LogFailed(refund.Id, refund.OrderId, told.FailureCode);
        await GiveBackAsync(db, refund, ct);
        if (refund.State == RefundState.Succeeded)
        {
            var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == refund.AttemptId, ct);
            await OrderLedger.RecordAsync(db, PaymentLedger.Fact(attempt, LedgerKind.RefundFailed, refund.Amount, now, told.Id, told.FailureCode), ct);
            jobs.Add(db, new WriteReceipt(refund.OrderId));
        }

        await OrderMoves.NoteAsync(db, refund.OrderId, OrderEventKind.RefundFailed, $"{refund.Amount} could not be given back to the card or account you paid with. We still owe it to you, and find another way.", now, ct);
        jobs.Add(db, new SendRefundNotice(refund.Id, Failed: true));
    }

    /// <summary>One conditional update decides who settles it: the first to say so, and a failure after a success.</summary>
    private static async Task<bool> MoveAsync(ShopDb db, Refund refund, RefundState to, string? code, DateTime now, CancellationToken ct) =>
        await db.Refunds.Where(r => r.Id == refund.Id && r.State == refund.State && r.State != to && r.State != RefundState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, to).SetProperty(r => r.SettledAt, now).SetProperty(r => r.FailureCode, code), ct) == 1;

    /// <summary>What could not be given back can be refunded again. Units that went back on the shelf stay there.</summary>
    private static async Task GiveBackAsync(ShopDb db, Refund refund, CancellationToken ct)
    {
        await db.Refunds.Where(r => r.Id == refund.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.NextCheckAt, (DateTime?)null), ct);
        await db.PaymentAttempts.Where(a => a.Id == refund.AttemptId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RefundedCents, a => a.RefundedCents - refund.Amount.Cents), ct);
        foreach (var line in refund.Lines)
        {
            var restocked = line.Restocked ? line.Quantity : 0;
            await db.Set<OrderLine>().Where(l => l.Id == line.OrderLineId).ExecuteUpdateAsync(set => set
                .SetProperty(l => l.RefundedQuantity, l => l.RefundedQuantity - line.Quantity)
                .SetProperty(l => l.RestockedQuantity, l => l.RestockedQuantity + restocked), ct);
        }

        if (refund.Shipping > Money.Zero)
        {
            await db.Orders.Where(o => o.Id == refund.OrderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.ShippingRefunded, false), ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "Refund {RefundId} of order {OrderId} failed ({Code}): the money has to be given back by another way")]
    private partial void LogFailed(long refundId, long orderId, string? code);

    [LoggerMessage(LogLevel.Error, "The provider tells of refund {ProviderId} for order {OrderId} that is more than the shop knows as captured")]
    private partial void LogTooMuch(string providerId, long orderId);
}
