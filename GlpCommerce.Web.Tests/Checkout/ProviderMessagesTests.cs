using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Messages of a provider: repeated, late, early, about nothing; and payers' objections.</summary>
public sealed class ProviderMessagesTests
{
    private readonly Product _product = Some.Product(stock: 5);
    private readonly Product _other = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_message_twenty_times_at_once_is_followed_up_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ApprovedAsync(shop);
        var intent = (await shop.IntentsAsync()).Single().Id;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReceiveAsync(shop, "evt_1", intent))));
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Single(await shop.JobsAsync(), job => job.Kind == HandleProviderEvent.Spec.Name);
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_that_overtakes_the_shops_own_answer_changes_nothing_twice(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        shop.Gateway.After = async call =>
        {
            if (call == "confirm")
            {
                await ReceiveAsync(shop, "evt_1", (await shop.IntentsAsync()).Single().Id);
                await shop.Runner("faster", [.. shop.Get<IEnumerable<Core.Jobs.JobKind>>().Where(k => k.Spec.Name == HandleProviderEvent.Spec.Name)]).RunDueAsync();
            }
        };

        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(placed.PublicId, _product));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured], await shop.LedgerAsync());
        Assert.Single(shop.Mail.Sent);
    }

    [Fact]
    public async Task A_message_about_nothing_of_ours_is_kept_and_ends()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        await ReceiveAsync(shop, "evt_1", "pi_of_another_shop");
        await shop.RunJobsAsync();

        Assert.NotNull(Assert.Single(await shop.JobsAsync()).DoneAt);
    }

    [Fact]
    public async Task A_message_of_a_type_that_does_not_concern_us_is_kept_without_a_job()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        await shop.Get<ProviderInbox>().ReceiveAsync("evt_1", "sandbox", "customer.created", "cus_1", concerns: false);

        Assert.Empty(await shop.JobsAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_objection_freezes_shipping_and_refunds_until_the_bank_decides_for_the_shop(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var order = await shop.PaidAsync(_product, 2);

        await ObjectAsync(shop, order, DisputeStatus.Open);
        await ObjectAsync(shop, order, DisputeStatus.Open);
        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal("order.frozen", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
        Assert.Equal("refund.disputed", (await RefundAsync(shop, order)).Problem!.Code);

        await ObjectAsync(shop, order, DisputeStatus.Won);
        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.True((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lost_objection_told_only_at_its_end_is_on_record_whole_and_stays_frozen(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var order = await shop.PaidAsync(_product, 2);

        await ObjectAsync(shop, order, DisputeStatus.Lost);

        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.DisputeOpened, LedgerKind.DisputeLost], await shop.LedgerAsync());
        Assert.Equal("order.frozen", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_money_a_bank_has_taken_before_it_was_sent_is_ended_by_staff_without_money(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var order = await shop.PaidAsync(_product, 2);
        await ObjectAsync(shop, order, DisputeStatus.Open);
        Assert.Equal("refund.disputed", (await EndAsync(shop, order)).Problem!.Code);
        await ObjectAsync(shop, order, DisputeStatus.Lost);

        Assert.Null((await EndAsync(shop, order)).Problem);
        Assert.Null((await EndAsync(shop, order)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Disputed, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.DoesNotContain("refund", shop.Gateway.Calls);
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_bank_has_not_taken_of_an_order_that_staff_end_goes_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var order = await shop.PaidAsync(_product, 2);
        await ObjectAsync(shop, order, DisputeStatus.Lost, cents: 500);

        Assert.Null((await EndAsync(shop, order)).Problem);
        await shop.RunJobsAsync();

        await using var db = shop.Db();
        Assert.Equal(order.Total.Cents - 500, (await db.Set<SandboxRefund>().SingleAsync()).AmountCents);
        await new MoneyBooks(shop, order.Id).NothingUnearnedAsync();
    }

    [Fact]
    public async Task Staff_end_a_paid_order_as_its_shopper_would_and_none_that_has_left()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync(_product);
        var (paid, sent) = (await shop.PaidAsync(_product), await shop.PaidAsync(_product));
        await shop.Get<OrderEditor>().ShipAsync(sent.Id);

        Assert.Null((await EndAsync(shop, paid)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 4, 0), await shop.StandsAsync(paid.PublicId, _product));
        Assert.Equal("order.not_paid", (await EndAsync(shop, sent)).Problem!.Code);
        Assert.Equal("order.unknown", (await shop.Get<OrderCanceller>().CancelForStaffAsync(404)).Problem!.Code);
    }

    private static Task<Result<long>> EndAsync(TestShop shop, Order order) => shop.Get<OrderCanceller>().CancelForStaffAsync(order.Id);

    private static Task ReceiveAsync(TestShop shop, string id, string objectId) =>
        shop.Get<ProviderInbox>().ReceiveAsync(id, "sandbox", "payment_intent.succeeded", objectId, concerns: true);

    /// <summary>An order whose bank has said yes, which the shop has not heard of.</summary>
    private async Task<Order> ApprovedAsync(TestShop shop, Product? product = null)
    {
        await shop.StockAsync(product ?? _product);
        var placed = await shop.PlacedAsync(product ?? _product, 2, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        await shop.Get<SandboxGateway>().AnswerAsync((await shop.IntentsAsync())[^1].Id, approved: true, default);
        return await shop.OrderAsync(placed.PublicId);
    }

    private static Task<Result<long>> RefundAsync(TestShop shop, Order order) => shop.Get<RefundEditor>().RequestAsync(
        new RefundOrder("key", order.Id, RefundEditor.Rest(order, restock: false), true, "It arrived damaged."));

    private static Task<bool> ObjectAsync(TestShop shop, Order order, DisputeStatus status, long? cents = null) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute("dp_1", status, cents ?? order.Total.Cents), readAfter: long.MaxValue, default);
        return await db.SaveChangesAsync() >= 0;
    });
}
