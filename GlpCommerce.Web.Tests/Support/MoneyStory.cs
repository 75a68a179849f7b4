using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>One order, told word by word; its books are compared after each.</summary>
internal sealed class MoneyStory
{
    private readonly TestShop _shop;
    private readonly MoneyBooks _books;
    private readonly Order _order;
    private readonly Product _product;
    private readonly string _session;
    private readonly List<(long AttemptId, ProviderRefund Refund)> _byHand = [];
    private int _count;

    private MoneyStory(TestShop shop, Order order, Product product, string session) =>
        (_shop, _books, _order, _product, _session) = (shop, new MoneyBooks(shop, order.Id), order, product, session);

    /// <summary>A shop in which hardly any cents divide evenly.</summary>
    public static Task<TestShop> OpenAsync(DatabaseProvider provider) => TestShop.OpenAsync(
        provider, ("Tax:Rates:IL:Supplement", "6.25"), ("Tax:Rates:IL:Shipping", "6.25"));

    public static async Task TellAsync(TestShop shop, MoneyStart start, IReadOnlyList<MoneyStep> steps)
    {
        var products = await shop.StockAsync(Some.Product(price: 9.97m, stock: 4), Some.Product(price: 0.99m, stock: 40));
        var session = await shop.CartAsync((products[0], 3), (products[1], 2));
        if (start.HasCode)
        {
            Assert.Null((await shop.Get<CartEditor>().UseCodeAsync(session, await shop.CodeAsync(Codes.Percent(12.5m, uses: 1)))).Problem);
        }

        var placed = (await shop.PlaceAsync(session, start.PaysLater ? null : SandboxGateway.Visa)).Value!;
        var story = new MoneyStory(shop, await shop.OrderAsync(placed.PublicId), products[0], session);
        foreach (var step in steps)
        {
            await story.SayAsync(step);
            await story._books.AgreeAsync();
        }

        await story.EndAsync();
    }

    /// <summary>Every promise is kept: then what an order does not earn is gone.</summary>
    private async Task EndAsync()
    {
        await ForEachOpenRefundAsync(refund => TellAsync(refund, ProviderRefundStatus.Succeeded));
        foreach (var (attemptId, refund) in _byHand)
        {
            await HearAsync(attemptId, refund);
        }

        await _books.AgreeAsync();
        await _books.NothingUnearnedAsync();
        await using var db = _shop.Db();
        await db.Jobs.ExecuteDeleteAsync();
    }

    private Task SayAsync(MoneyStep step) => step.Word switch
    {
        MoneyWord.ActionRequired => PaymentAsync(step.Which, IntentStatus.RequiresAction),
        MoneyWord.Processing => PaymentAsync(step.Which, IntentStatus.Processing),
        MoneyWord.Captured => PaymentAsync(step.Which, IntentStatus.Succeeded),
        MoneyWord.OtherAmount => PaymentAsync(step.Which, IntentStatus.Succeeded, step.Which % 2 == 0 ? 1 : -100),
        MoneyWord.Declined => PaymentAsync(step.Which, IntentStatus.Declined),
        MoneyWord.Canceled => PaymentAsync(step.Which, IntentStatus.Canceled),
        MoneyWord.RefundTold => RefundAsync(step.Which, ProviderRefundStatus.Succeeded),
        MoneyWord.RefundFailed => RefundAsync(step.Which, ProviderRefundStatus.Failed),
        MoneyWord.RefundPending => RefundAsync(step.Which, ProviderRefundStatus.Pending),
        MoneyWord.RefundByHand => ByHandAsync(step.Which),
        MoneyWord.DisputeOpened => DisputeAsync(step.Which, DisputeStatus.Open),
        MoneyWord.DisputeWon => DisputeAsync(step.Which, DisputeStatus.Won),
        MoneyWord.DisputeLost => DisputeAsync(step.Which, DisputeStatus.Lost),
        MoneyWord.PayAgain => PayAsync(),
        MoneyWord.CancelAsked => _shop.Get<OrderCanceller>().CancelAsync(_order.PublicId, new OrderProof(_session)),
        MoneyWord.CancelledByStaff => _shop.Get<OrderCanceller>().CancelForStaffAsync(_order.Id),
        MoneyWord.RefundAsked => AskAsync(step.Which),
        MoneyWord.Shipped => ShipAsync(),
        MoneyWord.Delivered => _shop.Get<OrderEditor>().DeliverAsync(_order.Id),
        MoneyWord.Expired => ExpireAsync(),
        MoneyWord.ShelfCleared => _shop.RunOnlyAsync(UpdateInventory.Spec.Name, ofOrder: _order.Id),
        MoneyWord.RivalBuys => RivalAsync(-1 - (step.Which % 4)),
        _ => RivalAsync(1 + (step.Which % 4)),
    };

    /// <summary>The provider says how the order's payment stands; mostly the newest one.</summary>
    private Task PaymentAsync(int which, IntentStatus status, long more = 0) => ChangeAsync(async db =>
    {
        var attempts = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == _order.Id).OrderByDescending(a => a.Id).ToListAsync();
        if (attempts.Count > 0)
        {
            var attempt = attempts[which < 60 ? 0 : which % attempts.Count];
            var intent = new PaymentIntent($"pi_{attempt.Id}", status, attempt.Amount.Cents + more) { PaymentId = $"pi_{attempt.Id}" };
            await _shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, intent, default);
        }
    });

    /// <summary>The shopper pays, for the first time or again: never while money of an earlier try is there.</summary>
    private async Task PayAsync()
    {
        var (before, held) = ((await _shop.OrderAsync(_order.PublicId)).Status, await _books.HeldAsync());
        await _shop.Get<OrderPayer>().PayAsync(_order.PublicId, new OrderProof(_session), SandboxGateway.Visa);
        var after = (await _shop.OrderAsync(_order.PublicId)).Status;
        Assert.True((before, after) != (OrderStatus.Failed, OrderStatus.Pending) || held == Money.Zero, $"Paid again while {held} were held.");
    }

    /// <summary>Staff send the parcel: never with units that count as being on the shelf.</summary>
    private async Task ShipAsync()
    {
        var before = (await _shop.OrderAsync(_order.PublicId)).Status;
        await _shop.Get<OrderEditor>().ShipAsync(_order.Id);
        var after = await _shop.OrderAsync(_order.PublicId);
        Assert.True(
            (before, after.Status) != (OrderStatus.Confirmed, OrderStatus.Shipped)
                || after.Lines.All(l => l.RestockedQuantity == 0 || l.RefundedQuantity == l.Quantity),
            "Units were sent that stand on the shelf.");
    }

    private async Task RefundAsync(int which, ProviderRefundStatus status)
    {
        await using var db = _shop.Db();
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.OrderId == _order.Id).OrderBy(r => r.Id).ToListAsync();
        if (refunds.Count > 0)
        {
            await TellAsync(refunds[which % refunds.Count], status);
        }
    }

    /// <summary>What is no longer there, because it was given by hand, the provider refuses to give.</summary>
    private Task TellAsync(Refund refund, ProviderRefundStatus status) => ChangeAsync(async db =>
    {
        var isGone = refund is { State: RefundState.Requested, ProviderId: null } && await LeftAsync(db, refund.AttemptId) < refund.Amount.Cents;
        await (isGone
            ? _shop.Get<RefundSettlement>().RefuseAsync(db, refund.Id, "amount_too_large", [.. _byHand.Where(g => g.AttemptId == refund.AttemptId).Select(g => g.Refund)], default)
            : _shop.Get<RefundSettlement>().ApplyAsync(
                db, refund.Id, new ProviderRefund(refund.ProviderId ?? $"re_{refund.Id}", status, refund.Amount.Cents, refund.ProviderKey), default));
    });

    /// <summary>What the provider can still give of a payment, whether or not the shop has heard what was given by hand.</summary>
    private async Task<long> LeftAsync(ShopDb db, long attemptId)
    {
        var captured = await db.PaymentAttempts.Where(a => a.Id == attemptId).Select(a => a.CapturedCents).SingleAsync();
        var heard = await db.Refunds.AsNoTracking().Where(r => r.AttemptId == attemptId && r.ProviderId != null).ToListAsync();
        return captured - heard.Where(r => r.State != RefundState.Failed).Sum(r => r.Amount.Cents)
            - _byHand.Where(g => g.AttemptId == attemptId && heard.All(r => r.ProviderId != g.Refund.Id)).Sum(g => g.Refund.AmountCents);
    }

    private async Task ForEachOpenRefundAsync(Func<Refund, Task> tellAsync)
    {
        await using var db = _shop.Db();
        foreach (var refund in await db.Refunds.AsNoTracking().Where(r => r.OrderId == _order.Id && r.State == RefundState.Requested).ToListAsync())
        {
            await tellAsync(refund);
        }
    }

    /// <summary>Somebody gives money back at the provider's own pages, as far as it is there; the shop may hear of it only later.</summary>
    private async Task ByHandAsync(int which)
    {
        await using var db = _shop.Db();
        if (await PaidAsync(db, which) is not { } attempt)
        {
            return;
        }

        var told = new ProviderRefund($"re_hand_{attempt.Id}_{which % 3}", (ProviderRefundStatus)(which % 2), 100 + (which % 3 * 700));
        var isNew = _byHand.All(g => g.Refund.Id != told.Id);
        if (isNew && await LeftAsync(db, attempt.Id) < told.AmountCents)
        {
            return;
        }

        _byHand.AddRange(isNew ? [(attempt.Id, told)] : []);
        await (which % 4 < 3 ? HearAsync(attempt.Id, told) : Task.CompletedTask);
    }

    /// <summary>The shop hears of a refund made by hand. While the same money is promised it cannot take it in; it is told again.</summary>
    private async Task HearAsync(long attemptId, ProviderRefund told)
    {
        try
        {
            await ChangeAsync(async db => await _shop.Get<RefundSettlement>().ApplyAsync(
                db, await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.Id == attemptId), told, default));
        }
        catch (InvalidOperationException)
        {
            await using var db = _shop.Db();
            Assert.True(await db.Refunds.AnyAsync(r => r.AttemptId == attemptId && r.State == RefundState.Requested));
        }
    }

    private Task DisputeAsync(int which, DisputeStatus status) => ChangeAsync(async db =>
    {
        if (await PaidAsync(db, which / 2) is { } attempt)
        {
            // Two objections to one payment are about two parts of it.
            var cents = which % 2 == 0 ? attempt.CapturedCents / 3 : attempt.CapturedCents - (attempt.CapturedCents / 3);
            await _shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute($"dp_{attempt.Id}_{which % 2}", status, cents), readAfter: long.MaxValue, default);
        }
    });

    /// <summary>One of the payments whose money was taken.</summary>
    private async Task<PaymentAttempt?> PaidAsync(ShopDb db, int which)
    {
        var paid = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == _order.Id && a.CapturedCents > 0).OrderBy(a => a.Id).ToListAsync();
        return paid.Count == 0 ? null : paid[which % paid.Count];
    }

    /// <summary>Staff give units back, with or without the parcel and the shelf; now and then the same request comes again.</summary>
    private Task<Result<long>> AskAsync(int which) => _shop.Get<RefundEditor>().RequestAsync(new RefundOrder(
        which % 5 == 0 ? "again" : $"key-{_count++}", _order.Id, [new(_order.Lines[which % 2].Id, 1 + (which % 3), which % 4 < 2)], which % 7 == 0, "It arrived damaged."));

    private async Task ExpireAsync()
    {
        _shop.Clock.Advance(TimeSpan.FromMinutes(31));
        await _shop.RunOnlyAsync(ExpireOrder.Spec.Name, ofOrder: _order.Id);
    }

    private Task<Result<StockLevel>> RivalAsync(int delta) => _shop.Get<StockEditor>().AdjustAsync(new AdjustStock($"rival-{_order.Id}-{_count++}", _product.Id, delta, "Somebody else was faster."), Actor.Shop);

    private async Task ChangeAsync(Func<ShopDb, Task> change) => await _shop.Databases.InTransactionAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync() >= 0;
    });
}
