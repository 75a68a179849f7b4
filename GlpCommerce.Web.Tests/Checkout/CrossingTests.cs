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
public sealed class CrossingTests : Crossings
{
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

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, Product));
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

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, Product));
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

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, Product));
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

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 7, 0), await shop.StandsAsync(order.PublicId, Product));
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

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 7, 0), await shop.StandsAsync(order.PublicId, Product));
        await AddsUpAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_first_payment_that_meets_the_expiry_is_begun_or_refused_and_the_stock_agrees(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 4; round++)
        {
            var before = await shop.StockOfAsync(Product);
            var session = await shop.CartAsync((Product, 1));
            var placed = (await shop.PlaceAsync(session, method: null)).Value!;
            shop.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(round % 2));

            Result<string> paid = default;
            await AtOnceAsync(
                () => shop.RunJobsAsync(),
                async () => paid = await shop.Get<OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.Visa));
            await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

            var (status, _, onHand, reserved) = await shop.StandsAsync(placed.PublicId, Product);
            Assert.Equal(paid.Succeeded ? (OrderStatus.Confirmed, before.OnHand - 1, 0) : (OrderStatus.Cancelled, before.OnHand, 0), (status, onHand, reserved));
            await AddsUpAsync(shop);
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

    /// <summary>The provider says how the order's first payment stands.</summary>
    private static Task SayAsync(TestShop shop, Order order, IntentStatus status) => ChangeAsync(shop, async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync(a => a.OrderId == order.Id);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, status, attempt.Amount.Cents), default);
    });

    private static Task CaptureAsync(TestShop shop, Order order) => SayAsync(shop, order, IntentStatus.Succeeded);

    /// <summary>The provider's own books say the same, so that it can give the money back.</summary>
    private static async Task AnswerAsync(TestShop shop)
    {
        await using var db = shop.Db();
        await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Succeeded));
    }

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

    /// <summary>Two units, and whatever the provider says at first.</summary>
    private async Task<(string Session, Order Order)> PlacedAsync(TestShop shop, string method)
    {
        var session = await shop.CartAsync((Product, 2));
        var placed = (await shop.PlaceAsync(session, method)).Value!;
        await shop.RunJobsAsync();
        return (session, await shop.OrderAsync(placed.PublicId));
    }
}
