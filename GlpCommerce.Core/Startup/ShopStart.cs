using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Pricing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Startup;

/// <summary>
/// Makes the shop ready to serve: tables, opening catalogue, rates, pages, and the jobs this instance had in hand when it last
/// stopped. Every step can be killed anywhere and is simply done again at the next start.
/// </summary>
public sealed partial class ShopStart(
    IShopDbFactory shop, DataFolder folder, TimeProvider clock, PolicyPages pages, RateBook rates, CatalogQueries catalog, JobRunner jobs, ILogger<ShopStart> logger)
{
    private const string PostgresMigrationLock = "SELECT pg_advisory_lock(7203045)";
    private const string PostgresMigrationUnlock = "SELECT pg_advisory_unlock_all()";
    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(10);

    private const string SqliteMigrationLock = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";

    /// <exception cref="StartupException">The database cannot be reached or opened.</exception>
    public async Task RunAsync(CancellationToken ct = default)
    {
        try
        {
            await MigrateAsync(ct);
        }
        catch (Exception error) when (error is SqliteException or ArgumentException or Npgsql.NpgsqlException or InvalidOperationException { InnerException: Npgsql.NpgsqlException })
        {
            throw new StartupException(
                $"Database:ConnectionString does not lead to a usable {shop.Provider} database: {Innermost(error).Message}", error);
        }

        if (await new Seeder(shop, clock).FillAsync(ct))
        {
            LogSeeded(folder.Path);
        }

        await rates.FillAsync(ct);
        // The first page needs the catalogue in memory: it is read while the rest is looked after.
        var catalogue = catalog.CountsAsync(ct);
        await pages.FillMissingAsync(ct);
        await catalogue;
        if (await jobs.ReleaseOwnAsync(ct) is var released and > 0)
        {
            LogReleased(released);
        }
    }

    private async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = shop.Open();
        if (shop.Provider == DatabaseProvider.Sqlite)
        {
            // A start that was killed while migrating leaves EF's lock row behind, and the next one would wait for ever.
            // This process holds the data folder alone (InstanceLock), so whoever wrote that row is gone.
            await db.Database.ExecuteSqlRawAsync(SqliteMigrationLock, ct);
        }
        else if (await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct))
        {
            // EF holds its own lock for one migration at a time: machines that start together would each go on with the
            // next one. When this fails the start fails: the lock ends with the program.
            await db.Database.OpenConnectionAsync(ct);
            db.Database.SetCommandTimeout(LongestMigration);
            await db.Database.ExecuteSqlRawAsync(PostgresMigrationLock, ct);
        }

        // Migrating builds a second model to compare with, which a start with nothing to do need not pay for.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            await db.Database.MigrateAsync(ct);
        }

        if (shop.Provider == DatabaseProvider.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync(PostgresMigrationUnlock, ct);
            // Its pool would pass the context on with the connection open.
            await db.Database.CloseConnectionAsync();
        }
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    [LoggerMessage(LogLevel.Information, "The shop was empty and is now stocked. Its data is in {Path}")]
    private partial void LogSeeded(string path);

    [LoggerMessage(LogLevel.Information, "Took up {Count} jobs that the last run had left in hand")]
    private partial void LogReleased(int count);
}
