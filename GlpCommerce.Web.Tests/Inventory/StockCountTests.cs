using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Inventory;

public sealed class StockCountTests
{
    private readonly Product _product = Some.Product(stock: 50);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_count_becomes_what_is_on_hand_and_the_ledger_says_so(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        Assert.Equal(new StockLevel(48, 0), (await CountAsync(shop, counted: 48, shown: 50, note: "Two jars fell")).Value);

        await using var db = shop.Db();
        var adjustment = await db.StockAdjustments.SingleAsync();
        Assert.Equal((-2, "Counted 48. Two jars fell", StockMovementKind.Correction), (adjustment.Delta, adjustment.Reason, adjustment.Kind));
        Assert.Equal("stock.corrected", (await db.AuditEntries.SingleAsync()).Action);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_sold_between_looking_and_saving_is_not_taken_off_twice(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("gone", _product.Id, -3, "Three went"), Actor.Shop);

        var refused = await CountAsync(shop, counted: 46, shown: 50);
        Assert.Equal("stock.moved", refused.Problem?.Code);
        Assert.Contains("50 were on hand when you began, and 47 are now", refused.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal((47, 0), await shop.StockOfAsync(_product));

        // Counted against what is there now, it counts.
        Assert.Equal(46, (await CountAsync(shop, counted: 46, shown: 47)).Value!.OnHand);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_count_that_agrees_with_the_shop_leaves_no_trace(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        Assert.Equal(50, (await CountAsync(shop, counted: 50, shown: 53)).Value!.OnHand);

        await using var db = shop.Db();
        Assert.False(await db.StockAdjustments.AnyAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_count_eight_times_at_once_is_written_down_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountAsync(shop, counted: 44, shown: 50))));

        Assert.All(answers, answer => Assert.Equal(new StockLevel(44, 0), answer.Value));
        await using var db = shop.Db();
        Assert.Equal(-6, (await db.StockAdjustments.SingleAsync()).Delta);
    }

    [Theory]
    [InlineData(-1, "Counted", "stock.adjustment_invalid")]
    [InlineData(StockEditor.Most + 1, "Counted", "stock.adjustment_invalid")]
    public async Task A_number_that_cannot_be_is_refused_at_its_field(int counted, string field, string code)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);

        var problem = (await CountAsync(shop, counted, shown: 50)).Problem;

        Assert.Equal((code, field), (problem?.Code, problem?.Field));
    }

    [Fact]
    public async Task Nobody_counts_without_the_right_an_unknown_product_or_in_more_words_than_are_kept()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var editor = shop.Get<StockEditor>();

        Assert.Equal("staff.not_allowed", (await editor.CountAsync(new CountStock("k", _product.Id, 1, 50), new Actor(8, Roles.Customer))).Problem?.Code);
        Assert.Equal("stock.unknown", (await editor.CountAsync(new CountStock("k", 404, 1, 50), Actor.Shop)).Problem?.Code);
        Assert.Equal("Reason", (await CountAsync(shop, counted: 1, shown: 50, note: new string('a', 200))).Problem?.Field);
        Assert.Equal("Key", (await editor.CountAsync(new CountStock("not a key", _product.Id, 1, 50), Actor.Shop)).Problem?.Field);
        Assert.Equal((50, 0), await shop.StockOfAsync(_product));
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private Task<Result<StockLevel>> CountAsync(TestShop shop, int counted, int shown, string? note = null) =>
        shop.Get<StockEditor>().CountAsync(new CountStock("count-1", _product.Id, counted, shown, note), Actor.Shop);
}
