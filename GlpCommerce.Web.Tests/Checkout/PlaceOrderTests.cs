using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class PlaceOrderTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_is_confirmed_takes_its_stock_and_sends_one_email(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product(price: 30m, stock: 5);
        await shop.StockAsync(product);

        var placed = await shop.PlacedAsync(product, quantity: 2);
        Assert.Equal((5, 2), await shop.StockOfAsync(product));
        await shop.RunJobsAsync();

        var order = await shop.OrderAsync(placed.PublicId);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded), (order.Status, order.PaymentStatus));
        Assert.Equal(Money.Of(65.90m), order.Total);
        Assert.Equal((3, 0), await shop.StockOfAsync(product));
        Assert.Equal($"Your order {placed.Number}", Assert.Single(shop.Mail.Sent).Subject);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Twenty_submissions_of_one_cart_at_once_make_one_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product(stock: 50);
        await shop.StockAsync(product);
        var session = await shop.CartAsync((product, 1));
        var cart = await shop.Get<Core.Carts.CartQueries>().GetAsync(session);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { CartId = cart.Id }))));

        Assert.All(results, result => Assert.Null(result.Problem));
        Assert.Single(results.Select(result => result.Value!.PublicId).Distinct());
        await using var db = shop.Db();
        Assert.Equal(1, await db.Set<Order>().CountAsync());
        Assert.Equal((50, 1), await shop.StockOfAsync(product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_order_gives_its_stock_back_and_can_be_paid_with_another_card(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product(stock: 1);
        await shop.StockAsync(product);
        var session = await shop.CartAsync((product, 1));
        var placed = (await shop.PlaceAsync(session, SandboxGateway.InsufficientFunds)).Value!;
        await shop.RunJobsAsync();
        var failed = await shop.OrderAsync(placed.PublicId);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed), (failed.Status, failed.PaymentStatus));
        Assert.Equal((1, 0), await shop.StockOfAsync(product));

        var again = await shop.Get<OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.Visa);
        await shop.RunJobsAsync();

        Assert.Null(again.Problem);
        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(placed.PublicId)).Status);
        Assert.Equal((0, 0), await shop.StockOfAsync(product));
    }
}
