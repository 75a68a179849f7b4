using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Data;

public sealed class TransactionTests
{
    private static readonly Problem Refused = new("test.refused", "No.");

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_unit_of_work_that_ends_refused_leaves_nothing_behind(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var result = await shop.Databases.InTransactionAsync(async db =>
        {
            await AddAsync(db);
            return (Result<int>)Refused;
        });

        Assert.Same(Refused, result.Problem);
        Assert.Equal(0, await ProductsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_unit_of_work_that_throws_leaves_nothing_behind(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        await Assert.ThrowsAsync<NotSupportedException>(() => shop.Databases.InTransactionAsync<int>(async db =>
        {
            await AddAsync(db);
            throw new NotSupportedException();
        }));

        Assert.Equal(0, await ProductsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_follows_a_commit_runs_after_it_and_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var seen = new List<int>();

        await shop.Databases.InTransactionAsync(async db =>
        {
            db.AfterCommit(() => seen.Add(ProductsAsync(shop).GetAwaiter().GetResult()));
            await AddAsync(db);
            Assert.Empty(seen);
            return 0;
        });
        await shop.Databases.InTransactionAsync(_ => Task.FromResult(0));

        Assert.Equal([1], seen);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_to_follow_a_commit_is_forgotten_when_there_is_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var ran = 0;

        await shop.Databases.InTransactionAsync(db =>
        {
            db.AfterCommit(() => ran++);
            return Task.FromResult((Result<int>)Refused);
        });
        await using (var reading = shop.Db())
        {
            reading.AfterCommit(() => ran++);
        }

        // The next unit of work may get the same pooled context.
        await shop.Databases.InTransactionAsync(_ => Task.FromResult(0));

        Assert.Equal(0, ran);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Units_of_work_that_meet_at_one_row_all_come_through(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => shop.Databases.InTransactionAsync(async db =>
        {
            await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));
            return await db.CatalogStates.CountAsync();
        }))));

        await using var read = shop.Db();
        Assert.Equal(13, (await read.CatalogStates.AsNoTracking().SingleAsync()).Version);
    }

    [Fact]
    public async Task Who_stands_behind_other_writers_waits_no_longer_than_they_may()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = shop.Databases.InTransactionAsync(async _ =>
        {
            begun.SetResult();
            await end.Task;
            return 0;
        });
        await begun.Task;

        async Task<int> SecondAsync()
        {
            FileWait.EndAfter(TimeSpan.FromSeconds(1));
            return await shop.Databases.InTransactionAsync(_ => Task.FromResult(0));
        }

        // The first one never ends by itself.
        var refused = await Assert.ThrowsAsync<SqliteException>(() => SecondAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        end.SetResult();

        Assert.True(refused.IsOutage());
        Assert.Equal(0, await first);
        Assert.Equal(0, await SecondAsync());
    }

    private static async Task AddAsync(ShopDb db)
    {
        db.Products.Add(Some.Product());
        await db.SaveChangesAsync();
    }

    private static async Task<int> ProductsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Products.CountAsync();
    }
}
