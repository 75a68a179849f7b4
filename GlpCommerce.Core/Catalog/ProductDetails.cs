using System.Text.Json;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>What a product's own page says beyond its card.</summary>
/// <param name="Description">Markdown.</param>
/// <param name="Related">Ids of the published products that stand well beside it, in the product's order.</param>
public sealed record ProductDetails(
    int Id,
    string Description,
    int WeightGrams,
    IReadOnlyList<string> Diets,
    IReadOnlyList<string> Allergens,
    IReadOnlyList<string> Cautions,
    IReadOnlyList<int> Related,
    string? Claim,
    string? ArticleSlug,
    DateTime CreatedAt,
    DateTime UpdatedAt);

/// <summary>Reads details for many products at once, and remembers them with the snapshot.</summary>
internal sealed class DetailReader(IShopDbFactory shop)
{
    private const string Columns = "SELECT \"Id\", \"Description\", \"WeightGrams\", \"Claim\", \"ArticleSlug\", \"CreatedAt\", \"UpdatedAt\", ";

    private const string Tables = " FROM \"Products\" WHERE \"Id\" ";

    private const string Sqlite = Columns + "\"Diets\", \"Allergens\", \"Cautions\", \"Related\"" + Tables + "IN (SELECT value FROM json_each({0}))";

    private const string Postgres =
        Columns + "to_json(\"Diets\")::text AS \"Diets\", to_json(\"Allergens\")::text AS \"Allergens\", " +
        "to_json(\"Cautions\")::text AS \"Cautions\", to_json(\"Related\")::text AS \"Related\"" + Tables + "= ANY({0})";

    /// <summary>The details of those products that exist, published or not: no statement when all are remembered, else two.</summary>
    public async Task<IReadOnlyDictionary<int, ProductDetails>> ForAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        var details = new Dictionary<int, ProductDetails>(ids.Count);
        var missing = new List<int>();
        foreach (var id in ids)
        {
            if (snapshot.Details.Find(id) is { } known)
            {
                details[id] = known;
            }
            else
            {
                missing.Add(id);
            }
        }

        if (missing.Count > 0)
        {
            foreach (var read in await ReadAsync(missing, ct))
            {
                snapshot.Details.Keep(read);
                details[read.Id] = read;
            }
        }

        return details;
    }

    private async Task<List<ProductDetails>> ReadAsync(List<int> ids, CancellationToken ct)
    {
        await using var db = shop.Open();
        var isSqlite = shop.Provider == DatabaseProvider.Sqlite;
        object among = isSqlite ? $"[{string.Join(',', ids)}]" : ids.ToArray();
        var rows = await db.Database.SqlQueryRaw<Row>(isSqlite ? Sqlite : Postgres, among).ToListAsync(ct);
        var related = rows.ConvertAll(row => List(row.Related));
        var skus = related.SelectMany(list => list).Distinct().ToList();
        var idOf = skus.Count == 0 ? [] : await db.Products.Where(p => skus.Contains(p.Sku) && p.IsPublished)
            .Select(p => new { p.Sku, p.Id }).ToDictionaryAsync(p => p.Sku, p => p.Id, ct);
        return [.. rows.Select((row, i) => Details(row, [.. related[i].Where(idOf.ContainsKey).Select(sku => idOf[sku])]))];
    }

    private static ProductDetails Details(Row row, IReadOnlyList<int> related) => new(
        row.Id, row.Description, row.WeightGrams, List(row.Diets), List(row.Allergens), List(row.Cautions), related, row.Claim, row.ArticleSlug,
        DateTime.SpecifyKind(row.CreatedAt, DateTimeKind.Utc), DateTime.SpecifyKind(row.UpdatedAt, DateTimeKind.Utc));

    private static string[] List(string json) => JsonSerializer.Deserialize(json, CardJson.Default.StringArray) ?? [];

    private sealed record Row(
        int Id,
        string Description,
        int WeightGrams,
        string? Claim,
        string? ArticleSlug,
        DateTime CreatedAt,
        DateTime UpdatedAt,
        string Diets,
        string Allergens,
        string Cautions,
        string Related);
}
