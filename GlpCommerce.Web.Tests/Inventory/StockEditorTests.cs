using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Inventory;

public sealed class StockEditorTests
{
    private readonly Product _product = Some.Product(stock: 0);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_delivery_and_a_breakage_change_the_number_and_say_why(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        await AdjustAsync(shop, "delivery-1", 12, "Two boxes of six", isDelivery: true);
        var after = await AdjustAsync(shop, "breakage-1", -2, "  One \n jar fell ");

        Assert.Equal(new StockLevel(10, 0), after.Value);
        await using var db = shop.Db();
        Assert.Equal(["Two boxes of six", "One jar fell"], await db.StockAdjustments.OrderBy(a => a.Id).Select(a => a.Reason).ToListAsync());
        Assert.Equal(
            [(StockMovementKind.Receipt, 12), (StockMovementKind.Correction, -2)],
            (await db.StockMovements.Where(m => m.Kind != StockMovementKind.Opening).OrderBy(m => m.Id).ToListAsync()).Select(m => (m.Kind, m.Delta)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_changed_it_stands_beside_the_change_and_in_the_audit_log(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (staff, customer) = (new Actor(7, Roles.Staff), new Actor(8, Roles.Customer));

        Assert.Equal("staff.not_allowed", (await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("theft", _product.Id, 5, "Mine"), customer)).Problem?.Code);
        Assert.True((await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("delivery", _product.Id, 5, "A box", IsDelivery: true), staff)).Succeeded);

        await using var db = shop.Db();
        var adjustment = await db.StockAdjustments.SingleAsync();
        Assert.Equal(7, adjustment.AccountId);
        var entry = await db.AuditEntries.SingleAsync();
        Assert.Equal(("stock.received", $"product:{_product.Id}", $"adjustment {adjustment.Id}", 7L), (entry.Action, entry.Subject, entry.Note, entry.AccountId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_request_eight_times_at_once_changes_it_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AdjustAsync(shop, "delivery-1", 5))));

        Assert.All(answers, answer => Assert.Equal(new StockLevel(5, 0), answer.Value));
        Assert.Equal((5, 0), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_key_that_stood_for_another_change_is_refused(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await AdjustAsync(shop, "delivery-1", 5);

        Assert.Equal("idempotency.mismatch", (await AdjustAsync(shop, "delivery-1", 6)).Problem?.Code);
        Assert.Equal("idempotency.mismatch", (await AdjustAsync(shop, "delivery-1", 5, isDelivery: true)).Problem?.Code);
        Assert.Equal((5, 0), await shop.StockOfAsync(_product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_promised_to_an_order_cannot_be_taken_away(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await AdjustAsync(shop, "delivery-1", 5);
        await shop.PlacedAsync(_product, 3);

        var refused = await AdjustAsync(shop, "breakage-1", -3);

        Assert.Equal("stock.promised", refused.Problem?.Code);
        Assert.Contains("5 are on hand and 3 of them are promised to orders, so 2 can be taken away", refused.Problem?.Message, StringComparison.Ordinal);
        Assert.Equal((5, 3), await shop.StockOfAsync(_product));
        Assert.Equal(new StockLevel(3, 3), (await AdjustAsync(shop, "breakage-2", -2)).Value);
    }

    [Theory]
    [InlineData("", 1, "Delivery", "stock.adjustment_invalid")]
    [InlineData("a key; with signs", 1, "Delivery", "stock.adjustment_invalid")]
    [InlineData("k", 0, "Delivery", "stock.adjustment_invalid")]
    [InlineData("k", 1_000_001, "Delivery", "stock.adjustment_invalid")]
    [InlineData("k", int.MinValue, "Breakage", "stock.adjustment_invalid")]
    [InlineData("k", 1, " \u200b ", "stock.adjustment_invalid")]
    [InlineData("k", -1, "Breakage", "stock.promised")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string key, int delta, string reason, string code)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(code, (await AdjustAsync(shop, key, delta, reason)).Problem?.Code);
        Assert.Equal((0, 0), await shop.StockOfAsync(_product));
    }

    [Fact]
    public async Task More_than_a_million_of_one_product_and_an_unknown_product_are_refused()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        await AdjustAsync(shop, "delivery-1", StockEditor.Most);

        Assert.Equal("stock.too_many", (await AdjustAsync(shop, "delivery-2", 1)).Problem?.Code);
        Assert.Equal("stock.unknown", (await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("k", 404, 1, "Delivery"), Actor.Shop)).Problem?.Code);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private Task<Core.Common.Result<StockLevel>> AdjustAsync(TestShop shop, string key, int delta, string reason = "Counted", bool isDelivery = false) =>
        shop.Get<StockEditor>().AdjustAsync(new AdjustStock(key, _product.Id, delta, reason, isDelivery), Actor.Shop);
}
