using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Data.Migrations;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Staff;

public sealed class AuditLogTests
{
    private static readonly Actor Dana = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_did_what_to_what_and_why_is_kept_in_its_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        await AddAsync(shop, "order.shipped", "order:1");
        await AddAsync(shop, "order.noted", "order:1", new string('x', 500));

        await using var db = shop.Db();
        var rows = await db.AuditEntries.OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([(1L, 7L, "order.shipped", "order:1", null), (2L, 7L, "order.noted", "order:1", new string('x', 400))],
            rows.Select(e => (e.Id, e.AccountId, e.Action, e.Subject, e.Note)));
        Assert.All(rows, row => Assert.Equal(shop.Now, row.At));
        Assert.Equal(new AuditReport(2, null, rows[1].Seal), await shop.Get<AuditCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_long_note_is_never_cut_within_a_character(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        await AddAsync(shop, "order.noted", "order:1", new string('x', 399) + "😀");

        await using var db = shop.Db();
        Assert.Equal(new string('x', 399), (await db.AuditEntries.SingleAsync()).Note);
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_change_that_is_not_saved_leaves_no_row(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Databases.InTransactionAsync<bool>(async db =>
        {
            await shop.Get<AuditLog>().AddAsync(db, Dana, "order.shipped", "order:1");
            throw new InvalidOperationException("The parcel fell.");
        }));

        Assert.Equal(new AuditReport(0, null, ""), await shop.Get<AuditCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Twenty_at_once_stand_one_after_another(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => AddAsync(shop, "order.read", $"order:{i}"))));

        var report = await shop.Get<AuditCheck>().RunAsync();
        Assert.Equal((20L, null), (report.Entries, report.Fault));
    }

    public static TheoryData<string, string> Tamperings => new()
    {
        { "UPDATE \"AuditEntries\" SET \"AccountId\" = 8 WHERE \"Id\" = 2", "Row 2 is not as it was written." },
        { "UPDATE \"AuditEntries\" SET \"Note\" = 'for the customer' WHERE \"Id\" = 3", "Row 3 is not as it was written." },
        { "DELETE FROM \"AuditEntries\" WHERE \"Id\" = 2", "Row 2 is missing." },
        { "DELETE FROM \"AuditEntries\" WHERE \"Id\" = 3", "Rows 3 to 3 are missing." },
        { "UPDATE \"AuditHead\" SET \"Seal\" = 'nothing'", "The end of the log is not as it was written." },
        { PutIn(-1), "Row -1 stands before the first one: it was not written by the shop." },
        { PutIn(4), "Row 4 stands behind the end of the log: it was not written by the shop." },
        { PutIn(1_000), "Row 1000 stands behind the end of the log: it was not written by the shop." },
    };

    [Theory, MemberData(nameof(Tamperings))]
    public async Task What_was_changed_or_taken_out_behind_the_shops_back_is_found(string sql, string fault)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await ThreeRowsAsync(shop);

        await RunAsync(shop, [.. AuditTriggerSql.NoSqlite, sql]);

        Assert.Equal(fault, (await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_neatly_is_found_by_a_seal_noted_elsewhere()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await ThreeRowsAsync(shop);
        var noted = (await shop.Get<AuditCheck>().RunAsync()).Seal;

        await RunAsync(shop, [.. AuditTriggerSql.NoSqlite, "DELETE FROM \"AuditEntries\" WHERE \"Id\" = 3"]);
        await RunAsync(shop, "UPDATE \"AuditHead\" SET \"LastId\" = 2, \"Seal\" = (SELECT \"Seal\" FROM \"AuditEntries\" WHERE \"Id\" = 2)");

        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
        Assert.Equal("The seal that was noted earlier is not in the log: rows were taken away at its end.", (await shop.Get<AuditCheck>().RunAsync(noted)).Fault);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_end_that_was_cut_off_neatly_is_found_by_what_the_shop_noted_itself_until_somebody_says_that_it_is_right(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (anchor, file) = (shop.Get<AuditAnchor>(), shop.Get<DataFolder>().AuditSeal);
        await anchor.NoteAsync();
        Assert.False(File.Exists(file));
        await ThreeRowsAsync(shop);
        await anchor.NoteAsync();
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);

        await RunAsync(shop, [.. provider == DatabaseProvider.Sqlite ? AuditTriggerSql.NoSqlite : AuditTriggerSql.NoPostgres, "DELETE FROM \"AuditEntries\" WHERE \"Id\" = 3"]);
        await RunAsync(shop, "UPDATE \"AuditHead\" SET \"LastId\" = 2, \"Seal\" = (SELECT \"Seal\" FROM \"AuditEntries\" WHERE \"Id\" = 2)");
        // It grows again, and is as long as it was.
        await AddAsync(shop, "order.read", "order:4");
        await anchor.NoteAsync();

        var fault = (await shop.Get<AuditCheck>().RunAsync()).Fault;
        Assert.StartsWith($"Row 3, which was noted on {shop.Now:yyyy-MM-dd}, is not in the log: rows were taken away at its end, or the database was replaced", fault, StringComparison.Ordinal);
        Assert.Contains(shop.Log.Errors, line => line.Contains(fault!, StringComparison.Ordinal));
        File.Delete(file);
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Fact]
    public async Task The_file_with_the_noted_seal_holds_the_newest_alone_and_one_that_is_broken_is_none()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (anchor, file) = (shop.Get<AuditAnchor>(), shop.Get<DataFolder>().AuditSeal);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await ThreeRowsAsync(shop);
            await anchor.NoteAsync();
        }

        Assert.Equal($"{shop.Now:yyyy-MM-dd} 9 {(await shop.Get<AuditCheck>().RunAsync()).Seal}", Assert.Single(await File.ReadAllLinesAsync(file)));
        await File.WriteAllTextAsync(file, "2026-11-");
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_itself_refuses_to_change_and_to_delete_a_row(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await ThreeRowsAsync(shop);
        string[] refused =
        [
            "UPDATE \"AuditEntries\" SET \"AccountId\" = 8 WHERE \"Id\" = 2",
            "UPDATE \"AuditEntries\" SET \"Id\" = 4 WHERE \"Id\" = 3",
            "DELETE FROM \"AuditEntries\" WHERE \"Id\" = 3",
            "DELETE FROM \"AuditEntries\"",
            provider == DatabaseProvider.Sqlite
                ? "INSERT OR REPLACE INTO \"AuditEntries\" SELECT * FROM \"AuditEntries\" WHERE \"Id\" = 3" : "TRUNCATE \"AuditEntries\"",
        ];

        foreach (var sql in refused)
        {
            var error = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => RunAsync(shop, sql));

            Assert.Contains("Rows of the audit log are only ever added.", error.Message, StringComparison.Ordinal);
        }

        await AddAsync(shop, "order.read", "order:4");
        var report = await shop.Get<AuditCheck>().RunAsync();
        Assert.Equal((4L, null), (report.Entries, report.Fault));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_added_while_the_log_is_verified_is_no_fault(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var adding = Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => AddAsync(shop, "order.read", $"order:{i}"))));
        do
        {
            Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
        }
        while (!adding.IsCompleted);

        await adding;
    }

    /// <summary>A row that is as good as the shop's own, but for its seal. No trigger refuses it.</summary>
    private static string PutIn(long id) =>
        $"INSERT INTO \"AuditEntries\" (\"Id\", \"At\", \"AccountId\", \"Action\", \"Subject\", \"Seal\") VALUES ({id}, '2026-11-26 08:00:00', 8, 'order.read', 'order:1', '{new string('0', 64)}')";

    private static async Task ThreeRowsAsync(TestShop shop)
    {
        for (var i = 1; i <= 3; i++)
        {
            await AddAsync(shop, "order.read", $"order:{i}");
        }
    }

    private static Task<bool> AddAsync(TestShop shop, string action, string subject, string? note = null) => shop.Databases.InTransactionAsync(async db =>
    {
        await shop.Get<AuditLog>().AddAsync(db, Dana, action, subject, note);
        return true;
    });

    private static async Task RunAsync(TestShop shop, params IEnumerable<string> statements)
    {
        await using var db = shop.Db();
        foreach (var sql in statements)
        {
            await db.Database.ExecuteSqlRawAsync(sql);
        }
    }
}
