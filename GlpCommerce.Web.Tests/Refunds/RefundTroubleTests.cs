using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Refunds whose answers get lost, that the provider refuses, or that come back days later.</summary>
public sealed class RefundTroubleTests
{
    private readonly Product _product = Some.Product(price: 10m, stock: 9);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lost_answer_gives_the_money_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        var lost = 2;
        shop.Gateway.After = call => call == "refund" && lost-- > 0 ? throw new HttpRequestException("The line broke.") : Task.CompletedTask;

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(1, await CountAsync<SandboxRefund>(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_process_that_dies_after_the_refund_gives_it_once_and_tells_of_it(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.After = call => call == "refund" ? throw new ProcessDiedException() : Task.CompletedTask;

        await shop.DieInNextJobAsync();
        await shop.RestartAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(1, await CountAsync<SandboxRefund>(shop));
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("refunded", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_provider_that_stays_away_for_an_hour_is_asked_again_by_the_sweep(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromHours(1));
        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_whose_payment_nobody_knows_stays_promised_until_somebody_does(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new UnknownPaymentException("Nobody knows it.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(RefundState.Requested, (await OneAsync(shop)).State);
        Assert.All(await shop.JobsAsync(), job => Assert.Null(job.LastError));

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_whose_key_is_too_old_is_looked_up_and_not_made_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await RefundedAsync(shop);
        shop.Gateway.After = call => call == "refund" ? throw new ProcessDiedException() : Task.CompletedTask;
        await shop.DieInNextJobAsync();
        shop.Clock.Advance(TimeSpan.FromHours(25));
        shop.Gateway.Calls.Clear();

        await shop.RestartAsync();

        Assert.Contains("refunds", shop.Gateway.Calls);
        Assert.DoesNotContain("refund", shop.Gateway.Calls);
        Assert.Equal(RefundState.Succeeded, (await OneAsync(shop)).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_the_provider_refuses_can_be_refunded_again_and_the_shopper_is_told(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        var after = await shop.OrderAsync(order.PublicId);
        Assert.Equal((PaymentStatus.Succeeded, 0), (after.PaymentStatus, after.Lines.Single().RefundedQuantity));
        Assert.Equal((RefundState.Failed, "expired_or_canceled_card"), ((await OneAsync(shop)).State, (await OneAsync(shop)).FailureCode));
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("failed", StringComparison.Ordinal));
        shop.Gateway.Before = _ => Task.CompletedTask;
        Assert.True((await AskAsync(shop, order, "second")).Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_comes_back_after_it_was_told_is_a_new_fact_and_the_money_is_owed_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await SayAsync(shop, ProviderRefundStatus.Succeeded);
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.Refunded, LedgerKind.RefundFailed], await shop.LedgerAsync());
        Assert.Equal(["refunded $20.00", "failed $20.00"], shop.Mail.Sent.Skip(1).Select(mail => mail.TextBody!.Trim()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_do_not_come_back_twice(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop, restock: true);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);

        Assert.True((await AskAsync(shop, order, "second", restock: true)).Succeeded);

        Assert.Equal((8, 0), await shop.StockOfAsync(_product));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_leave_the_shelf_again_with_the_parcel(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);

        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);

        Assert.Equal((OrderStatus.Shipped, PaymentStatus.Succeeded, 6, 0), await shop.StandsAsync(order.PublicId, _product));
        await using var db = shop.Db();
        var resent = await db.StockMovements.AsNoTracking().SingleAsync(m => m.Kind == StockMovementKind.Resent);
        Assert.Equal((order.Lines.Single().Id, -2), (resent.SourceId, resent.Delta));
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_and_are_sold_keep_the_parcel_until_they_are_refunded(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);
        await shop.PaidAsync(_product, 8);

        Assert.Equal("order.units_gone", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(order.PublicId, _product));

        Assert.Null((await AskAsync(shop, order, "second")).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);
        Assert.Equal((0, 0), await shop.StockOfAsync(_product));
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_refund_of_units_that_are_on_the_shelf_already_uses_them_up(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);

        Assert.Null((await AskAsync(shop, order, "second", restock: false)).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);

        Assert.Equal((8, 0), await shop.StockOfAsync(_product));
        Assert.Equal(0, (await shop.OrderAsync(order.PublicId)).Lines.Single().RestockedQuantity);
        Assert.True((await OneAsync(shop, key: "second")).Lines.Single().Restocked);
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_a_cancellation_brought_back_do_not_come_back_with_a_later_refund(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PaidAsync(shop);
        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session))).Problem);
        await RefuseAsync(shop);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Succeeded, 9, 0), await shop.StandsAsync(order.PublicId, _product));

        Assert.True((await AskAllAsync(shop, order, restock: true)).Succeeded);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.False((await OneAsync(shop, key: "all")).Lines.Single().Restocked);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_never_left_the_shelf_do_not_come_back_with_a_refund(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var placed = await shop.PlacedAsync(_product, 3, SandboxGateway.Declined);
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("gone", _product.Id, -9, "Broken."), Actor.Shop);
        await CaptureAsync(shop, order);
        await RefuseAsync(shop);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(order.PublicId, _product));

        Assert.True((await AskAllAsync(shop, order, restock: true)).Succeeded);

        Assert.Equal((0, 0), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Cents_that_a_failed_refund_leaves_behind_go_back_with_the_last_units(DatabaseProvider provider)
    {
        // 3 times 33 cents and 2 % of tax: 101 cents for three units.
        await using var shop = await TestShop.OpenAsync(provider, ("Tax:Rates:IL:Supplement", "2"));
        var product = Some.Product(price: 0.33m, stock: 9);
        await shop.StockAsync(product);
        var order = await shop.PaidAsync(product, 3);
        Assert.Equal(101, order.Lines.Single().Charged.Cents);
        await AskAsync(shop, order, "first", units: 1);
        await AskAsync(shop, order, "second", units: 2);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);

        Assert.True((await AskAsync(shop, order, "third", units: 1)).Succeeded);

        await using var db = shop.Db();
        Assert.Equal([(34, RefundState.Failed), (67, RefundState.Succeeded), (34, RefundState.Requested)], (await db.Refunds.OrderBy(r => r.Id).ToListAsync()).Select(r => (r.Amount.Cents, r.State)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_step_that_promises_money_has_one_that_tells_its_outcome(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await TellAsync(shop, order, new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500));
        Assert.Equal(0, await UnderWayAsync(shop, order));

        Assert.True((await AskAsync(shop, order, "second")).Succeeded);

        Assert.Equal(1, await UnderWayAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_made_at_the_provider_is_taken_into_the_books_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);
        var told = new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500);

        await TellAsync(shop, order, told);
        await TellAsync(shop, order, told);

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal((new Money(500), RefundState.Succeeded), ((await OneAsync(shop)).Amount, (await OneAsync(shop)).State));
        Assert.Equal("refund.too_much", (await AskAllAsync(shop, order)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_of_which_a_part_was_given_back_by_hand_can_be_cancelled_and_gives_back_the_rest(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 3));
        var placed = (await shop.PlaceAsync(session)).Value!;
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        await TellAsync(shop, order, new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500));

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(placed.PublicId, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();

        await using var db = shop.Db();
        Assert.Equal(order.Total.Cents - 500, Assert.Single(await db.Set<SandboxRefund>().ToListAsync()).AmountCents);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded), ((await shop.OrderAsync(placed.PublicId)).Status, (await shop.OrderAsync(placed.PublicId)).PaymentStatus));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    /// <summary>Three units paid, two of them promised back.</summary>
    private async Task<Order> RefundedAsync(TestShop shop, bool restock = false)
    {
        var order = await shop.PaidAsync(_product, 3);
        Assert.Null((await AskAsync(shop, order, "first", restock)).Problem);
        return order;
    }

    /// <summary>Three units paid; two of them are on the shelf again, with a refund that failed after it was told.</summary>
    private async Task<Order> ReturnedAsync(TestShop shop)
    {
        var order = await RefundedAsync(shop, restock: true);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        Assert.Equal((8, 0), await shop.StockOfAsync(_product));
        return order;
    }

    /// <summary>Three units that are paid and sold.</summary>
    private async Task<(string Session, Order Order)> PaidAsync(TestShop shop)
    {
        var session = await shop.CartAsync((_product, 3));
        var placed = (await shop.PlaceAsync(session)).Value!;
        await shop.RunJobsAsync();
        return (session, await shop.OrderAsync(placed.PublicId));
    }

    /// <summary>The provider refuses every refund that is promised now, and none later.</summary>
    private static async Task RefuseAsync(TestShop shop)
    {
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;
        await shop.RunJobsAsync();
        shop.Gateway.Before = _ => Task.CompletedTask;
    }

    /// <summary>The provider says that the order's money is there after all.</summary>
    private static Task<bool> CaptureAsync(TestShop shop, Order order) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents), default);
        return await db.SaveChangesAsync() >= 0;
    });

    /// <summary>How many refunds the order's page takes to be under way.</summary>
    private static async Task<int> UnderWayAsync(TestShop shop, Order order)
    {
        var steps = (await shop.OrderAsync(order.PublicId)).Events;
        return steps.Count(e => e.Kind == OrderEventKind.RefundPromised) - steps.Count(e => e.Kind is OrderEventKind.Refunded or OrderEventKind.RefundFailed);
    }

    private static Task<Result<long>> AskAsync(TestShop shop, Order order, string key, bool restock = false, int units = 2) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder(key, order.Id, [new RefundUnits(order.Lines.Single().Id, units, restock)], false, "It arrived damaged."));

    private static Task<Result<long>> AskAllAsync(TestShop shop, Order order, bool restock = false) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder("all", order.Id, RefundEditor.Rest(order, restock), true, "It arrived damaged."));

    /// <summary>The provider says how the shop's own refund stands.</summary>
    private static async Task SayAsync(TestShop shop, ProviderRefundStatus status)
    {
        var refund = await OneAsync(shop);
        await shop.Databases.InTransactionAsync(async db =>
        {
            await shop.Get<RefundSettlement>().ApplyAsync(db, refund.Id, new ProviderRefund(refund.ProviderId!, status, refund.Amount.Cents, refund.ProviderKey), default);
            return await db.SaveChangesAsync() >= 0;
        });
    }

    private static Task<bool> TellAsync(TestShop shop, Order order, ProviderRefund told) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<RefundSettlement>().ApplyAsync(db, attempt, told, default);
        return await db.SaveChangesAsync() >= 0;
    });

    private static async Task<Refund> OneAsync(TestShop shop, string? key = null)
    {
        await using var db = shop.Db();
        return await db.Refunds.AsNoTracking().Include(r => r.Lines).OrderBy(r => r.Id).FirstAsync(r => key == null || r.Key == key);
    }

    private static async Task<int> CountAsync<T>(TestShop shop)
        where T : class
    {
        await using var db = shop.Db();
        return await db.Set<T>().CountAsync();
    }
}
