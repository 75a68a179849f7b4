using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Fulfilment;

/// <summary>Staff end an order that nobody has paid yet.</summary>
public sealed class StaffCancelTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    private readonly Product _product = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public Task An_order_whose_payment_waits_ends_gives_its_stock_back_and_takes_its_payment_along(DatabaseProvider provider) => EndsAsync(provider, SandboxGateway.ThreeDSecure);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public Task An_order_without_a_payment_ends_and_gives_its_stock_back(DatabaseProvider provider) => EndsAsync(provider, method: null);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Presses_at_once_end_it_once_and_are_written_down_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (order, session) = await PlacedAsync(shop, method: null);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => CancelAsync(shop, order))));
        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();

        Assert.Equal(["We are cancelling the order.", "We cancelled the order. Nothing was charged."], await NewestAsync(shop, order));
        await using var db = shop.Db();
        Assert.Single(await db.DoneByAsync(Robin.AccountId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_its_shopper_is_cancelling_stays_the_shoppers_wish(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (order, session) = await PlacedAsync(shop, method: null);
        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session))).Problem);

        Assert.Null((await CancelAsync(shop, order)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal("You cancelled the order. Nothing was charged.", (await NewestAsync(shop, order))[^1]);
        await using var db = shop.Db();
        Assert.Empty(await db.DoneByAsync(Robin.AccountId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_comes_meanwhile_goes_back_in_the_name_of_the_shop(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (order, _) = await PlacedAsync(shop, SandboxGateway.Visa);
        shop.Gateway.After = call => call == "confirm" ? CancelAsync(shop, order) : Task.CompletedTask;

        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Contains("We cancelled the order while the payment was on its way.", (await shop.OrderAsync(order.PublicId)).Events.Select(e => e.Text));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_failed_has_nothing_to_cancel(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (order, _) = await PlacedAsync(shop, SandboxGateway.Declined);
        await shop.RunJobsAsync();

        Assert.Equal("order.not_paid", (await shop.Get<OrderCanceller>().CancelForStaffAsync(order.Id, Robin)).Problem?.Code);
        await using var db = shop.Db();
        Assert.Empty(await db.DoneByAsync(Robin.AccountId));
    }

    private async Task EndsAsync(DatabaseProvider provider, string? method)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (order, _) = await PlacedAsync(shop, method);
        await shop.RunJobsAsync();

        Assert.Null((await CancelAsync(shop, order)).Problem);
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.All(await shop.IntentsAsync(), intent => Assert.Equal(IntentStatus.Canceled, intent.Status));
        Assert.Equal(["We are cancelling the order.", "We cancelled the order. Nothing was charged."], await NewestAsync(shop, order));
        await using var db = shop.Db();
        Assert.Equal([("order.cancelled", $"order:{order.Id}")], await db.DoneByAsync(Robin.AccountId));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    private static Task<Core.Common.Result<long>> CancelAsync(TestShop shop, Order order) => shop.Get<OrderCanceller>().CancelForStaffAsync(order.Id, Robin);

    private static async Task<List<string>> NewestAsync(TestShop shop, Order order) =>
        [.. (await shop.OrderAsync(order.PublicId)).Events.OrderBy(e => e.Id).TakeLast(2).Select(e => e.Text)];

    private async Task<(Order Order, string Session)> PlacedAsync(TestShop shop, string? method)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 2));
        return (await shop.OrderAsync((await shop.PlaceAsync(session, method)).Value!.PublicId), session);
    }
}
