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

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>A failed order whose money came all the same, and is with the shop or with a bank.</summary>
public sealed class HeldMoneyTests
{
    private readonly Product _product = Some.Product(stock: 5);

    public enum Holding
    {
        DisputeOpen,
        DisputeLost,
        DisputeWonAfterTheRefundWasRefused,
        RefundFailed,
        NotAsAsked,
    }

    public static IEnumerable<TheoryDataRow<DatabaseProvider, Holding>> Holdings =>
        from row in TestDatabase.Each
        from holding in Enum.GetValues<Holding>()
        select new TheoryDataRow<DatabaseProvider, Holding>(row.Data, holding) { Skip = row.Skip };

    [Theory, MemberData(nameof(Holdings))]
    public async Task An_order_whose_money_a_bank_or_the_shop_still_holds_cannot_be_paid_again(DatabaseProvider provider, Holding holding)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedAsync(shop);
        await HoldAsync(shop, order, holding);

        Assert.Equal(CheckoutProblems.MoneyHeld, (await PayAsync(shop, session, order)).Problem);

        var (status, _, onHand, reserved) = await shop.StandsAsync(order.PublicId, _product);
        Assert.Equal((OrderStatus.Failed, 5, 0), (status, onHand, reserved));
        Assert.Single(await AttemptsAsync(shop, order));
        Assert.False(await CanBePaidAsync(shop, session, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_money_was_told_as_given_back_can_be_paid_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedAsync(shop);
        await TakeLateAsync(shop, order);
        Assert.False(await CanBePaidAsync(shop, session, order));

        await GiveBackAsync(shop);

        Assert.True(await CanBePaidAsync(shop, session, order));
        Assert.Null((await PayAsync(shop, session, order)).Problem);
        await shop.RunJobsAsync();
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(order.PublicId, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Expiring_hides_no_objection_to_money_that_came_late(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedAsync(shop);
        await TakeLateAsync(shop, order);
        await GiveBackAsync(shop);
        Assert.Null((await PayAsync(shop, session, order, SandboxGateway.ThreeDSecure)).Problem);
        await ObjectAsync(shop, order, DisputeStatus.Open);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Disputed, 5, 2), await shop.StandsAsync(order.PublicId, _product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Disputed, 5, 0), await shop.StandsAsync(order.PublicId, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Staff_hear_of_money_that_a_bank_leaves_with_a_failed_order_and_nothing_is_promised_by_itself(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, order) = await FailedAsync(shop);

        await HoldAsync(shop, order, Holding.DisputeWonAfterTheRefundWasRefused);

        Assert.Single(shop.Log.Errors, line => line.Contains($"the payment of order {order.Id} stands", StringComparison.Ordinal));
        await using var db = shop.Db();
        Assert.Equal(RefundState.Failed, (await db.Refunds.AsNoTracking().SingleAsync()).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Late_money_of_a_second_try_goes_back_while_that_of_the_first_is_there(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, order) = await FailedTwiceAsync(shop);

        await CaptureAsync(shop, order, attempt: 1);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        await using var db = shop.Db();
        Assert.Equal("The order was paid twice.", (await db.Refunds.AsNoTracking().SingleAsync(r => r.State == RefundState.Requested)).Reason);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Late_money_and_paying_again_at_once_never_leave_two_payments(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedTwiceAsync(shop);

        await Task.WhenAll(
            Task.Run(() => CaptureAsync(shop, order, attempt: 1)),
            Task.Run(() => PayAsync(shop, session, order)));
        await GiveBackAsync(shop);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal([(order.Total.Cents, 0), (order.Total.Cents, order.Total.Cents)], (await AttemptsAsync(shop, order)).Select(a => (a.CapturedCents, a.RefundedCents)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_units_were_refunded_takes_no_more_money(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedTwiceAsync(shop);
        Assert.Null((await RefundAsync(shop, order)).Problem);
        await GiveBackAsync(shop);

        Assert.Equal(CheckoutProblems.CannotPay, (await PayAsync(shop, session, order)).Problem);
        Assert.False(await CanBePaidAsync(shop, session, order));
        await CaptureAsync(shop, order, attempt: 1);
        await GiveBackAsync(shop);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(order.PublicId, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_unit_is_refunded_while_its_order_waits_for_another_payment(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, order) = await FailedAsync(shop);
        Assert.Null((await PayAsync(shop, session, order, SandboxGateway.ThreeDSecure)).Problem);
        await CaptureAsync(shop, order, less: 1);

        Assert.Equal("refund.waiting", (await RefundAsync(shop, order)).Problem?.Code);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Succeeded, 5, 2), await shop.StandsAsync(order.PublicId, _product));
    }

    /// <summary>Two units of an order whose first try was declined.</summary>
    private async Task<(string Session, Order Order)> FailedAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 2));
        var placed = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!;
        await shop.RunJobsAsync();
        return (session, await shop.OrderAsync(placed.PublicId));
    }

    /// <summary>Two tries were declined; the money of the first came late, found nothing on the shelf, and could not be given back.</summary>
    private async Task<(string Session, Order Order)> FailedTwiceAsync(TestShop shop)
    {
        var (session, order) = await FailedAsync(shop);
        Assert.Null((await PayAsync(shop, session, order, SandboxGateway.Declined)).Problem);
        await shop.RunJobsAsync();
        await HoldAsync(shop, order, Holding.RefundFailed);
        return (session, order);
    }

    private async Task HoldAsync(TestShop shop, Order order, Holding holding)
    {
        if (holding == Holding.NotAsAsked)
        {
            await CaptureAsync(shop, order, less: 1);
            return;
        }

        await TakeLateAsync(shop, order);
        if (holding != Holding.RefundFailed)
        {
            await ObjectAsync(shop, order, holding == Holding.DisputeLost ? DisputeStatus.Lost : DisputeStatus.Open);
        }

        // The provider's own books say nothing of this money, so it refuses to give it back.
        await shop.RunJobsAsync();
        if (holding == Holding.DisputeWonAfterTheRefundWasRefused)
        {
            await ObjectAsync(shop, order, DisputeStatus.Won);
        }
    }

    /// <summary>The first try's money comes while nothing is on the shelf.</summary>
    private async Task TakeLateAsync(TestShop shop, Order order)
    {
        await AdjustAsync(shop, "gone", -5);
        await CaptureAsync(shop, order);
        await AdjustAsync(shop, "back", 5);
    }

    private async Task AdjustAsync(TestShop shop, string key, int delta) =>
        Assert.Null((await shop.Get<StockEditor>().AdjustAsync(new AdjustStock(key, _product.Id, delta, "Counted."), Actor.Shop)).Problem);

    /// <summary>What is promised is given, by a provider whose books know the money too.</summary>
    private static async Task GiveBackAsync(TestShop shop)
    {
        await using (var db = shop.Db())
        {
            await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Succeeded));
        }

        await shop.RunJobsAsync();
    }

    private static Task<bool> CaptureAsync(TestShop shop, Order order, int attempt = 0, long less = 0) => ChangeAsync(shop, async db =>
    {
        var paid = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == order.Id).OrderBy(a => a.Id).Skip(attempt).FirstAsync();
        await shop.Get<PaymentSettlement>().ApplyAsync(db, paid, new PaymentIntent(paid.IntentId!, IntentStatus.Succeeded, paid.Amount.Cents - less), default);
    });

    private static Task<bool> ObjectAsync(TestShop shop, Order order, DisputeStatus status) => ChangeAsync(shop, async db =>
    {
        var paid = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync(a => a.OrderId == order.Id);
        await shop.Get<DisputeSettlement>().ApplyAsync(db, paid, new ProviderDispute("dp_1", status, order.Total.Cents), readAfter: long.MaxValue, default);
    });

    private static Task<bool> ChangeAsync(TestShop shop, Func<ShopDb, Task> change) => shop.Databases.InTransactionAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync() >= 0;
    });

    private static Task<Result<string>> PayAsync(TestShop shop, string session, Order order, string method = SandboxGateway.Visa) =>
        shop.Get<OrderPayer>().PayAsync(order.PublicId, new OrderProof(session), method);

    /// <summary>Staff give all of it back.</summary>
    private static Task<Result<long>> RefundAsync(TestShop shop, Order order) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder("key", order.Id, RefundEditor.Rest(order, restock: false), order.Shipping > Money.Zero, "We could not give it back before."));

    private static async Task<bool> CanBePaidAsync(TestShop shop, string session, Order order) =>
        (await shop.Get<OrderQueries>().FindAsync(order.PublicId, new OrderProof(session)))!.CanBePaid(shop.Now);

    private static async Task<List<PaymentAttempt>> AttemptsAsync(TestShop shop, Order order)
    {
        await using var db = shop.Db();
        return await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == order.Id).OrderBy(a => a.Id).ToListAsync();
    }
}
