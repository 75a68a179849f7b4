using System.Text.Json;
using System.Text.Json.Serialization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Reads cards, stock and all, in one statement of our own: EF Core would build a whole product for each card to get at
/// its two JSON columns, at ten times the cost. That is cheap enough to remember nothing.
/// </summary>
internal sealed class CardReader(IShopDbFactory shop)
{
    private const string Columns =
        "p.\"Id\", p.\"Sku\", p.\"Slug\", p.\"Name\", p.\"Summary\", p.\"Category\", p.\"Kind\", p.\"Price\", p.\"IsPublished\", " +
        "s.\"OnHand\" - s.\"Reserved\" AS \"Available\", ";

    private const string Tables = " FROM \"Products\" p JOIN \"Stock\" s ON s.\"ProductId\" = p.\"Id\" WHERE p.\"Id\" ";

    private const string Sqlite = "SELECT " + Columns + "p.\"Label\", p.\"Pack\", p.\"Needs\"" + Tables + "IN (SELECT value FROM json_each({0}))";

    private const string Postgres =
        "SELECT " + Columns + "p.\"Label\"::text AS \"Label\", p.\"Pack\"::text AS \"Pack\", to_json(p.\"Needs\")::text AS \"Needs\"" + Tables + "= ANY({0})";

    /// <returns>The cards of those ids that exist, in the order given, published or not.</returns>
    public async Task<List<ProductCard>> ReadAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = shop.Open();
        var rows = shop.Provider == DatabaseProvider.Sqlite
            ? db.Database.SqlQueryRaw<Row>(Sqlite, $"[{string.Join(',', ids)}]")
            : db.Database.SqlQueryRaw<Row>(Postgres, ids.ToArray());
        var cards = new Dictionary<int, ProductCard>(ids.Count);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            cards[row.Id] = Card(row, snapshot);
        }

        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    private static ProductCard Card(Row row, CatalogSnapshot snapshot) => new(
        row.Id, row.Sku, row.Slug, row.Name, row.Summary,
        Enum.Parse<Category>(row.Category), Enum.Parse<ProductKind>(row.Kind), new Money(row.Price),
        row.Label is null ? null : JsonSerializer.Deserialize(row.Label, CardJson.Default.LabelFacts),
        JsonSerializer.Deserialize(row.Pack, CardJson.Default.PackDesign) ?? new PackDesign(),
        JsonSerializer.Deserialize(row.Needs, CardJson.Default.StringArray) ?? [],
        row.Available, row.IsPublished,
        snapshot.RowOf(row.Id) is { } at ? snapshot.StagesAt(at) : []);

    /// <summary>A card as it lies in the tables: what EF Core does not map for a query of our own, it takes as it comes.</summary>
    private sealed record Row(
        int Id,
        string Sku,
        string Slug,
        string Name,
        string Summary,
        string Category,
        string Kind,
        long Price,
        bool IsPublished,
        int Available,
        string? Label,
        string Pack,
        string Needs);
}

/// <summary>SQLite's JSON keeps decimals as text, PostgreSQL's as numbers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(LabelFacts))]
[JsonSerializable(typeof(PackDesign))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class CardJson : JsonSerializerContext;
