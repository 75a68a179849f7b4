using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GlpCommerce.Core.Data;

/// <summary>
/// Sets what SQLite keeps per connection: an acknowledged order survives a power cut (FULL), and writers wait for
/// each other. A connection that comes back from the pool still has it, and is left alone. How long they wait is
/// <see cref="FileWait"/>'s: SQLite itself looks at the file for a second, and the driver then tries again until the time is up.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=1000; PRAGMA foreign_keys=ON;";

    /// <summary>The handles that are set up; an entry goes with its handle.</summary>
    private readonly ConditionalWeakTable<object, object> _ready = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SetUp((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous work; the base class would only pretend.
        SetUp((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    private void SetUp(SqliteConnection connection)
    {
        FileWait.Limit(connection);
        if (_ready.TryGetValue(connection.Handle!, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
        _ready.TryAdd(connection.Handle!, this);
    }
}
