using System.Data.Common;
using GlpCommerce.Core.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GlpCommerce.Core.Data;

/// <summary>Opens a context for one operation, and runs one unit of work in one transaction.</summary>
public interface IShopDbFactory
{
    DatabaseProvider Provider { get; }

    /// <summary>A context for reading, or for one <c>SaveChanges</c>. The caller disposes it.</summary>
    ShopDb Open();

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it, unless it throws or
    /// ends refused (see <see cref="IOutcome"/>). A deadlock or a row that
    /// somebody else changed in between is tried again with a fresh context, so <paramref name="work"/> must do nothing outside the database.
    /// </summary>
    Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default);
}

internal sealed class ShopDbFactory<TDb>(IDbContextFactory<TDb> contexts, DatabaseProvider provider) : IShopDbFactory
    where TDb : ShopDb
{
    private const int Attempts = 5;

    /// <summary>SQLite's own word for it (SQLITE_BUSY).</summary>
    private const int Busy = 5;

    /// <summary>SQLite has one writer. Those of this process queue here, in their order: the driver would let them sleep and try.</summary>
    private readonly SemaphoreSlim? _turn = provider == DatabaseProvider.Sqlite ? new(1, 1) : null;

    public DatabaseProvider Provider => provider;

    public ShopDb Open() => contexts.CreateDbContext();

    public async Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(work, ct);
            }
            catch (Exception error) when (attempt < Attempts && IsContention(error))
            {
                await Task.Delay(Random.Shared.Next(5, 25) * attempt, ct);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct)
    {
        if (_turn is null)
        {
            return await CommitAsync(work, ct);
        }

        // Whoever stands behind others that wait for the file has waited as long as they have.
        if (!await _turn.WaitAsync(FileWait.Begin(), ct))
        {
            throw new SqliteException("The shop's file is taken: other writers have not come to an end.", Busy);
        }

        try
        {
            return await CommitAsync(work, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> CommitAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct)
    {
        await using var db = Open();
        // SQLite starts it with BEGIN IMMEDIATE: a transaction that reads first and then writes could not wait for its turn.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work(db);
        if (result is IOutcome { Succeeded: false })
        {
            return result;
        }

        await transaction.CommitAsync(ct);
        db.Committed();
        return result;
    }

    private static bool IsContention(Exception? error) => error switch
    {
        null => false,
        DbUpdateConcurrencyException => true,
        // A busy file is not tried again: whoever asked has waited for it as long as a reader of the page should.
        SqliteException { SqliteErrorCode: 6 } or SqliteException { SqliteExtendedErrorCode: 517 } => true,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => true,
        DbException or DbUpdateException or InvalidOperationException => IsContention(error.InnerException),
        _ => false,
    };
}

public static class ShopDbErrors
{
    /// <summary>Whether a save failed because a unique index already holds that key.</summary>
    public static bool IsDuplicate(this DbUpdateException error) => error.InnerException switch
    {
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        _ => false,
    };
}
