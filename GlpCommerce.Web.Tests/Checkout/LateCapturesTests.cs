using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Money that arrives after its order has failed or ended.</summary>
public sealed class LateCapturesTests
{
    private readonly Product _product = Some.Product(stock: 3);
    private readonly Product _other = Some.Product(stock: 3);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_failed_order_takes_its_stock_again_and_is_confirmed_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await FailedAsync(shop);

        await CaptureAsync(shop, id);
        await CaptureAsync(shop, id);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
        Assert.Null((await shop.OrderAsync(id)).FailureReason);
        Assert.Equal((2, 0), await shop.StockOfAsync(_other));
        Assert.Single(shop.Mail.Sent);
        Assert.Single(await shop.LedgerAsync(), kind => kind == LedgerKind.Captured);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task When_a_line_is_gone_the_order_stays_failed_no_stock_is_held_and_the_money_goes_back_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await FailedAsync(shop);
        await shop.PlacedAsync(_other, 3);

        await CaptureAsync(shop, id);
        await CaptureAsync(shop, id);
        await GoesBackOnceAsync(shop, id);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        // The other order, which took all of it, has been paid meanwhile.
        Assert.Equal((0, 0), await shop.StockOfAsync(_other));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_has_ended_stays_ended_and_the_money_goes_back_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        await CaptureAsync(shop, id);
        await GoesBackOnceAsync(shop, id);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.StartsWith("refunded", Assert.Single(shop.Mail.Sent).TextBody, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Eight_notices_of_one_capture_at_once_confirm_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await FailedAsync(shop);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CaptureAsync(shop, id))));
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refusal_or_a_cancellation_that_comes_after_the_money_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Visa);

        await SayAsync(shop, id, IntentStatus.Declined);
        await SayAsync(shop, id, IntentStatus.Canceled);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_refusal_of_a_failed_order_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await FailedAsync(shop);

        await SayAsync(shop, id, IntentStatus.Canceled);

        Assert.Equal(OrderStatus.Failed, (await shop.StandsAsync(id, _product)).Item1);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_was_paid_twice_keeps_one_payment_and_gives_the_other_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product, _other);
        var session = await shop.CartAsync((_product, 2), (_other, 1));
        var id = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!.PublicId;
        await shop.RunJobsAsync();
        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa);
        await shop.RunJobsAsync();

        await CaptureAsync(shop, id);
        await GoesBackOnceAsync(shop, id);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Paying_again_and_expiring_hide_no_objection_to_money_that_came_late(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product, _other);
        var session = await shop.CartAsync((_product, 2), (_other, 1));
        var id = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!.PublicId;
        await shop.RunJobsAsync();
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("gone", _other.Id, -3, "Broken."), Actor.Shop);
        await CaptureAsync(shop, id);
        await ObjectAsync(shop, id);
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("back", _other.Id, 3, "Found."), Actor.Shop);

        Assert.Null((await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.ThreeDSecure)).Problem);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Disputed, 3, 2), await shop.StandsAsync(id, _product));
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Disputed, 3, 0), await shop.StandsAsync(id, _product));
    }

    private static Task<bool> ObjectAsync(TestShop shop, string publicId) => shop.Databases.InTransactionAsync(async db =>
    {
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.PublicId == publicId);
        var attempt = await db.PaymentAttempts.AsNoTracking().FirstAsync(a => a.OrderId == order.Id);
        await shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute("dp_1", DisputeStatus.Open, order.Total.Cents), readAfter: long.MaxValue, default);
        return await db.SaveChangesAsync() >= 0;
    });

    /// <summary>The provider gives the whole payment back; it is told that the payment went through, as it would have been.</summary>
    private static async Task GoesBackOnceAsync(TestShop shop, string id)
    {
        await using (var db = shop.Db())
        {
            await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Succeeded));
        }

        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();
        await using var after = shop.Db();
        Assert.Equal((await shop.OrderAsync(id)).Total.Cents, Assert.Single(await after.Set<SandboxRefund>().ToListAsync()).AmountCents);
        Assert.Contains((await shop.OrderAsync(id)).Events, step => step.Kind == OrderEventKind.Refunded);
    }

    private async Task<string> FailedAsync(TestShop shop)
    {
        var id = await PlacedAsync(shop, SandboxGateway.Declined);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        return id;
    }

    private async Task<string> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product, _other);
        var placed = await shop.PlaceAsync(await shop.CartAsync((_product, 2), (_other, 1)), method);
        await shop.RunJobsAsync();
        return placed.Value!.PublicId;
    }

    /// <summary>The provider says that the order's money is there after all.</summary>
    private static Task<bool> CaptureAsync(TestShop shop, string publicId) => SayAsync(shop, publicId, IntentStatus.Succeeded);

    /// <summary>The provider says where the order's payment stands.</summary>
    private static Task<bool> SayAsync(TestShop shop, string publicId, IntentStatus status) => shop.Databases.InTransactionAsync(async db =>
    {
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.PublicId == publicId);
        var attempt = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync(a => a.OrderId == order.Id);
        var intent = new PaymentIntent(attempt.IntentId!, status, attempt.Amount.Cents);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, intent, default);
        return await db.SaveChangesAsync() >= 0;
    });
}
