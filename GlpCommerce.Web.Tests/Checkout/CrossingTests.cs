using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Two things that happen to one order in the same moment: whichever comes first, the books agree afterwards.</summary>
public sealed class CrossingTests
{
    /// <summary>Who does not wait for the other one has read what stands by then.</summary>
    private static readonly TimeSpan LongEnoughToRead = TimeSpan.FromMilliseconds(300);

    private readonly Product _product = Some.Product(price: 10m, stock: 9);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_and_a_cancellation_at_once_end_the_order_and_all_of_it_goes_back(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);

        await AtOnceAsync(
            () => CaptureAsync(shop, order),
            () => shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session)));
        await AnswerAsync(shop);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal(Money.Zero, await HeldAsync(shop, order));
        Assert.StartsWith("refunded", Assert.Single(shop.Mail.Sent).TextBody, StringComparison.Ordinal);
        await AddsUpAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cancellation_while_the_units_leave_the_shelf_brings_each_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await CaptureAsync(shop, order);
        await AnswerAsync(shop);

        await AtOnceAsync(
            () => shop.RunJobsAsync(),
            () => shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session)));
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, _product));
        await AddsUpAsync(shop);
    }

    [Fact]
    public async Task A_cancellation_that_finds_its_units_leaving_the_shelf_waits_and_brings_them_back()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        await using var shop = await OpenAsync(DatabaseProvider.Postgres);
        var (session, order) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await CaptureAsync(shop, order);
        await AnswerAsync(shop);
        var cancelling = Task.CompletedTask;

        await ChangeAsync(shop, async db =>
        {
            await StockLedger.SellAsync(db, order.Id, shop.Now, default);
            cancelling = Task.Run(() => shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session)));
            await SomebodyWaitsAsync(shop);
        });
        await cancelling;
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, _product));
        await AddsUpAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Late_money_of_the_first_try_while_the_shopper_pays_again_leaves_one_payment(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PlacedAsync(shop, SandboxGateway.Declined);

        await AtOnceAsync(
            () => CaptureAsync(shop, order),
            () => shop.Get<OrderPayer>().PayAsync(order.PublicId, new OrderProof(session), SandboxGateway.Visa));
        await AnswerAsync(shop);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 7, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal(order.Total, await HeldAsync(shop, order));
        await AddsUpAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Paying_again_while_the_expiry_asks_the_provider_keeps_the_order(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        shop.Clock.Advance(TimeSpan.FromMinutes(31));
        shop.Gateway.Before = async call =>
        {
            if (call == "cancel")
            {
                shop.Gateway.Before = _ => Task.CompletedTask;
                await SayAsync(shop, order, IntentStatus.Declined);
                Assert.Null((await shop.Get<OrderPayer>().PayAsync(order.PublicId, new OrderProof(session), SandboxGateway.Visa)).Problem);
            }
        };

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 7, 0), await shop.StandsAsync(order.PublicId, _product));
        await AddsUpAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_first_payment_that_meets_the_expiry_is_begun_or_refused_and_the_stock_agrees(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 4; round++)
        {
            var before = await shop.StockOfAsync(_product);
            var session = await shop.CartAsync((_product, 1));
            var placed = (await shop.PlaceAsync(session, method: null)).Value!;
            shop.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(round % 2));

            Result<string> paid = default;
            await AtOnceAsync(
                () => shop.RunJobsAsync(),
                async () => paid = await shop.Get<OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.Visa));
            await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

            var (status, _, onHand, reserved) = await shop.StandsAsync(placed.PublicId, _product);
            Assert.Equal(paid.Succeeded ? (OrderStatus.Confirmed, before.OnHand - 1, 0) : (OrderStatus.Cancelled, before.OnHand, 0), (status, onHand, reserved));
            await AddsUpAsync(shop);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_never_leaves_after_an_objection_is_on_record(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 4; round++)
        {
            var order = await shop.PaidAsync(_product);

            await AtOnceAsync(
                () => ObjectAsync(shop, order),
                () => shop.Get<OrderEditor>().ShipAsync(order.Id));

            var steps = (await shop.OrderAsync(order.PublicId)).Events.OrderBy(e => e.Id).ToList();
            var (shipped, objected) = (steps.FindIndex(e => e.Status == OrderStatus.Shipped), steps.FindIndex(e => e.Kind == OrderEventKind.Disputed));
            Assert.InRange(shipped, -1, objected);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_is_told_as_done_and_as_failed_at_once_is_owed_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 2);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, RefundEditor.Rest(order, restock: false), true, "It arrived damaged."));

        await AtOnceAsync(
            () => TellAsync(shop, asked.Value, ProviderRefundStatus.Succeeded),
            () => TellAsync(shop, asked.Value, ProviderRefundStatus.Failed));

        await using var db = shop.Db();
        Assert.Equal((RefundState.Failed, 0L), ((await db.Refunds.SingleAsync()).State, (await db.PaymentAttempts.SingleAsync()).RefundedCents));
        Assert.Equal(order.Total, await HeldAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_facts_at_once_are_both_in_what_the_order_says(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 2);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new(order.Lines[0].Id, 1, false)], false, "It arrived damaged."));
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await AtOnceAsync(
            () => ObjectAsync(shop, order, beforeCommit: async () =>
            {
                written.SetResult();
                await Task.Delay(LongEnoughToRead);
            }),
            async () =>
            {
                await written.Task;
                await TellAsync(shop, asked.Value, ProviderRefundStatus.Succeeded);
            });

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(order.Total - Money.Of(10m), await HeldAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_a_parcel_and_a_buyer_who_want_the_same_units_from_the_shelf_one_gets_them(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 3; round++)
        {
            var product = (await shop.StockAsync(Some.Product(price: 10m, stock: 5)))[0];
            var (order, refund) = await PromisedAsync(shop, product);
            await TellAsync(shop, refund, ProviderRefundStatus.Failed);
            var session = await shop.CartAsync((product, 4));

            var shipped = Task.Run(() => shop.Get<OrderEditor>().ShipAsync(order.Id));
            var bought = Task.Run(() => shop.PlaceAsync(session));
            await Task.WhenAll(shipped, bought);

            Assert.True((await shipped).Succeeded != (await bought).Succeeded, $"{(await shipped).Problem} and {(await bought).Problem}");
            Assert.Equal((await shipped).Succeeded ? (2, 0) : (4, 4), await shop.StockOfAsync(product));
            await AddsUpAsync(shop);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_that_leaves_while_a_refund_of_its_units_fails_leaves_books_that_agree(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 3; round++)
        {
            var product = (await shop.StockAsync(Some.Product(price: 10m, stock: 5)))[0];
            var (order, refund) = await PromisedAsync(shop, product);

            await AtOnceAsync(
                () => TellAsync(shop, refund, ProviderRefundStatus.Failed),
                () => shop.Get<OrderEditor>().ShipAsync(order.Id));

            // Sent with them, or without them while they still were the refund's.
            var after = await shop.OrderAsync(order.PublicId);
            var isSentWhole = after.Events.Single(e => e.Kind == OrderEventKind.RefundFailed).Id < after.Events.Single(e => e.Status == OrderStatus.Shipped && e.Kind == OrderEventKind.Moved).Id;
            Assert.Equal(isSentWhole ? 0 : 2, after.Lines.Single().RestockedQuantity);
            Assert.Equal((OrderStatus.Shipped, PaymentStatus.Succeeded, isSentWhole ? 2 : 4, 0), await shop.StandsAsync(order.PublicId, product));
            await new MoneyBooks(shop, order.Id).AgreeAsync();
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_last_use_of_a_code_that_an_expiry_gives_back_is_taken_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await CodeAsync(shop);
        var (_, expiring) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await PlacedAsync(shop, SandboxGateway.Declined)).Order));
        Assert.True(await UseAsync(shop, code, expiring));
        shop.Clock.Advance(TimeSpan.FromMinutes(31));

        await AtOnceAsync([() => shop.RunJobsAsync(), .. others.Select(order => (Func<Task>)(() => UseAsync(shop, code, order)))]);

        await using var db = shop.Db();
        Assert.InRange(await db.DiscountUses.CountAsync(u => u.State == DiscountUseState.Taken), 0, 1);
        Assert.Equal(await db.DiscountUses.CountAsync(u => u.State == DiscountUseState.Taken), (await db.DiscountCodes.SingleAsync()).Uses);
        Assert.Equal(DiscountUseState.GivenBack, (await db.DiscountUses.SingleAsync(u => u.OrderId == expiring.Id)).State);
    }

    private static Task AtOnceAsync(params Func<Task>[] acts) => Task.WhenAll(acts.Select(act => Task.Run(act)));

    /// <summary>Until another connection to the shop's database waits for a row that is held.</summary>
    private static Task<int> SomebodyWaitsAsync(TestShop shop) => Poll.UntilAsync(
        async () =>
        {
            await using var db = shop.Db();
            return await db.Database.SqlQuery<int>(
                $"""SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""").SingleAsync();
        },
        waiting => waiting > 0,
        "somebody to wait for a held row");

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    /// <summary>Two units, and whatever the provider says at first.</summary>
    private async Task<(string Session, Order Order)> PlacedAsync(TestShop shop, string method)
    {
        var session = await shop.CartAsync((_product, 2));
        var placed = (await shop.PlaceAsync(session, method)).Value!;
        await shop.RunJobsAsync();
        return (session, await shop.OrderAsync(placed.PublicId));
    }

    /// <summary>Three units are paid, and two of them on the shelf again with a refund that is promised.</summary>
    private static async Task<(Order Order, long Refund)> PromisedAsync(TestShop shop, Product product)
    {
        var order = await shop.PaidAsync(product, 3);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new(order.Lines[0].Id, 2, true)], false, "It arrived damaged."));
        Assert.Equal((4, 0), await shop.StockOfAsync(product));
        return (order, asked.Value);
    }

    private static Task CaptureAsync(TestShop shop, Order order) => SayAsync(shop, order, IntentStatus.Succeeded);

    /// <summary>The provider says how the order's first payment stands.</summary>
    private static Task SayAsync(TestShop shop, Order order, IntentStatus status) => ChangeAsync(shop, async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync(a => a.OrderId == order.Id);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, status, attempt.Amount.Cents), default);
    });

    /// <summary>The provider's own books say the same, so that it can give the money back.</summary>
    private static async Task AnswerAsync(TestShop shop)
    {
        await using var db = shop.Db();
        await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Succeeded));
    }

    private static Task TellAsync(TestShop shop, long refundId, ProviderRefundStatus status) => ChangeAsync(
        shop, db => shop.Get<RefundSettlement>().ApplyAsync(db, refundId, new ProviderRefund($"re_{refundId}", status, 0), default));

    private static Task ObjectAsync(TestShop shop, Order order, Func<Task>? beforeCommit = null) => ChangeAsync(shop, async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute($"dp_{order.Id}", DisputeStatus.Open, order.Total.Cents), readAfter: long.MaxValue, default);
        await (beforeCommit?.Invoke() ?? Task.CompletedTask);
    });

    private static async Task ChangeAsync(TestShop shop, Func<ShopDb, Task> change) => await shop.Databases.InTransactionAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync() >= 0;
    });

    private static async Task<int> CodeAsync(TestShop shop)
    {
        await using var db = shop.Db();
        var code = new DiscountCode { Code = "LAST", Kind = DiscountKind.Percent, Value = 1_000, MaxUses = 1, CreatedAt = shop.Now };
        db.Add(code);
        await db.SaveChangesAsync();
        return code.Id;
    }

    private static Task<bool> UseAsync(TestShop shop, int code, Order order) => shop.Databases.InTransactionAsync(async db =>
    {
        var refused = await DiscountLedger.TakeAsync(db, code, order.Id, accountId: null, shop.Now, default);
        await db.SaveChangesAsync();
        return refused is null;
    });

    private static async Task<Money> HeldAsync(TestShop shop, Order order)
    {
        await using var db = shop.Db();
        var facts = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == order.Id).ToListAsync();
        return PaymentLedger.Captured(facts) - PaymentLedger.Returned(facts) - PaymentLedger.Lost(facts);
    }

    private static async Task AddsUpAsync(TestShop shop) => Assert.Null(await shop.Get<StockCheck>().RunAsync());
}
