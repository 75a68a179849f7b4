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

    private const string Tables = " FROM \"Products\" p JOIN \"Stock\" s ON s.\"ProductId\" = p.\"Id\" WHERE ";

    private const string Stock = "SELECT \"ProductId\", \"OnHand\" - \"Reserved\" FROM \"Stock\" WHERE \"ProductId\" ";

    private const string Picture = "'Key', i.\"Key\", 'Alt', i.\"Alt\", 'Width', i.\"Width\", 'Height', i.\"Height\", 'Position', i.\"Position\"";

    private const string Pictures = " FROM \"ProductPictures\" i WHERE i.\"ProductId\" = p.\"Id\" AND i.\"State\" = 'Ready') AS \"Pictures\"";

    private const string Sqlite =
        "SELECT " + Columns + "p.\"Label\", p.\"Pack\", p.\"Needs\", (SELECT json_group_array(json_object(" + Picture + "))" + Pictures + Tables;

    private const string Postgres =
        "SELECT " + Columns + "p.\"Label\"::text AS \"Label\", p.\"Pack\"::text AS \"Pack\", to_json(p.\"Needs\")::text AS \"Needs\", " +
        "(SELECT json_agg(json_build_object(" + Picture + "))::text" + Pictures + Tables;

    private const string SqliteIds = Sqlite + "p.\"Id\" IN (SELECT value FROM json_each({0}))";

    private const string PostgresIds = Postgres + "p.\"Id\" = ANY({0})";

    private const string SqliteSlug = Sqlite + "p.\"Slug\" = {0}";

    private const string PostgresSlug = Postgres + "p.\"Slug\" = {0}";

    private const string SqliteStock = Stock + "IN (SELECT value FROM json_each(@ids))";

    private const string PostgresStock = Stock + "= ANY(@ids)";

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

        var stock = await StockAsync(ids, ct);
        return [.. ids.Where(stock.ContainsKey).Select(id => snapshot.Cards.Get(id) with { Available = stock[id] })];
    }

    /// <summary>The card of a name in addresses, for a shelf: at most as old as the snapshot, with the stock of this moment. One statement.</summary>
    public async Task<ProductCard?> BySlugAsync(CatalogSnapshot snapshot, string slug, CancellationToken ct)
    {
        if (snapshot.Cards.IdOf(slug) is { } id)
        {
            return (await ForShelfAsync(snapshot, [id], ct)).SingleOrDefault();
        }

        await using var db = shop.Open();
        var row = await db.Database.SqlQueryRaw<Row>(shop.Provider == DatabaseProvider.Sqlite ? SqliteSlug : PostgresSlug, slug).SingleOrDefaultAsync(ct);
        if (row is null)
        {
            return null;
        }

        var card = Card(row, snapshot);
        snapshot.Cards.Keep(card);
        return card;
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
        var rows = db.Database.SqlQueryRaw<Row>(shop.Provider == DatabaseProvider.Sqlite ? SqliteIds : PostgresIds, Among(ids));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            cards[row.Id] = Card(row, snapshot);
        }

        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    /// <summary>
    /// What of each product can be sold now. Every shelf asks it, so it goes past EF Core, which would take longer to
    /// find its plan than the database takes to answer.
    /// </summary>
    private async Task<Dictionary<int, int>> StockAsync(IReadOnlyList<int> ids, CancellationToken ct)
    {
        await using var db = shop.Open();
        await using var held = await HeldConnection.OpenAsync(db, ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = shop.Provider == DatabaseProvider.Sqlite ? SqliteStock : PostgresStock;
        var among = command.CreateParameter();
        (among.ParameterName, among.Value) = ("ids", Among(ids));
        command.Parameters.Add(among);
        var stock = new Dictionary<int, int>(ids.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            stock[reader.GetInt32(0)] = reader.GetInt32(1);
        }

        return stock;
    }

    /// <summary>The ids as the statements take them: SQLite as JSON, PostgreSQL as an array.</summary>
    private object Among(IReadOnlyList<int> ids) =>
        shop.Provider == DatabaseProvider.Sqlite ? $"[{string.Join(',', ids)}]" : ids.ToArray();

    private static ProductCard Card(Row row, CatalogSnapshot snapshot) => new(
        row.Id, row.Sku, row.Slug, row.Name, row.Summary,
        Enum.Parse<Category>(row.Category), Enum.Parse<ProductKind>(row.Kind), new Money(row.Price),
        row.Label is null ? null : JsonSerializer.Deserialize(row.Label, CardJson.Default.LabelFacts),
        JsonSerializer.Deserialize(row.Pack, CardJson.Default.PackDesign) ?? new PackDesign(),
        JsonSerializer.Deserialize(row.Needs, CardJson.Default.StringArray) ?? [],
        row.Available, row.IsPublished,
        snapshot.RowOf(row.Id) is { } at ? snapshot.StagesAt(at) : [])
    {
        Pictures = Shown(row.Pictures),
    };

    private static ShownPicture[] Shown(string? json) => json is null or "[]" ? []
        : [.. JsonSerializer.Deserialize(json, CardJson.Default.PictureRowArray)!.OrderBy(p => p.Position).Select(p => new ShownPicture(p.Key, p.Alt, p.Width, p.Height))];

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
        string Needs,
        string? Pictures);
}

/// <summary>A picture as the statement gives it.</summary>
internal sealed record PictureRow(string Key, string Alt, int Width, int Height, int Position);

/// <summary>SQLite's JSON keeps decimals as text, PostgreSQL's as numbers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(LabelFacts))]
[JsonSerializable(typeof(PackDesign))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(PictureRow[]))]
internal sealed partial class CardJson : JsonSerializerContext;
