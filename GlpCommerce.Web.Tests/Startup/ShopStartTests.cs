using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class ShopStartTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_first_start_stocks_the_shop(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);

        await shop.StartAsync();

        Assert.Equal((127, 25, 12, 127), await CountsAsync(shop));
        var stock = await shop.ReadAsync(db => db.Stock.ToDictionaryAsync(s => s.ProductId, s => (s.OnHand, s.Reserved)));
        var openings = await shop.ReadAsync(db => db.StockMovements.ToDictionaryAsync(m => m.ProductId, m => (m.Delta, 0)));
        Assert.Equal(stock, openings);
        Assert.Equal(PolicyPages.Slugs.Order(), await shop.ReadAsync(db => db.Policies.Select(p => p.Slug).OrderBy(slug => slug).ToListAsync()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_start_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        await shop.StartAsync();
        await shop.ExecuteAsync("""DELETE FROM "Articles" WHERE "Kind" = 'Guide'""");
        var before = await CountsAsync(shop);

        await shop.StartAsync();

        Assert.Equal(before, await CountsAsync(shop));
        Assert.Equal(1, await shop.ReadAsync(db => db.CatalogStates.Select(s => s.Version).SingleAsync()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_staff_changed_stands_after_a_second_start(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        await shop.StartAsync();
        await shop.ReadAsync(async db =>
        {
            var product = await db.Products.Include(p => p.Stock).OrderBy(p => p.Id).FirstAsync();
            (product.Name, product.Price, product.Stock.OnHand) = ("Renamed by staff", Money.Of(1.23m), 4321);
            (await db.Articles.OrderBy(a => a.Id).FirstAsync()).Body = "Written by staff.";
            return await db.SaveChangesAsync();
        });
        var before = await ContentsAsync(shop);

        await shop.StartAsync();

        Assert.Contains("Renamed by staff", before[0], StringComparison.Ordinal);
        Assert.Equal(before, await ContentsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_start_that_is_broken_off_anywhere_is_completed_by_the_next(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        foreach (var patience in new[] { 20, 60, 120, 250, 400 })
        {
            using var killed = new CancellationTokenSource(TimeSpan.FromMilliseconds(patience));
            await Record.ExceptionAsync(() => shop.StartAsync(ct: killed.Token));
            Assert.True(await ProductsOrNoneAsync(shop) is 0 or 127);
        }

        await shop.StartAsync();

        Assert.Equal((127, 25, 12, 127), await CountsAsync(shop));
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_migrated_does_not_lock_out_the_next()
    {
        await using var shop = await NewShop.CreateAsync(DatabaseProvider.Sqlite);
        await shop.ExecuteAsync("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
        await shop.ExecuteAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-05 12:00:00')""");

        await shop.StartAsync().WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((127, 25, 12, 127), await CountsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_the_jobs_this_instance_had_in_hand_are_taken_up_at_once(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        var services = await shop.StartAsync("mine");
        var until = DateTime.UtcNow.AddHours(1);
        var (mine, others) = (Leased("mine", until), Leased("other", until));
        await shop.ReadAsync(db =>
        {
            db.Jobs.AddRange(mine, others);
            return db.SaveChangesAsync();
        });

        await shop.StartAsync("mine");

        var claimed = await services.GetRequiredService<JobRunner>().ClaimAsync(10);
        Assert.Equal(mine.Id, Assert.Single(claimed).Id);
        Assert.Equal("other", await shop.ReadAsync(db => db.Jobs.Where(j => j.Id == others.Id).Select(j => j.LeaseOwner).SingleAsync()));
    }

    [Fact]
    public async Task Two_machines_that_start_at_once_stock_the_shop_once()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        await using var shop = await NewShop.CreateAsync(DatabaseProvider.Postgres);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => shop.StartAsync($"node-{i}"))));

        Assert.Equal((127, 25, 12, 127), await CountsAsync(shop));
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=/no/such/folder/shop.db")]
    [InlineData("Postgres", "Host=127.0.0.1;Port=9;Username=shop;Database=shop;Timeout=2")]
    [InlineData("Sqlite", "nonsense")]
    [InlineData("Postgres", "nonsense")]
    public async Task A_database_that_cannot_be_used_stops_the_start_with_one_sentence(string provider, string connectionString)
    {
        await using var shop = await NewShop.CreateAsync(DatabaseProvider.Sqlite);

        var error = await Assert.ThrowsAsync<StartupException>(async () =>
        {
            var services = shop.Prepare("test", ("Database:Provider", provider), ("Database:ConnectionString", connectionString));
            await services.GetRequiredService<ShopStart>().RunAsync();
        });

        Assert.StartsWith("Database:", error.Message, StringComparison.Ordinal);
    }

    private static Job Leased(string owner, DateTime until) => new()
    {
        Kind = "update-inventory", Payload = "{}", Attempts = 1, LeaseOwner = owner, LeaseToken = Guid.NewGuid(), LeasedUntil = until,
    };

    private static async Task<int> ProductsOrNoneAsync(NewShop shop)
    {
        try
        {
            return await shop.ReadAsync(db => db.Products.CountAsync());
        }
        catch (System.Data.Common.DbException)
        {
            return 0;
        }
    }

    /// <summary>Every product with its stock, and every article, in full.</summary>
    private static Task<List<string>> ContentsAsync(NewShop shop) => shop.ReadAsync(async db =>
    {
        var products = await db.Products.AsNoTracking().Include(p => p.Stock).Include(p => p.Stages.OrderBy(s => s.Position)).OrderBy(p => p.Id).ToListAsync();
        var articles = await db.Articles.AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        return products.Select(p => JsonSerializer.Serialize(p)).Concat(articles.Select(a => JsonSerializer.Serialize(a))).ToList();
    });

    private static Task<(int Products, int ProductArticles, int Guides, int Movements)> CountsAsync(NewShop shop) => shop.ReadAsync(async db => (
        await db.Products.CountAsync(),
        await db.Articles.CountAsync(a => a.Kind == ArticleKind.Product),
        await db.Articles.CountAsync(a => a.Kind == ArticleKind.Guide),
        await db.StockMovements.CountAsync(m => m.Kind == StockMovementKind.Opening)));
}
