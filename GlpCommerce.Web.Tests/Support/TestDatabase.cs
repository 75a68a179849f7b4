using GlpCommerce.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// A fresh database with all tables and no rows, gone when the test is. The migrations run once a test run, into a
/// template that every database is a copy of.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim Preparing = new(1, 1);
    private static readonly Dictionary<DatabaseProvider, string> Templates = [];

    private TestDatabase(DatabaseProvider provider, string connectionString, string name) =>
        (Provider, ConnectionString, Name) = (provider, connectionString, name);

    /// <summary>Both databases, for <c>[MemberData]</c>. Without a server the PostgreSQL rows are skipped, and <c>./test</c> fails on a skip.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider>> Each =>
    [
        new(DatabaseProvider.Sqlite),
        new(DatabaseProvider.Postgres) { Skip = Server is null ? "GLP_TEST_POSTGRES is not set: run ./test" : null },
    ];

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    public string Name { get; }

    /// <summary>The connection string of the test server, without a database.</summary>
    private static string? Server => Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES");

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var template = await TemplateAsync(provider);
        var name = $"shop_{Guid.NewGuid():N}";
        if (provider == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(Path.GetTempPath(), $"{name}.db");
            File.Copy(template, file);
            return new TestDatabase(provider, $"Data Source={file}", file);
        }

        await RunAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(provider, $"{Server};Database={name};Maximum Pool Size=20;Timeout=60", name);
    }

    /// <summary>A database without tables, for what happens before and during the migrations.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseProvider provider)
    {
        var name = $"empty_{Guid.NewGuid():N}";
        if (provider == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(Path.GetTempPath(), $"{name}.db");
            return new TestDatabase(provider, $"Data Source={file}", file);
        }

        await RunAsync($"CREATE DATABASE {name}");
        return new TestDatabase(provider, $"{Server};Database={name};Maximum Pool Size=20;Timeout=60", name);
    }

    public async ValueTask DisposeAsync()
    {
        if (Provider == DatabaseProvider.Sqlite)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            foreach (var file in new[] { Name, $"{Name}-wal", $"{Name}-shm" })
            {
                File.Delete(file);
            }
        }
        else
        {
            await RunAsync($"DROP DATABASE {Name} WITH (FORCE)");
        }
    }

    private static async Task<string> TemplateAsync(DatabaseProvider provider)
    {
        await Preparing.WaitAsync();
        try
        {
            return Templates.TryGetValue(provider, out var ready) ? ready : Templates[provider] = await PrepareAsync(provider);
        }
        finally
        {
            Preparing.Release();
        }
    }

    private static async Task<string> PrepareAsync(DatabaseProvider provider)
    {
        var name = $"template_{Guid.NewGuid():N}";
        if (provider == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(Path.GetTempPath(), $"{name}.db");
            var options = new DbContextOptionsBuilder<SqliteShopDb>().UseSqlite($"Data Source={file};Pooling=False").Options;
            await using var db = new SqliteShopDb(options);
            await db.Database.MigrateAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
            return file;
        }

        var postgres = new DbContextOptionsBuilder<PostgresShopDb>().UseNpgsql($"{Server};Database={name};Pooling=False").Options;
        await using (var db = new PostgresShopDb(postgres))
        {
            await db.Database.MigrateAsync();
        }

        return name;
    }

    private static async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=False;Timeout=60;Command Timeout=120");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
