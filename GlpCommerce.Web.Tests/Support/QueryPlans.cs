using System.Text.RegularExpressions;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>How a database would answer a statement.</summary>
internal static partial class QueryPlans
{
    /// <param name="sql">Its parameters may stay open on SQLite.</param>
    public static async Task<string> PlanAsync(this ShopDb db, string sql)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        // A table of a few rows is read as a whole unless that is forbidden, which ends with the transaction.
        command.CommandText = db is SqliteShopDb ? $"EXPLAIN QUERY PLAN {sql}" : $"SET LOCAL enable_seqscan = off; EXPLAIN {sql}";
        foreach (var name in Parameters().Matches(sql).Select(match => match.Value).Distinct())
        {
            var open = command.CreateParameter();
            (open.ParameterName, open.Value) = (name, DBNull.Value);
            command.Parameters.Add(open);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetValue(reader.FieldCount - 1) + "\n";
        }

        return plan;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameters();
}
