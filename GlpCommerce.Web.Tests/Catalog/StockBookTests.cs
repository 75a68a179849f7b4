using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class StockBookTests
{
    private static readonly Actor Dana = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_ledger_explains_every_number_with_who_and_why(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 5)))[0];
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("d", product.Id, 12, "Two boxes", IsDelivery: true), Dana);
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("c", product.Id, -1, "One fell"), Dana);

        var history = (await shop.Get<StockBook>().HistoryAsync(product.Id))!;

        Assert.Equal(
            [(StockMovementKind.Correction, -1, 16, "One fell", 7L), (StockMovementKind.Receipt, 12, 17, "Two boxes", 7L), (StockMovementKind.Opening, 5, 5, null, (long?)null)],
            history.Steps.Select(s => (s.Kind, s.Delta, s.After, s.Reason, s.AccountId)));
        Assert.Equal((16, false), (history.Product.OnHand, history.HasOlder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Older_steps_go_on_from_the_number_where_the_newer_ones_began(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 1)))[0];
        await using (var db = shop.Db())
        {
            db.StockMovements.AddRange(Enumerable.Range(1, StockBook.Steps).Select(i => new StockMovement { Kind = StockMovementKind.Correction, SourceId = i, ProductId = product.Id, Delta = 1, At = shop.Now }));
            await db.SaveChangesAsync();
            await db.Stock.Where(s => s.ProductId == product.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, StockBook.Steps + 1));
        }

        var newest = (await shop.Get<StockBook>().HistoryAsync(product.Id))!;
        var older = (await shop.Get<StockBook>().HistoryAsync(product.Id, newest.Steps[^1].Id))!;

        Assert.Equal((StockBook.Steps, true, 2), (newest.Steps.Count, newest.HasOlder, newest.Steps[^1].After));
        Assert.Equal((1, StockMovementKind.Opening, false), (Assert.Single(older.Steps).After, older.Steps[0].Kind, older.HasOlder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_runs_out_and_what_is_looked_for_is_found_page_by_page(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (low, plenty) = (Some.Product("Ginger chews", stock: StockBook.Low), Some.Product("Barley soup", stock: StockBook.Low + 1));
        await shop.StockAsync(low, plenty);

        Assert.Equal([low.Id], await FoundAsync(shop, new StockFilter(OnlyLow: true)));
        Assert.Equal([plenty.Id], await FoundAsync(shop, new StockFilter("barley")));
        Assert.Equal([low.Id], await FoundAsync(shop, new StockFilter(low.Sku)));
        Assert.Empty(await FoundAsync(shop, new StockFilter("barley", OnlyLow: true)));
        var (rows, total) = await shop.Get<StockBook>().PageAsync(new StockFilter(), 1, 1);
        Assert.Equal((1, 2), (rows.Count, total));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_archived_does_not_run_out_and_is_found_all_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (low, gone) = (Some.Product("Ginger chews", stock: 0), Some.Product("Barley soup", stock: 0));
        await shop.StockAsync(low, gone);
        await using (var db = shop.Db())
        {
            await db.Products.Where(p => p.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsArchived, true).SetProperty(p => p.IsPublished, false));
        }

        Assert.Equal([low.Id], await FoundAsync(shop, new StockFilter(OnlyLow: true)));
        Assert.Equal([gone.Id], await FoundAsync(shop, new StockFilter("barley")));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Days_of_cover_come_from_what_was_sold_in_the_last_thirty_days(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 20)))[0];
        await using (var db = shop.Db())
        {
            db.StockMovements.AddRange(
                new StockMovement { Kind = StockMovementKind.Sale, SourceId = 1, ProductId = product.Id, Delta = -15, At = shop.Now.AddDays(-29) },
                new StockMovement { Kind = StockMovementKind.Sale, SourceId = 2, ProductId = product.Id, Delta = -500, At = shop.Now.AddDays(-31) });
            await db.SaveChangesAsync();
        }

        var row = Assert.Single((await shop.Get<StockBook>().PageAsync(new StockFilter(), 0, 25)).Rows);

        Assert.Equal((15, 40), (row.SoldLately, row.DaysOfCover));
    }

    private static async Task<IEnumerable<int>> FoundAsync(TestShop shop, StockFilter filter) =>
        (await shop.Get<StockBook>().PageAsync(filter, 0, 25)).Rows.Select(row => row.ProductId);
}
