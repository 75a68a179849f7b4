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

/// <summary>An order whose code takes all of it off, and whose parcel costs nothing.</summary>
public sealed class FreeOrdersTests
{
    private readonly Product _product = Some.Product(price: 80m, stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_is_confirmed_while_it_is_placed_and_no_provider_hears_of_it(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (_, order, code) = await PlacedAsync(shop);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded), (order.Status, order.PaymentStatus));
        Assert.Equal((Money.Of(80m), Money.Zero, Money.Zero), (order.Discount, order.Tax, order.Total));
        Assert.Equal([OrderStatus.Pending, OrderStatus.Confirmed], order.Events.OrderBy(e => e.Id).Select(e => e.Status));
        Assert.Equal(1, await shop.UsesAsync(code));

        await shop.RunJobsForAsync(TimeSpan.FromHours(1));
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 4, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.DoesNotContain(await shop.JobsAsync(), job => job.Kind is "process-payment" or "expire-order");
        Assert.Empty(shop.Gateway.Calls);
        Assert.Empty(await shop.LedgerAsync());
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_needs_no_way_to_pay_and_others_do(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 1));
        Assert.Equal("payment.missing", (await shop.PlaceAsync(session, method: "")).Problem?.Code);

        await shop.Get<CartEditor>().UseCodeAsync(session, await shop.CodeAsync(Codes.Percent(100)));

        Assert.Null((await shop.PlaceAsync(session, method: "", expectedTotal: Money.Zero)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Cancelling_it_gives_units_and_use_back_and_no_money(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order, code) = await PlacedAsync(shop);
        await shop.RunJobsAsync();

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session))).Problem);
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Succeeded, 5, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal(0, await shop.UsesAsync(code));
        await using var db = shop.Db();
        Assert.Equal(0, await db.Set<Core.Refunds.Refund>().CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_that_costs_something_is_paid_for(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider, ("Shipping:FreeOver", "100"));
        var (_, order, _) = await PlacedAsync(shop);

        Assert.Equal((OrderStatus.Pending, Money.Of(5.90m)), (order.Status, order.Total));
        await shop.RunJobsAsync();
        Assert.Equal(590, Assert.Single(await shop.IntentsAsync()).AmountCents);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider, params (string Key, string Value)[] settings)
    {
        var shop = await TestShop.OpenAsync(provider, [.. settings, ("Tax:Rates:IL:Supplement", "10")]);
        await shop.StockAsync(_product);
        return shop;
    }

    private async Task<(string Session, Order Order, string Code)> PlacedAsync(TestShop shop)
    {
        var (session, code) = (await shop.CartAsync((_product, 1)), await shop.CodeAsync(Codes.Percent(100)));
        await shop.Get<CartEditor>().UseCodeAsync(session, code);
        var placed = await shop.PlaceAsync(session);
        Assert.Null(placed.Problem);
        return (session, await shop.OrderAsync(placed.Value!.PublicId), code);
    }
}
