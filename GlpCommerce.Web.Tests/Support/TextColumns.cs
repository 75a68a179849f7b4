using System.Data;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Looks through a whole database for a text, whatever table and column it may stand in.</summary>
internal static class TextColumns
{
    /// <returns>Each column that holds the text somewhere, such as <c>Orders.Email</c>.</returns>
    public static async Task<List<string>> ThatHoldAsync(this ShopDb db, string text)
    {
        var found = new List<string>();
        foreach (var (table, column) in await ColumnsAsync(db))
        {
            // Everything as text: JSON and numbers too.
            var sql = $"SELECT count(*) FROM \"{table}\" WHERE lower(CAST(\"{column}\" AS text)) LIKE '%{text.ToLowerInvariant().Replace("'", "''", StringComparison.Ordinal)}%'";
            if (Convert.ToInt64(await ScalarAsync(db, sql), System.Globalization.CultureInfo.InvariantCulture) > 0)
            {
                found.Add($"{table}.{column}");
            }
        }

        return found;
    }

    private static async Task<List<(string Table, string Column)>> ColumnsAsync(ShopDb db)
    {
        var sql = db is SqliteShopDb
            ? "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
            : "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'";
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    private static async Task<object?> ScalarAsync(ShopDb db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
