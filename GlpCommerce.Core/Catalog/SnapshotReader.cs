using System.Globalization;
using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Reads what a snapshot needs of the whole catalogue in one statement of our own, row by row: EF Core would parse three
/// lists for each product, of which there are only a few dozen different ones, and leave them in memory.
/// </summary>
internal static class SnapshotReader
{
    private const string Columns = "SELECT p.\"Id\", p.\"Sku\", p.\"Name\", p.\"Price\", p.\"Category\", p.\"IsSuggested\", ";

    private const string Published = " FROM \"Products\" p WHERE p.\"IsPublished\"";

    private const string Sqlite =
        Columns + "json_extract(p.\"Label\", '$.ProteinGrams') AS \"Protein\", p.\"Needs\", p.\"Diets\", p.\"Allergens\"" + Published;

    private const string Postgres =
        Columns + "p.\"Label\"->>'ProteinGrams' AS \"Protein\", to_json(p.\"Needs\")::text AS \"Needs\", " +
        "to_json(p.\"Diets\")::text AS \"Diets\", to_json(p.\"Allergens\")::text AS \"Allergens\"" + Published;

    public static async Task<List<SnapshotRow>> ReadAsync(ShopDb db, DatabaseProvider provider, CancellationToken ct)
    {
        var stages = (await db.Set<ProductStage>().Select(s => new { s.ProductId, s.Stage, s.Position }).ToListAsync(ct))
            .OrderBy(s => s.Position).ToLookup(s => s.ProductId, s => s.Stage);
        var lists = new Dictionary<string, string[]>();
        var rows = new List<SnapshotRow>();
        var products = db.Database.SqlQueryRaw<Row>(provider == DatabaseProvider.Sqlite ? Sqlite : Postgres);
        await foreach (var row in products.AsAsyncEnumerable().WithCancellation(ct))
        {
            rows.Add(new SnapshotRow(
                row.Id, row.Sku, row.Name, new Money(row.Price), Enum.Parse<Category>(row.Category),
                row.Protein is null ? null : decimal.Parse(row.Protein, CultureInfo.InvariantCulture),
                [.. stages[row.Id]], List(lists, row.Needs), List(lists, row.Diets), List(lists, row.Allergens), row.IsSuggested));
        }

        return rows;
    }

    private static string[] List(Dictionary<string, string[]> known, string json) =>
        known.TryGetValue(json, out var list) ? list : known[json] = JsonSerializer.Deserialize(json, CardJson.Default.StringArray) ?? [];

    private sealed record Row(
        int Id, string Sku, string Name, long Price, string Category, bool IsSuggested, string? Protein, string Needs, string Diets, string Allergens);
}
