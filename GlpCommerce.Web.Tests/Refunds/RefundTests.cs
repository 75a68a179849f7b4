using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Money that staff give back.</summary>
public sealed class RefundTests
{
    private readonly Product _product = Some.Product(price: 10m, stock: 9);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task All_of_it_back_makes_the_order_refunded_and_tells_the_shopper_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);

        await RefundAsync(shop, order, "all", units: 3, shipping: true);
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        var after = await shop.OrderAsync(order.PublicId);
        Assert.Equal((OrderStatus.Refunded, PaymentStatus.Refunded), (after.Status, after.PaymentStatus));
        Assert.Equal(order.Total, Assert.Single(await RefundsAsync(shop)).Amount);
        Assert.Equal(order.Total.Cents, Assert.Single(await GivenAsync(shop)));
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("refunded", StringComparison.Ordinal));
        Assert.Equal(
            [OrderEventKind.Moved, OrderEventKind.Moved, OrderEventKind.RefundPromised, OrderEventKind.Refunded, OrderEventKind.Moved],
            after.Events.OrderBy(e => e.Id).Select(e => e.Kind));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_unit_back_is_a_partial_refund_of_what_that_unit_cost(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);

        await RefundAsync(shop, order, "one", units: 1);
        await shop.RunJobsAsync();

        var after = await shop.OrderAsync(order.PublicId);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.PartiallyRefunded, 1), (after.Status, after.PaymentStatus, after.Lines.Single().RefundedQuantity));
        Assert.Equal(new Money(1_000), Assert.Single(await RefundsAsync(shop)).Amount);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_go_back_on_the_shelf_only_when_that_is_said(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);

        await RefundAsync(shop, order, "broken", units: 1);
        Assert.Equal((6, 0), await shop.StockOfAsync(_product));
        await RefundAsync(shop, order, "fine", units: 2, restock: true);

        Assert.Equal((8, 0), await shop.StockOfAsync(_product));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_that_were_not_taken_off_the_shelf_yet_are_taken_and_put_back(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var placed = await shop.PlacedAsync(_product, 3);
        await shop.RunOnlyAsync("process-payment");
        var order = await shop.OrderAsync(placed.PublicId);

        await RefundAsync(shop, order, "early", units: 3, restock: true);
        await shop.RunJobsAsync();

        Assert.Equal((9, 0), await shop.StockOfAsync(_product));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_twelve_who_refund_the_same_two_units_at_once_two_succeed(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 2);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => AskAsync(shop, order, $"key-{i}", units: 1, restock: true))));
        await shop.RunJobsAsync();

        Assert.Equal(2, results.Count(r => r.Succeeded));
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Equal("refund.too_many", r.Problem!.Code));
        Assert.Equal([1_000, 1_000], await GivenAsync(shop));
        Assert.Equal((9, 0), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_request_sent_twelve_times_at_once_is_one_refund(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => AskAsync(shop, order, "same", units: 1))));
        await shop.RunJobsAsync();

        Assert.Single(results.Select(r => r.Value).Distinct());
        Assert.Equal([1_000], await GivenAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_key_that_meant_another_refund_is_refused(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);
        await RefundAsync(shop, order, "key", units: 1);

        Assert.Equal("idempotency.mismatch", (await AskAsync(shop, order, "key", units: 2)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_parcel_is_given_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 1);
        await RefundAsync(shop, order, "parcel", units: 0, shipping: true);

        Assert.Equal("refund.shipping_done", (await AskAsync(shop, order, "again", units: 0, shipping: true)).Problem!.Code);
        Assert.Equal(order.Shipping, Assert.Single(await RefundsAsync(shop)).Amount);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task More_units_than_a_number_can_hold_are_refused_with_a_sentence(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);
        await RefundAsync(shop, order, "one", units: 1);

        Assert.Equal("refund.too_many", (await AskAsync(shop, order, "all", units: int.MaxValue)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refused_part_leaves_nothing_of_the_refund_behind(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 2);
        await RefundAsync(shop, order, "parcel", units: 0, shipping: true);

        Assert.False((await AskAsync(shop, order, "both", units: 2, shipping: true, restock: true)).Succeeded);

        Assert.Equal(0, (await shop.OrderAsync(order.PublicId)).Lines.Single().RefundedQuantity);
        Assert.Equal((7, 0), await shop.StockOfAsync(_product));
    }

    [Theory]
    [InlineData("", 1, "Because.", "idempotency.invalid")]
    [InlineData("key", 0, "Because.", "refund.nothing")]
    [InlineData("key", -1, "Because.", "refund.too_many")]
    [InlineData("key", 4, "Because.", "refund.too_many")]
    [InlineData("key", 1, " \u200b ", "refund.reason")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string key, int units, string reason, string code)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync(_product, 3);
        RefundUnits[] wanted = units == 0 ? [] : [new(order.Lines.Single().Id, units, false)];

        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder(key, order.Id, wanted, false, reason));

        Assert.Equal(code, asked.Problem!.Code);
        Assert.Empty(await RefundsAsync(shop));
    }

    [Fact]
    public async Task An_order_whose_units_are_all_promised_back_is_not_sent()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync(_product, 2);

        await RefundAsync(shop, order, "all", units: 2);

        Assert.Equal("order.refunded", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
    }

    [Fact]
    public async Task Whoever_only_holds_the_link_is_not_told_of_a_refund()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync(_product, 2);
        await RefundAsync(shop, order, "one", units: 1);
        await shop.RunJobsAsync();

        var seen = (await shop.Get<OrderQueries>().FindAsync(order.PublicId, OrderProof.None))!;

        Assert.Equal(PaymentStatus.Succeeded, seen.PaymentStatus);
        Assert.DoesNotContain(seen.Events, step => step.Kind != OrderEventKind.Moved);
    }

    [Fact]
    public async Task An_order_that_was_not_paid_has_nothing_to_refund()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var placed = await shop.PlacedAsync(_product, 1, SandboxGateway.Declined);
        await shop.RunJobsAsync();

        Assert.Equal("refund.not_paid", (await AskAsync(shop, await shop.OrderAsync(placed.PublicId), "key", units: 1)).Problem!.Code);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private static async Task RefundAsync(TestShop shop, Order order, string key, int units, bool shipping = false, bool restock = false) =>
        Assert.Null((await AskAsync(shop, order, key, units, shipping, restock)).Problem);

    private static Task<Result<long>> AskAsync(TestShop shop, Order order, string key, int units, bool shipping = false, bool restock = false) =>
        shop.Get<RefundEditor>().RequestAsync(new RefundOrder(
            key, order.Id, units == 0 ? [] : [new RefundUnits(order.Lines.Single().Id, units, restock)], shipping, "It arrived damaged."));

    private static async Task<List<Refund>> RefundsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Refunds.AsNoTracking().ToListAsync();
    }

    /// <summary>What the provider gave back, in cents.</summary>
    private static async Task<List<long>> GivenAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Set<SandboxRefund>().Select(r => r.AmountCents).ToListAsync();
    }
}
