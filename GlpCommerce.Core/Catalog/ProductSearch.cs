using System.Data.Common;
using System.Text;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>Full-text search over published and unpublished products alike; what is shown is decided by the caller.</summary>
public interface IProductSearch
{
    /// <summary>Ids of the products that hold every word (the last one may be a beginning), best match first.</summary>
    /// <param name="words">Words as <see cref="SearchText.Words"/> gives them.</param>
    Task<IReadOnlyList<int>> FindAsync(IReadOnlyList<string> words, CancellationToken ct = default);
}

/// <summary>
/// Asks the full-text index that the migrations built: FTS5 with Porter stems on SQLite, a weighted
/// <c>tsvector</c> on PostgreSQL. A word in the name counts four times as much as one in the rest.
/// </summary>
internal sealed class ProductSearch(IShopDbFactory shop) : IProductSearch
{
    private const string Sqlite =
        "SELECT rowid FROM \"ProductSearch\" WHERE \"ProductSearch\" MATCH @query ORDER BY bm25(\"ProductSearch\", 4.0, 1.0), rowid";

    private const string Postgres =
        "SELECT \"Id\" FROM \"Products\", to_tsquery('english', @query) AS q WHERE \"SearchVector\" @@ q " +
        "ORDER BY ts_rank(\"SearchVector\", q) DESC, \"Id\"";

    public async Task<IReadOnlyList<int>> FindAsync(IReadOnlyList<string> words, CancellationToken ct = default)
    {
        if (words.Count == 0)
        {
            return [];
        }

        var found = await AskAsync(words, ct);
        return found.Count == 0 && Shortened(words) is { } shorter ? await AskAsync(shorter, ct) : found;
    }

    /// <summary>
    /// The index holds stems, and a beginning may be longer than its word's stem ("hydratio" than "hydrat"). A last word
    /// that finds nothing is asked for once more without its end. A number has no stem: without its end it is another one.
    /// </summary>
    private static IReadOnlyList<string>? Shortened(IReadOnlyList<string> words) =>
        words[^1] is { Length: > 5 } last && Ascii.IsValid(last) && !last.Any(char.IsAsciiDigit) ? [.. words.SkipLast(1), last[..Math.Max(5, last.Length - 3)]] : null;

    private async Task<IReadOnlyList<int>> AskAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        await using var db = shop.Open();
        await using var held = await HeldConnection.OpenAsync(db, ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = shop.Provider == DatabaseProvider.Sqlite ? Sqlite : Postgres;
        var query = command.CreateParameter();
        query.ParameterName = "query";
        query.Value = shop.Provider == DatabaseProvider.Sqlite ? Fts5(words) : TsQuery(words);
        command.Parameters.Add(query);
        return await ReadAsync(command, ct);
    }

    private static async Task<List<int>> ReadAsync(DbCommand command, CancellationToken ct)
    {
        var ids = new List<int>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetInt32(0));
        }

        return ids;
    }

    // Words hold letters and digits only, so quoting them is all the escaping there is.
    private static string Fts5(IReadOnlyList<string> words) =>
        string.Join(' ', words.Select((word, i) => i == words.Count - 1 ? $"\"{word}\"*" : $"\"{word}\""));

    private static string TsQuery(IReadOnlyList<string> words) =>
        string.Join(" & ", words.Select((word, i) => i == words.Count - 1 ? $"'{word}':*" : $"'{word}'"));
}
