using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class LaterPaymentTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_without_a_payment_is_paid_once_however_often_it_is_asked_for(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shopper.PayAsync(id)));
        var paid = await shopper.UntilAsync(id, OrderStatus.Confirmed);

        Assert.All(answers, answer => Assert.Empty(answer.Codes()));
        Assert.Equal(["moved", "payment_awaited", "payment_chosen", "moved"], paid.GetProperty("timeline").EnumerateArray().Select(s => s.Text("kind")));
        Assert.Equal("succeeded", paid.Text("paymentStatus"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_without_a_payment_is_paid_on_its_page(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!;
        var locked = await browser.OrderAsync(id);

        var open = await locked.UnlockAsync(shopper.Token!);
        var paid = await (await open.PayAgainAsync(SandboxGateway.Visa)).UntilAsync(OrderStatus.Confirmed);

        Assert.Equal((false, true, false), (locked.OffersToPay, open.OffersToPay, paid.OffersToPay));
        Assert.Equal("How would you like to pay?", open.Page.Heading);
        Assert.Equal("Payment went through", paid.Steps[^1]);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_nobody_pays_gives_its_stock_back_after_ten_minutes_and_cannot_be_paid_afterwards(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 5)))[0];
        var session = await shop.CartAsync((product, 2));
        var placed = (await shop.PlaceAsync(session, method: null)).Value!;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(9));
        Assert.Equal((5, 2), await shop.StockOfAsync(product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(placed.PublicId, product));
        Assert.Equal("order.closed", (await shop.Get<Core.Checkout.OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.Visa)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_chosen_at_the_last_minute_has_its_whole_time(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 5)))[0];
        var session = await shop.CartAsync((product, 2));
        var placed = (await shop.PlaceAsync(session, method: null)).Value!;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(9));

        Assert.Null((await shop.Get<Core.Checkout.OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.ThreeDSecure)).Problem);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(20));
        var waiting = await shop.StandsAsync(placed.PublicId, product);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(12));

        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 5, 2), waiting);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(placed.PublicId, product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_without_a_payment_can_be_cancelled(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(product, card: null)).Text("id")!;

        var cancelled = await shopper.CancelAsync(id);
        await shopper.UntilAsync(id, OrderStatus.Cancelled);

        Assert.False(cancelled.GetProperty("order").GetProperty("canBePaid").GetBoolean());
        Assert.Equal(["order.closed -"], (await shopper.PayAsync(id)).Errors());
        Assert.Equal(0, (await shop.StockOfAsync(product)).Reserved);
    }
}
