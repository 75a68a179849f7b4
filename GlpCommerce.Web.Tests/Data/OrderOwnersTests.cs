using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GlpCommerce.Web.Tests.Data;

/// <summary>Whose an order is: what the database keeps of it, and how it finds it.</summary>
public sealed class OrderOwnersTests
{
    private const string Before = "Money";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Orders_from_before_there_were_accounts_are_found_by_their_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await OrderOfAsync(shop, "Dana.É@Example.com");
        await using (var db = shop.Db())
        {
            await db.GetService<IMigrator>().MigrateAsync(Before);
            await db.GetService<IMigrator>().MigrateAsync();
        }

        await using var after = shop.Db();

        var key = EmailAddress.Key("dana.É@example.COM");
        Assert.Equal(order, (await after.Orders.SingleAsync(o => o.EmailKey == key)).PublicId);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => after.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, 404)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Session_and_key_open_an_order_in_an_account_for_thirty_days_and_the_account_goes_on(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var account = await shop.AccountAsync();
        var session = await shop.CartAsync((product, 1));
        var placed = (await shop.PlaceAsync(session)).Value!;
        var proofs = () => new[] { new OrderProof(session) { At = shop.Now }, new OrderProof(null, placed.AccessToken) { At = shop.Now } };
        Assert.Null((await shop.Get<OrderOwners>().ClaimAsync(placed.PublicId, proofs()[0], account.Id)).Problem);
        shop.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var before = await OpenedAsync(shop, placed.PublicId, proofs());

        shop.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal([true, true], before);
        Assert.Equal([false, false, true], await OpenedAsync(shop, placed.PublicId, [.. proofs(), new OrderProof(null) { AccountId = account.Id, At = shop.Now }]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_key_from_a_code_opens_an_order_for_thirty_days_and_a_guests_own_goes_on(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        await shop.Get<Core.Checkout.OrderRecovery>().RequestAsync(placed.Number, "dana@example.com");
        await shop.RunJobsAsync();
        var key = (await shop.Get<Core.Checkout.OrderRecovery>().RedeemAsync(placed.Number, "dana@example.com", shop.Mail.Sent[^1].TextBody)).Value!.AccessToken;
        var proofs = () => new[] { new OrderProof(null, key) { At = shop.Now }, new OrderProof(null, placed.AccessToken) { At = shop.Now } };
        shop.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var before = await OpenedAsync(shop, placed.PublicId, proofs());

        shop.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal([true, true], before);
        Assert.Equal([false, true], await OpenedAsync(shop, placed.PublicId, proofs()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Over_http_an_order_in_an_account_is_closed_to_its_old_key_and_says_where_to_find_it(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var visitor = shop.NewVisitor();
        var id = (await shopper.BuyAsync(await shop.InStockAsync())).Text("id")!;
        var account = await shop.AccountAsync();
        await using (var db = shop.Db())
        {
            var placed = DateTime.UtcNow - TimeSpan.FromDays(31);
            await db.Orders.Where(o => o.PublicId == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, account.Id).SetProperty(o => o.PlacedAt, placed));
        }

        var seen = await shopper.OrderAsync(id);
        var page = await (await visitor.OrderAsync(id)).UnlockAsync(shopper.Token!);

        Assert.False(seen.GetProperty("isHolder").GetBoolean());
        Assert.Contains("not any more", page.Page.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(page.Page.Document.QuerySelector("main a[href='/orders/find']"));
    }

    [Fact]
    public async Task No_update_of_the_shop_writes_the_orders_of_a_SQLite_shop_again()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Db();

        var script = db.GetService<IMigrator>().GenerateScript();

        Assert.Contains("FK_Orders_Accounts_AccountId", script, StringComparison.Ordinal);
        Assert.DoesNotContain("ef_temp", script, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_newest_orders_of_an_address_or_an_account_are_read_from_an_index(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();

        Assert.Contains("IX_Orders_EmailKey_Id", await PlanAsync(db, db.Orders.Where(o => o.EmailKey == "dana@example.com")), StringComparison.Ordinal);
        Assert.Contains("IX_Orders_AccountId_Id", await PlanAsync(db, db.Orders.Where(o => o.AccountId == 1)), StringComparison.Ordinal);
    }

    private static async Task<List<bool?>> OpenedAsync(TestShop shop, string publicId, IEnumerable<OrderProof> proofs)
    {
        var opened = new List<bool?>();
        foreach (var proof in proofs)
        {
            opened.Add(await shop.Get<OrderQueries>().IsHeldAsync(publicId, proof));
        }

        return opened;
    }

    private static async Task<string> OrderOfAsync(TestShop shop, string email)
    {
        var product = (await shop.StockAsync(Some.Product()))[0];
        var request = Some.Request(await shop.CartAsync((product, 1))) with { Email = email };
        return (await shop.Get<Core.Checkout.Cashier>().PlaceAsync(request)).Value!.PublicId;
    }

    /// <summary>How the database goes about it: without sorting, and without the reading of everything that an empty table tempts it to.</summary>
    private static async Task<string> PlanAsync(ShopDb db, IQueryable<Order> orders)
    {
        var sql = orders.OrderByDescending(o => o.Id).Take(20).Select(o => o.Total).ToQueryString();
        var lines = new List<string>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        var (hint, explain, column) = db is SqliteShopDb ? ("", "EXPLAIN QUERY PLAN ", 3) : ("SET LOCAL enable_seqscan = off; ", "EXPLAIN ", 0);
        command.CommandText = hint + explain + WithoutParameters(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(column));
        }

        var plan = string.Join('\n', lines);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        return plan;
    }

    /// <summary>EF writes the values above the query, as comments or settings of another shell.</summary>
    private static string WithoutParameters(string sql) =>
        sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..].Replace("@p", "20", StringComparison.Ordinal);
}
