using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Refunds, objections and parcels of one order in the same moment: whichever comes first, the books agree afterwards.</summary>
public sealed class RefundCrossingTests : Crossings
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_never_leaves_after_an_objection_is_on_record(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 4; round++)
        {
            var order = await shop.PaidAsync(Product);

            await AtOnceAsync(
                () => ObjectAsync(shop, order),
                () => shop.Get<OrderEditor>().ShipAsync(order.Id));

            var steps = (await shop.OrderAsync(order.PublicId)).Events.OrderBy(e => e.Id).ToList();
            var (shipped, objected) = (steps.FindIndex(e => e.Status == OrderStatus.Shipped), steps.FindIndex(e => e.Kind == OrderEventKind.Disputed));
            Assert.InRange(shipped, -1, objected);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_is_told_as_done_and_as_failed_at_once_is_owed_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(Product, 2);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, RefundEditor.Rest(order, restock: false), true, "It arrived damaged."));

        await AtOnceAsync(
            () => TellAsync(shop, asked.Value, ProviderRefundStatus.Succeeded),
            () => TellAsync(shop, asked.Value, ProviderRefundStatus.Failed));

        await using var db = shop.Db();
        Assert.Equal((RefundState.Failed, 0L), ((await db.Refunds.SingleAsync()).State, (await db.PaymentAttempts.SingleAsync()).RefundedCents));
        Assert.Equal(order.Total, await HeldAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_facts_at_once_are_both_in_what_the_order_says(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(Product, 2);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new(order.Lines[0].Id, 1, false)], false, "It arrived damaged."));
        Task? told = null;

        await ObjectAsync(shop, order, beforeCommit: async () =>
        {
            // It gets as far as it can while this is not committed: on SQLite to the end of the queue, on PostgreSQL to the held row.
            told ??= TellAsync(shop, asked.Value, ProviderRefundStatus.Succeeded);
            if (provider == DatabaseProvider.Postgres)
            {
                await SomebodyWaitsAsync(shop);
            }
        });
        await told!;

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(order.Total - Money.Of(10m), await HeldAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_a_parcel_and_a_buyer_who_want_the_same_units_from_the_shelf_one_gets_them(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 3; round++)
        {
            var product = (await shop.StockAsync(Some.Product(price: 10m, stock: 5)))[0];
            var (order, refund) = await PromisedAsync(shop, product);
            await TellAsync(shop, refund, ProviderRefundStatus.Failed);
            var session = await shop.CartAsync((product, 4));

            var shipped = Task.Run(() => shop.Get<OrderEditor>().ShipAsync(order.Id));
            var bought = Task.Run(() => shop.PlaceAsync(session));
            await Task.WhenAll(shipped, bought);

            Assert.True((await shipped).Succeeded != (await bought).Succeeded, $"{(await shipped).Problem} and {(await bought).Problem}");
            Assert.Equal((await shipped).Succeeded ? (2, 0) : (4, 4), await shop.StockOfAsync(product));
            await AddsUpAsync(shop);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_that_leaves_while_a_refund_of_its_units_fails_leaves_books_that_agree(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var round = 0; round < 3; round++)
        {
            var product = (await shop.StockAsync(Some.Product(price: 10m, stock: 5)))[0];
            var (order, refund) = await PromisedAsync(shop, product);

            await AtOnceAsync(
                () => TellAsync(shop, refund, ProviderRefundStatus.Failed),
                () => shop.Get<OrderEditor>().ShipAsync(order.Id));

            // Sent with them, or without them while they still were the refund's.
            var after = await shop.OrderAsync(order.PublicId);
            var isSentWhole = after.Events.Single(e => e.Kind == OrderEventKind.RefundFailed).Id < after.Events.Single(e => e.Status == OrderStatus.Shipped && e.Kind == OrderEventKind.Moved).Id;
            Assert.Equal(isSentWhole ? 0 : 2, after.Lines.Single().RestockedQuantity);
            Assert.Equal((OrderStatus.Shipped, PaymentStatus.Succeeded, isSentWhole ? 2 : 4, 0), await shop.StandsAsync(order.PublicId, product));
            await new MoneyBooks(shop, order.Id).AgreeAsync();
        }
    }

    /// <summary>Three units are paid, and two of them on the shelf again with a refund that is promised.</summary>
    private static async Task<(Order Order, long Refund)> PromisedAsync(TestShop shop, Product product)
    {
        var order = await shop.PaidAsync(product, 3);
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new(order.Lines[0].Id, 2, true)], false, "It arrived damaged."));
        Assert.Equal((4, 0), await shop.StockOfAsync(product));
        return (order, asked.Value);
    }

    private static Task TellAsync(TestShop shop, long refundId, ProviderRefundStatus status) => ChangeAsync(
        shop, db => shop.Get<RefundSettlement>().ApplyAsync(db, refundId, new ProviderRefund($"re_{refundId}", status, 0), default));

    private static Task ObjectAsync(TestShop shop, Order order, Func<Task>? beforeCommit = null) => ChangeAsync(shop, async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        await shop.Get<DisputeSettlement>().ApplyAsync(db, attempt, new ProviderDispute($"dp_{order.Id}", DisputeStatus.Open, order.Total.Cents), readAfter: long.MaxValue, default);
        await (beforeCommit?.Invoke() ?? Task.CompletedTask);
    });
}
