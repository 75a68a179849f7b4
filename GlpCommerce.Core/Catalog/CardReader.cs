using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Reads cards. What a product's row says is remembered for one version of the catalogue; what is in stock is read
/// every time.
/// </summary>
internal sealed class CardReader(IShopDbFactory shop) : IDisposable
{
    /// <summary>About 1 KB each.</summary>
    private const int Kept = 8_000;

    private readonly MemoryCache _cards = new(new MemoryCacheOptions { SizeLimit = Kept });

    /// <returns>The cards of those ids that exist, in the order given, published or not.</returns>
    public async Task<List<ProductCard>> ReadAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = shop.Open();
        var known = await KnownAsync(db, snapshot, ids, ct);
        var stock = await StockLevels.ReadAsync(db, known.Keys, ct);
        return [.. ids.Where(known.ContainsKey).Select(id => known[id] with { Available = stock.GetValueOrDefault(id) })];
    }

    public void Dispose() => _cards.Dispose();

    private async Task<Dictionary<int, ProductCard>> KnownAsync(
        ShopDb db, CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct)
    {
        var known = new Dictionary<int, ProductCard>(ids.Count);
        var missing = new List<int>();
        foreach (var id in ids)
        {
            if (_cards.TryGetValue((snapshot.Version, id), out ProductCard? card))
            {
                known[id] = card!;
            }
            else
            {
                missing.Add(id);
            }
        }

        foreach (var card in missing.Count == 0 ? [] : await LoadAsync(db, missing, ct))
        {
            known[card.Id] = card with { Stages = snapshot.RowOf(card.Id) is { } row ? snapshot.StagesAt(row) : [] };
            _cards.Set((snapshot.Version, card.Id), known[card.Id], new MemoryCacheEntryOptions { Size = 1 });
        }

        return known;
    }

    private static Task<List<ProductCard>> LoadAsync(ShopDb db, List<int> ids, CancellationToken ct) =>
        db.Products.AsNoTracking().Where(p => ids.Contains(p.Id))
            .Select(p => new ProductCard(
                p.Id, p.Sku, p.Slug, p.Name, p.Summary, p.Category, p.Kind, p.Price, p.Label, p.Pack, p.Needs,
                0, p.IsPublished, Array.Empty<JourneyStage>()))
            .ToListAsync(ct);
}
