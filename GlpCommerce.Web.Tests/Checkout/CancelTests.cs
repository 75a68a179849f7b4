using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Shoppers who change their mind, at every moment of an order.</summary>
public sealed class CancelTests
{
    private readonly Product _product = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_unpaid_order_ends_and_its_payment_with_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();

        Assert.Null((await CancelAsync(shop, id, session)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(IntentStatus.Canceled, Assert.Single(await shop.IntentsAsync()).Status);
        Assert.Equal("You cancelled the order. Nothing was charged.", (await shop.OrderAsync(id)).Events.MaxBy(e => e.Id)!.Text);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_cancelled_before_its_payment_began_is_never_charged(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Visa);

        await CancelAsync(shop, id, session);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(id, _product));
        Assert.DoesNotContain(await shop.IntentsAsync(), intent => intent.Status == IntentStatus.Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_gives_stock_and_money_back_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Visa);
        await shop.RunJobsAsync();
        Assert.Equal((3, 0), await shop.StockOfAsync(_product));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CancelAsync(shop, id, session))));
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((await shop.OrderAsync(id)).Total.Cents, Assert.Single(await GivenAsync(shop)));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_that_is_still_on_the_shelf_gives_its_units_back_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Visa);
        await shop.RunOnlyAsync("process-payment");

        await CancelAsync(shop, id, session);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(id, _product));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
        ToldOfTheRefundOnly(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_comes_while_the_order_is_cancelled_goes_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Visa);
        // The shopper presses "cancel" after the bank has said yes and before the shop has heard of it.
        shop.Gateway.After = call => call == "confirm" ? CancelAsync(shop, id, session) : Task.CompletedTask;

        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((await shop.OrderAsync(id)).Total.Cents, Assert.Single(await GivenAsync(shop)));
        ToldOfTheRefundOnly(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_the_bank_still_works_on_is_given_back_as_soon_as_it_arrives(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Delayed);
        await shop.RunJobsAsync();
        await CancelAsync(shop, id, session);
        await shop.RunJobsAsync();
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 5, 2), await shop.StandsAsync(id, _product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_cancelling_and_sending_at_once_one_happens(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        for (var round = 0; round < 5; round++)
        {
            var session = await shop.CartAsync((_product, 1));
            var id = (await shop.PlaceAsync(session)).Value!.PublicId;
            await shop.RunJobsAsync();
            var order = await shop.OrderAsync(id);

            var cancelled = Task.Run(() => CancelAsync(shop, id, session));
            var shipped = Task.Run(() => shop.Get<OrderEditor>().ShipAsync(order.Id));
            await Task.WhenAll(cancelled, shipped);

            Assert.NotEqual((await cancelled).Succeeded, (await shipped).Succeeded);
            Assert.Equal((await shipped).Succeeded ? OrderStatus.Shipped : OrderStatus.Cancelled, (await shop.OrderAsync(id)).Status);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refusal_that_comes_after_the_wish_to_cancel_ends_the_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Delayed);
        await shop.RunJobsAsync();
        await CancelAsync(shop, id, session);
        await shop.RunJobsAsync();
        await using (var db = shop.Db())
        {
            await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Declined));
        }

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Cancelled, 5, 0), ((await shop.OrderAsync(id)).Status, (await shop.StockOfAsync(_product)).OnHand, (await shop.StockOfAsync(_product)).Reserved));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_that_an_objection_kept_from_being_cancelled_is_not_sent(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(id);
        await CancelAsync(shop, id, session);
        await SayAsync(shop, order, dispute: DisputeStatus.Open);
        await SayAsync(shop, order, IntentStatus.Succeeded);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Disputed), ((await shop.OrderAsync(id)).Status, (await shop.OrderAsync(id)).PaymentStatus));

        await SayAsync(shop, order, dispute: DisputeStatus.Won);

        Assert.Equal("order.cancelling", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem?.Code);
        Assert.Null((await CancelAsync(shop, id, session)).Problem);
    }

    [Fact]
    public async Task Another_browser_cannot_cancel_it()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (id, _) = await PlacedAsync(shop, SandboxGateway.Visa);

        Assert.Equal("order.unknown", (await CancelAsync(shop, id, Secrets.New())).Problem!.Code);
        Assert.Equal("order.unknown", (await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(null))).Problem!.Code);
        Assert.Equal("order.unknown", (await CancelAsync(shop, "' OR 1=1", Secrets.New())).Problem!.Code);
    }

    [Fact]
    public async Task What_is_on_the_road_cannot_be_cancelled()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (id, session) = await PlacedAsync(shop, SandboxGateway.Visa);
        await shop.RunJobsAsync();
        await shop.Get<OrderEditor>().ShipAsync((await shop.OrderAsync(id)).Id);

        Assert.Equal("order.shipped", (await CancelAsync(shop, id, session)).Problem!.Code);
    }

    private static Task<Result<string>> CancelAsync(TestShop shop, string id, string session) => shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));

    private async Task<(string Id, string Session)> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 2));
        return ((await shop.PlaceAsync(session, method)).Value!.PublicId, session);
    }

    /// <summary>The bank or the provider says something about the order's payment.</summary>
    private static Task<bool> SayAsync(TestShop shop, Order order, IntentStatus? payment = null, DisputeStatus? dispute = null) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await (payment is { } status
            ? shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, status, attempt.Amount.Cents), default)
            : shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute("dp_1", dispute!.Value, attempt.Amount.Cents), readAfter: long.MaxValue, default));
        return await db.SaveChangesAsync() >= 0;
    });

    /// <summary>Nobody is told that an order stands which has ended by then.</summary>
    private static void ToldOfTheRefundOnly(TestShop shop) =>
        Assert.StartsWith("refunded", Assert.Single(shop.Mail.Sent).TextBody, StringComparison.Ordinal);

    private static async Task<List<long>> GivenAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Set<SandboxRefund>().Select(r => r.AmountCents).ToListAsync();
    }
}
