using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Inventory;

public sealed class DeliveryEditorTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);
    private static readonly DateOnly Tomorrow = DateOnly.FromDateTime(Some.Noon).AddDays(1);

    private readonly Product _product = Some.Product(stock: 4);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_delivery_that_comes_in_two_parts_is_explained_in_the_ledger_and_then_closed(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var id = (await ExpectAsync(shop, 24, note: "PO 17")).Value;
        Assert.Equal((4, 24, Tomorrow), await RowAsync(shop));

        Assert.Equal(new StockLevel(14, 0), (await ReceiveAsync(shop, id, 10, "first")).Value);
        Assert.Equal((14, 14, Tomorrow), await RowAsync(shop));
        Assert.Equal(new StockLevel(28, 0), (await ReceiveAsync(shop, id, 14, "second")).Value);

        Assert.Equal((28, 0, null), await RowAsync(shop));
        Assert.Equal("delivery.closed", (await ReceiveAsync(shop, id, 1, "third")).Problem?.Code);
        var history = (await shop.Get<StockBook>().HistoryAsync(_product.Id))!;
        Assert.Equal(
            [(StockMovementKind.Receipt, 14, $"Expected delivery {id}: PO 17", 7L), (StockMovementKind.Receipt, 10, $"Expected delivery {id}: PO 17", 7L)],
            history.Steps.Take(2).Select(s => (s.Kind, s.Delta, s.Reason!, s.AccountId!.Value)));
        await using var db = shop.Db();
        Assert.Equal(["delivery.expected", "stock.received", "stock.received"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Pressed_eight_times_at_once_it_is_received_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (whole, part) = ((await ExpectAsync(shop, 24)).Value, (await ExpectAsync(shop, 24)).Value);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReceiveAsync(shop, whole, 24, "all-of-it"))));
        var parts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReceiveAsync(shop, part, 10, "some-of-it"))));

        Assert.All(answers, answer => Assert.Equal(new StockLevel(28, 0), answer.Value));
        Assert.All(parts, answer => Assert.Equal(new StockLevel(38, 0), answer.Value));
        await using var db = shop.Db();
        Assert.Equal([24, 10], await db.ExpectedDeliveries.OrderBy(d => d.Id).Select(d => d.Received).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_who_receive_the_last_of_it_at_once_put_it_on_the_shelf_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var id = (await ExpectAsync(shop, 24)).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => ReceiveAsync(shop, id, 24, $"by-{i}"))));

        Assert.Equal([null, "delivery.closed"], answers.Select(a => a.Problem?.Code).Order());
        Assert.Equal((28, 0), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_does_not_come_any_more_is_cancelled_and_what_came_stays(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var id = (await ExpectAsync(shop, 24)).Value;
        await ReceiveAsync(shop, id, 10, "first");

        Assert.True((await shop.Get<DeliveryEditor>().CancelAsync(id, Robin)).Succeeded);
        Assert.True((await shop.Get<DeliveryEditor>().CancelAsync(id, Robin)).Succeeded);

        Assert.Equal("delivery.closed", (await ReceiveAsync(shop, id, 14, "second")).Problem?.Code);
        Assert.Equal((14, 0, null), await RowAsync(shop));
        Assert.Empty(await shop.Get<StockBook>().AwaitedAsync());
        await using var db = shop.Db();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "delivery.cancelled"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refused_receipt_counts_nothing_in(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var id = (await ExpectAsync(shop, 24)).Value;

        Assert.Equal("stock.adjustment_invalid", (await ReceiveAsync(shop, id, 0, "zero")).Problem?.Code);
        Assert.Equal("stock.adjustment_invalid", (await ReceiveAsync(shop, id, -1, "less")).Problem?.Code);
        Assert.Equal("stock.too_many", (await shop.Get<DeliveryEditor>().ReceiveAsync(id, StockEditor.Most, "more", Robin, moreIsMeant: true)).Problem?.Code);

        Assert.Equal((4, 24, Tomorrow), await RowAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task More_than_is_still_to_come_is_taken_only_when_it_is_meant(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var id = (await ExpectAsync(shop, 24)).Value;

        var slip = (await ReceiveAsync(shop, id, 240, "slip")).Problem;
        await ReceiveAsync(shop, id, 10, "first");
        var rest = (await ReceiveAsync(shop, id, 15, "rest")).Problem;
        Assert.Equal(("delivery.more", "You ordered 24, and typed 240. If that many came, say so once more."), (slip?.Code, slip?.Message));
        Assert.Equal("You ordered 24, of which 10 came before, and typed 15. If that many came now, say so once more.", rest?.Message);
        Assert.Equal((14, 14, Tomorrow), await RowAsync(shop));

        Assert.Equal(new StockLevel(29, 0), (await shop.Get<DeliveryEditor>().ReceiveAsync(id, 15, "rest", Robin, moreIsMeant: true)).Value);
        Assert.Equal(new StockLevel(29, 0), (await ReceiveAsync(shop, id, 15, "rest")).Value);
        Assert.Equal((29, 0, null), await RowAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Awaited_deliveries_stand_by_their_day_and_the_next_one_beside_the_product(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await ExpectAsync(shop, 5, days: 9);
        await ExpectAsync(shop, 7, days: 2);

        Assert.Equal([(_product.Sku, 7), (_product.Sku, 5)], (await shop.Get<StockBook>().AwaitedAsync(_product.Id)).Select(d => (d.Sku, d.Delivery.Left)));
        Assert.Equal((4, 12, Tomorrow.AddDays(1)), await RowAsync(shop));
    }

    [Fact]
    public async Task What_cannot_be_expected_is_refused_with_its_field()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var editor = shop.Get<DeliveryEditor>();

        foreach (var (request, field) in new (ExpectDelivery, string)[]
        {
            (new ExpectDelivery(_product.Id, 0, Tomorrow, null), nameof(ExpectDelivery.Quantity)),
            (new ExpectDelivery(_product.Id, 1, Tomorrow.AddDays(-9), null), nameof(ExpectDelivery.ExpectedOn)),
            (new ExpectDelivery(_product.Id, 1, Tomorrow.AddDays(900), null), nameof(ExpectDelivery.ExpectedOn)),
            (new ExpectDelivery(_product.Id, 1, Tomorrow, new string('x', 151)), nameof(ExpectDelivery.Note)),
            (new ExpectDelivery(404, 1, Tomorrow, null), nameof(ExpectDelivery.ProductId)),
        })
        {
            Assert.Equal(field, (await editor.ExpectAsync(request, Robin)).Problem?.Field);
        }

        var customer = new Actor(8, Roles.Customer);
        Assert.Equal("staff.not_allowed", (await editor.ExpectAsync(new ExpectDelivery(_product.Id, 1, Tomorrow, null), customer)).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await editor.ReceiveAsync(1, 1, "key", customer)).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await editor.CancelAsync(1, customer)).Problem?.Code);
        Assert.Equal("delivery.unknown", (await editor.ReceiveAsync(404, 1, "key", Robin)).Problem?.Code);
        Assert.Equal("delivery.unknown", (await editor.CancelAsync(404, Robin)).Problem?.Code);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private Task<Result<long>> ExpectAsync(TestShop shop, int units, int days = 1, string? note = null) =>
        shop.Get<DeliveryEditor>().ExpectAsync(new ExpectDelivery(_product.Id, units, Tomorrow.AddDays(days - 1), note), Robin);

    private static Task<Result<StockLevel>> ReceiveAsync(TestShop shop, long id, int units, string key) => shop.Get<DeliveryEditor>().ReceiveAsync(id, units, key, Robin);

    private static async Task<(int OnHand, int Incoming, DateOnly? Next)> RowAsync(TestShop shop)
    {
        var row = Assert.Single((await shop.Get<StockBook>().PageAsync(new StockFilter(), 0, 10)).Rows);
        return (row.OnHand, row.Incoming, row.NextDelivery);
    }
}
