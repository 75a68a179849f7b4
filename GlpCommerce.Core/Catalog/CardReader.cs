using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Reads cards in one statement of our own: EF Core would build a whole product for each card to get at its two JSON
/// columns, at ten times the cost. What a snapshot has shown once it remembers; the stock is always read.
/// </summary>
internal sealed class CardReader(IShopDbFactory shop)
{
    private const string Columns =
        "p.\"Id\", p.\"Sku\", p.\"Slug\", p.\"Name\", p.\"Summary\", p.\"Category\", p.\"Kind\", p.\"Price\", p.\"IsPublished\", " +
        "s.\"OnHand\" - s.\"Reserved\" AS \"Available\", ";

    private const string Tables = " FROM \"Products\" p JOIN \"Stock\" s ON s.\"ProductId\" = p.\"Id\" WHERE p.\"Id\" ";

    private const string Stock = "SELECT \"ProductId\" AS \"Id\", \"OnHand\" - \"Reserved\" AS \"Available\" FROM \"Stock\" WHERE \"ProductId\" ";

    private const string Sqlite = "SELECT " + Columns + "p.\"Label\", p.\"Pack\", p.\"Needs\"" + Tables + "IN (SELECT value FROM json_each({0}))";

    private const string Postgres =
        "SELECT " + Columns + "p.\"Label\"::text AS \"Label\", p.\"Pack\"::text AS \"Pack\", to_json(p.\"Needs\")::text AS \"Needs\"" + Tables + "= ANY({0})";

    private const string SqliteStock = Stock + "IN (SELECT value FROM json_each({0}))";

    private const string PostgresStock = Stock + "= ANY({0})";

    /// <summary>Cards for a shelf: at most as old as the snapshot, with the stock of this moment. One statement.</summary>
    /// <returns>The cards of those ids that exist, in the order given, published or not.</returns>
    public async Task<List<ProductCard>> ForShelfAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        if (ids.Any(id => !snapshot.Cards.Knows(id)))
        {
            var read = await ReadAsync(snapshot, ids, ct);
            read.ForEach(snapshot.Cards.Keep);
            return read;
        }

        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = shop.Open();
        var stock = await Query<StockRow>(db, SqliteStock, PostgresStock, ids).ToDictionaryAsync(row => row.Id, row => row.Available, ct);
        return [.. ids.Where(stock.ContainsKey).Select(id => snapshot.Cards.Get(id) with { Available = stock[id] })];
    }

    /// <summary>Cards for what is bought: everything as it is at this moment.</summary>
    /// <returns>The cards of those ids that exist, in the order given, published or not.</returns>
    public async Task<List<ProductCard>> ReadAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = shop.Open();
        var cards = new Dictionary<int, ProductCard>(ids.Count);
        await foreach (var row in Query<Row>(db, Sqlite, Postgres, ids).AsAsyncEnumerable().WithCancellation(ct))
        {
            cards[row.Id] = Card(row, snapshot);
        }

        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    private IQueryable<T> Query<T>(ShopDb db, string sqlite, string postgres, IReadOnlyList<int> ids) =>
        shop.Provider == DatabaseProvider.Sqlite
            ? db.Database.SqlQueryRaw<T>(sqlite, $"[{string.Join(',', ids)}]")
            : db.Database.SqlQueryRaw<T>(postgres, ids.ToArray());

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

    private sealed record StockRow(int Id, int Available);
}

/// <summary>The cards that shelves of one snapshot have shown: about 2 KB each, and never more than the limit.</summary>
internal sealed class ShownCards
{
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<int, ProductCard> _cards = new();
    private int _count;

    public bool Knows(int id) => _cards.ContainsKey(id);

    public ProductCard Get(int id) => _cards[id];

    /// <summary>Once full it keeps what it has: most readers look at the same few shelves.</summary>
    public void Keep(ProductCard card)
    {
        if (Volatile.Read(ref _count) < Limit && _cards.TryAdd(card.Id, card))
        {
            Interlocked.Increment(ref _count);
        }
    }
}

/// <summary>SQLite's JSON keeps decimals as text, PostgreSQL's as numbers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(LabelFacts))]
[JsonSerializable(typeof(PackDesign))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class CardJson : JsonSerializerContext;
