using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Data;

public sealed class ModelTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_migrations_hold_the_whole_model(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_looked_up_often_has_an_index(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();

        var indexes = await IndexesAsync(db);

        Assert.Contains("Products(Category", indexes, StringComparison.Ordinal);
        Assert.Contains("ProductStages(Stage", indexes, StringComparison.Ordinal);
        Assert.Contains("Orders(Email", indexes, StringComparison.Ordinal);
        Assert.Contains("Orders(Status", indexes, StringComparison.Ordinal);
        Assert.Contains("Carts(SessionKey", indexes, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_row_cannot_belong_to_a_row_that_is_not_there(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();

        db.StockMovements.Add(new StockMovement { Kind = StockMovementKind.Opening, SourceId = 1, ProductId = 404, Delta = 1, At = shop.Now });

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_row_moves_a_product_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 3)))[0];
        await using var db = shop.Db();

        db.StockMovements.Add(new StockMovement { Kind = StockMovementKind.Opening, SourceId = product.Id, ProductId = product.Id, Delta = 3, At = shop.Now });

        Assert.True((await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())).IsDuplicate());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task More_than_there_is_can_never_be_promised(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product(stock: 3);
        await shop.StockAsync(product);
        await using var db = shop.Db();

        var promise = () => db.Stock.ExecuteUpdateAsync(set => set.SetProperty(s => s.Reserved, 4));

        Assert.Contains("CK_Stock_OnHand", (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(promise)).Message, StringComparison.Ordinal);
        Assert.Equal((3, 0), await shop.StockOfAsync(product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Times_come_back_as_the_same_utc_moment(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        await using var db = shop.Db();

        var read = await db.Set<Core.Catalog.Product>().AsNoTracking().SingleAsync(p => p.Id == product.Id);

        Assert.Equal((Some.Noon, DateTimeKind.Utc), (read.CreatedAt, read.CreatedAt.Kind));
    }

    /// <summary>Every index as <c>Table(First,Second)</c>, as the database itself tells it.</summary>
    private static async Task<string> IndexesAsync(ShopDb db)
    {
        var sql = db is SqliteShopDb
            ? """
              SELECT m.tbl_name || '(' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(m.name) i) || ')' AS "Value"
              FROM sqlite_master m WHERE m.type = 'index'
              """
            : """
              SELECT regexp_replace(indexdef, '.* ON public\.(.*) USING \w+ ', '\1', '') AS "Value"
              FROM pg_indexes WHERE schemaname = 'public'
              """;
        return string.Join('\n', await db.Database.SqlQueryRaw<string>(sql).ToListAsync()).Replace("\"", "", StringComparison.Ordinal);
    }
}
