using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>A use is taken once, given back once, and there are never more than the code has.</summary>
public sealed class DiscountUsesTests
{
    private readonly Product _product = Some.Product(price: 30m, stock: 60);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_thirty_shoppers_who_race_for_ten_uses_ten_get_one(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 10));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => CartWithAsync(shop, code)));

        var placed = await Task.WhenAll(sessions.Select(session => Task.Run(() => shop.PlaceAsync(session))));

        Assert.Equal(10, placed.Count(result => result.Succeeded));
        Assert.All(placed.Where(result => !result.Succeeded), result => Assert.Equal("discount.used_up", result.Problem?.Code));
        Assert.Equal(10, await shop.UsesAsync(code));
        await using var db = shop.Db();
        Assert.Equal(10, await db.Orders.CountAsync(o => o.DiscountCode == code && o.Discount == Money.Of(5m)));
        Assert.Equal(10, await db.Orders.CountAsync());
        Assert.Equal((60, 10), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_came_too_late_for_a_use_is_told_the_new_total_and_can_order_for_that(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 2));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CartWithAsync(shop, code)));

        var placed = await Task.WhenAll(sessions.Select(session => Task.Run(() => shop.PlaceAsync(session, expectedTotal: Money.Of(30.90m)))));

        var late = sessions.Where((_, i) => !placed[i].Succeeded).ToList();
        Assert.All(placed.Where(result => !result.Succeeded), result => Assert.Equal("price.changed", result.Problem?.Code));
        Assert.All(placed.Where(result => !result.Succeeded), result => Assert.Contains("$35.90", result.Problem!.Message, StringComparison.Ordinal));
        Assert.Equal(4, late.Count);
        Assert.All(await Task.WhenAll(late.Select(session => shop.PlaceAsync(session, expectedTotal: Money.Of(35.90m)))), result => Assert.Null(result.Problem));
        Assert.Equal(2, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Twenty_submissions_of_one_cart_take_one_use(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 20));
        var session = await CartWithAsync(shop, code);
        var cart = await shop.Get<CartQueries>().GetAsync(session);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { CartId = cart.Id }))));

        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_order_gives_its_use_back_once_and_takes_it_again_when_it_is_paid(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 1));
        var (session, id) = await PlacedAsync(shop, code, SandboxGateway.Declined);
        Assert.Equal(1, await shop.UsesAsync(code));

        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();
        Assert.Equal(0, await shop.UsesAsync(code));

        Assert.Null((await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa)).Problem);
        Assert.Null((await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa)).Problem);
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(id)).Status);
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_order_whose_use_somebody_else_took_cannot_be_paid_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 1));
        var (session, id) = await PlacedAsync(shop, code, SandboxGateway.Declined);
        await shop.RunJobsAsync();
        await PlacedAsync(shop, code, SandboxGateway.Visa);

        var refused = await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa);

        Assert.Equal("discount.used_up", refused.Problem?.Code);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 60, 1), await shop.StandsAsync(id, _product));
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_expires_gives_its_use_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 3));
        var (_, id) = await PlacedAsync(shop, code, SandboxGateway.ThreeDSecure);
        await PlacedAsync(shop, code, SandboxGateway.Visa);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        await shop.RepeatAllJobsAsync();

        Assert.Equal(OrderStatus.Cancelled, (await shop.OrderAsync(id)).Status);
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_that_is_cancelled_gives_its_use_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 3));
        var (session, id) = await PlacedAsync(shop, code, SandboxGateway.Visa);
        await PlacedAsync(shop, code, SandboxGateway.Visa);
        await shop.RunJobsAsync();
        Assert.Equal(2, await shop.UsesAsync(code));

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);
        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 59, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_comes_after_a_failure_takes_the_use_again_or_goes_back(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 1));
        var (_, first) = await PlacedAsync(shop, code, SandboxGateway.Declined);
        await shop.RunJobsAsync();
        var (_, second) = await PlacedAsync(shop, code, SandboxGateway.Declined);
        await shop.RunJobsAsync();

        await CaptureAsync(shop, first);
        await CaptureAsync(shop, second);
        await CaptureAsync(shop, second);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 60, 1), await shop.StandsAsync(first, _product));
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 60, 1), await shop.StandsAsync(second, _product));
        Assert.Equal(1, await shop.UsesAsync(code));
        await using var db = shop.Db();
        Assert.Equal(Money.Of(30.90m), (await db.Set<Core.Refunds.Refund>().SingleAsync()).Amount);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private async Task<string> CartWithAsync(TestShop shop, string code)
    {
        var session = await shop.CartAsync((_product, 1));
        Assert.Null((await shop.Get<CartEditor>().UseCodeAsync(session, code)).Problem);
        return session;
    }

    private async Task<(string Session, string PublicId)> PlacedAsync(TestShop shop, string code, string method)
    {
        var session = await CartWithAsync(shop, code);
        var placed = await shop.PlaceAsync(session, method);
        Assert.Null(placed.Problem);
        return (session, placed.Value!.PublicId);
    }

    /// <summary>The provider says that the order's money is there after all.</summary>
    private static Task<bool> CaptureAsync(TestShop shop, string publicId) => shop.Databases.InTransactionAsync(async db =>
    {
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.PublicId == publicId);
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        var intent = new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, intent, default);
        return await db.SaveChangesAsync() >= 0;
    });
}
