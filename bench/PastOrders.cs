using System.Data.Common;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GlpCommerce.Bench;

/// <summary>
/// Past orders, with everything that an order leaves behind: copies of orders that were really placed, one statement a
/// table, ids and dates moved. The columns are asked of the model, so that it may grow.
/// </summary>
internal sealed class PastOrders(DatabaseProvider provider)
{
    /// <summary>How far the ids of one copy are from those of the next.</summary>
    public const long Stride = 10_000;

    /// <summary>Each person has this many orders.</summary>
    private const int Each = 20;

    /// <summary>What an order leaves behind, in the order of the foreign keys, and which of its rows count.</summary>
    private static readonly (Type Entity, string Rows)[] Tables =
    [
        (typeof(Cart), "\"ClosedAt\" IS NOT NULL"), (typeof(CartLine), "TRUE"),
        (typeof(Order), "TRUE"), (typeof(OrderLine), "TRUE"), (typeof(OrderEvent), "TRUE"),
        (typeof(PaymentAttempt), "TRUE"), (typeof(LedgerEntry), "TRUE"), (typeof(SandboxIntent), "TRUE"),
        (typeof(Reservation), "TRUE"), (typeof(StockMovement), "\"Kind\" = 'Sale'"),
        (typeof(Email), "TRUE"), (typeof(Job), "\"DoneAt\" IS NOT NULL"),
    ];

    private static readonly HashSet<string> Names = ["Id", "PublicId", "SessionKey", "IntentId", "PaymentId", "IdempotencyKey"];

    private bool IsPostgres => provider == DatabaseProvider.Postgres;

    /// <summary>Adds so many copies of every order that there is.</summary>
    public async Task AddAsync(DbConnection connection, IModel model, int copies, CancellationToken ct)
    {
        await connection.OpenAsync(ct);
        // The rows copied are whole already: looking up every foreign key again would double the time.
        await ExecuteAsync(connection, IsPostgres ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF", ct);
        foreach (var (entity, rows) in Tables)
        {
            var table = model.FindEntityType(entity)!.GetTableMappings().First().Table;
            await ExecuteAsync(connection, Copy(table, rows, copies), ct);
            if (IsPostgres && table.PrimaryKey!.Columns[0].StoreType == "bigint")
            {
                await ExecuteAsync(connection, $"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', 'Id'), max(\"Id\")) FROM \"{table.Name}\"", ct);
            }
        }

        await ExecuteAsync(connection, IsPostgres ? "VACUUM ANALYZE" : "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)", ct);
    }

    private string Copy(ITable table, string rows, int copies)
    {
        var columns = table.Columns.ToList();
        return $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies})
            INSERT INTO "{table.Name}" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))})
            SELECT {string.Join(", ", columns.Select(Moved))} FROM n CROSS JOIN "{table.Name}" WHERE {rows}
            """;
    }

    private string Moved(IColumn column)
    {
        var type = column.PropertyMappings is [var mapping, ..] ? mapping.Property.ClrType : null;
        var name = $"\"{column.Name}\"";
        return (Nullable.GetUnderlyingType(type ?? typeof(object)) ?? type) switch
        {
            { } number when number == typeof(long) && column.Name.EndsWith("Id", StringComparison.Ordinal) => $"{name} + i * {Stride}",
            { } guid when guid == typeof(Guid) => IsPostgres
                ? $"(left({name}::text, 24) || lpad(to_hex(i), 12, '0'))::uuid" : $"substr({name}, 1, 24) || printf('%012X', i)",
            { } time when time == typeof(DateTime) => IsPostgres
                ? $"{name} - i * interval '1 minute'" : $"strftime('%Y-%m-%d %H:%M:%f', {name}, '-' || i || ' minutes')",
            { } text when text == typeof(string) && column.Name is nameof(Order.Email) or nameof(Order.EmailKey) => $"(i / {Each}) || '-' || {name}",
            { } text when text == typeof(string) && Names.Contains(column.Name) =>
                $"substr({name}, 1, length({name}) - 8) || {(IsPostgres ? "lpad(to_hex(i), 8, '0')" : "printf('%08x', i)")}",
            _ => name,
        };
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 1_800);
        await command.ExecuteNonQueryAsync(ct);
    }
}
