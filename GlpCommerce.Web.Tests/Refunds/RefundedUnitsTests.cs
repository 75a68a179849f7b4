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

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Units that went back on the shelf with a refund that failed, or that were there already.</summary>
public sealed class RefundedUnitsTests : RefundCases
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_do_not_come_back_twice(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop, restock: true);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);

        Assert.True((await AskAsync(shop, order, "second", restock: true)).Succeeded);

        Assert.Equal((8, 0), await shop.StockOfAsync(Product));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_leave_the_shelf_again_with_the_parcel(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);

        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);

        Assert.Equal((OrderStatus.Shipped, PaymentStatus.Succeeded, 6, 0), await shop.StandsAsync(order.PublicId, Product));
        await using var db = shop.Db();
        var resent = await db.StockMovements.AsNoTracking().SingleAsync(m => m.Kind == StockMovementKind.Resent);
        Assert.Equal((order.Lines.Single().Id, -2), (resent.SourceId, resent.Delta));
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_came_back_with_a_failed_refund_and_are_sold_keep_the_parcel_until_they_are_refunded(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);
        await shop.PaidAsync(Product, 8);

        Assert.Equal("order.units_gone", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(order.PublicId, Product));

        Assert.Null((await AskAsync(shop, order, "second")).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);
        Assert.Equal((0, 0), await shop.StockOfAsync(Product));
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_refund_of_units_that_are_on_the_shelf_already_uses_them_up(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await ReturnedAsync(shop);

        Assert.Null((await AskAsync(shop, order, "second", restock: false)).Problem);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);

        Assert.Equal((8, 0), await shop.StockOfAsync(Product));
        Assert.Equal(0, (await shop.OrderAsync(order.PublicId)).Lines.Single().RestockedQuantity);
        Assert.True((await OneAsync(shop, key: "second")).Lines.Single().Restocked);
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_a_cancellation_brought_back_do_not_come_back_with_a_later_refund(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, order) = await PaidAsync(shop);
        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(order.PublicId, new OrderProof(session))).Problem);
        await RefuseAsync(shop);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Succeeded, 9, 0), await shop.StandsAsync(order.PublicId, Product));

        Assert.True((await AskAllAsync(shop, order, restock: true)).Succeeded);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 9, 0), await shop.StandsAsync(order.PublicId, Product));
        Assert.False((await OneAsync(shop, key: "all")).Lines.Single().Restocked);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_never_left_the_shelf_do_not_come_back_with_a_refund(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var placed = await shop.PlacedAsync(Product, 3, SandboxGateway.Declined);
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("gone", Product.Id, -9, "Broken."), Actor.Shop);
        await CaptureAsync(shop, order);
        await RefuseAsync(shop);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(order.PublicId, Product));

        Assert.True((await AskAllAsync(shop, order, restock: true)).Succeeded);

        Assert.Equal((0, 0), await shop.StockOfAsync(Product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Cents_that_a_failed_refund_leaves_behind_go_back_with_the_last_units(DatabaseProvider provider)
    {
        // 3 times 33 cents and 2 % of tax: 101 cents for three units.
        await using var shop = await TestShop.OpenAsync(provider, ("Tax:Rates:IL:Supplement", "2"));
        var product = Some.Product(price: 0.33m, stock: 9);
        await shop.StockAsync(product);
        var order = await shop.PaidAsync(product, 3);
        Assert.Equal(101, order.Lines.Single().Charged.Cents);
        await AskAsync(shop, order, "first", units: 1);
        await AskAsync(shop, order, "second", units: 2);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);

        Assert.True((await AskAsync(shop, order, "third", units: 1)).Succeeded);

        await using var db = shop.Db();
        Assert.Equal([(34, RefundState.Failed), (67, RefundState.Succeeded), (34, RefundState.Requested)], (await db.Refunds.OrderBy(r => r.Id).ToListAsync()).Select(r => (r.Amount.Cents, r.State)));
    }
}
