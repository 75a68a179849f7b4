using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>Everything the shop window reads. Pages and API resolvers ask here, so they always agree.</summary>
public sealed class CatalogQueries
{
    private readonly IShopDbFactory _shop;
    private readonly CatalogIndex _index;
    private readonly CardReader _cards;
    private readonly DetailReader _details;

    internal CatalogQueries(IShopDbFactory shop, CatalogIndex index, CardReader cards, DetailReader details) =>
        (_shop, _index, _cards, _details) = (shop, index, cards, details);

    /// <summary>One page of the shelf, with exact counts. It costs one statement, and one more the
    /// first time words are searched.</summary>
    public async Task<ShelfPage> BrowseAsync(ShopFilter filter, CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        var (finder, hits) = await FinderAsync(snapshot, filter, ct);
        var total = finder.Matches.Count();
        var size = Math.Clamp(filter.PageSize, 1, ShopFilter.LargestPage);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + size - 1) / size));
        var ids = snapshot.Page(finder.Matches, filter.Sort, hits?.Ranked, (page - 1) * size, size);
        return new ShelfPage(await CardsAsync(snapshot, ids, ct), total, page, size, finder.Facets());
    }

    /// <summary>A stretch of the shelf from a cursor on; page and page size of the filter do not count.</summary>
    /// <param name="after">A cursor of a walk with the same sort, or null to begin.</param>
    /// <returns>The stretch, or <c>cursor.invalid</c>.</returns>
    public async Task<Result<ShelfWalk>> WalkAsync(ShopFilter filter, string? after, int count, CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        var (finder, hits) = await FinderAsync(snapshot, filter, ct);
        var cursor = after is null ? null : ShelfCursor.Read(after, filter.Sort, ShelfWalk.IsRanked(filter.Sort, hits));
        return after is not null && cursor is null
            ? ShelfWalk.BadCursor : new ShelfWalk(snapshot, finder, hits, filter.Sort, cursor, count, _cards);
    }

    /// <summary>The first products of a filter by their id.</summary>
    public async Task<IReadOnlyList<ProductCard>> FirstByIdAsync(ShopFilter filter, int count, CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        var (finder, _) = await FinderAsync(snapshot, filter, ct);
        return await CardsAsync(snapshot, snapshot.FirstById(finder.Matches, count), ct);
    }

    /// <summary>How many products a filter leaves, without reading any of them.</summary>
    public async Task<int> CountAsync(ShopFilter filter, CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        return (await FinderAsync(snapshot, filter, ct)).Finder.Matches.Count();
    }

    /// <summary>How many published products there are, in all and by filter value.</summary>
    public async Task<(int Total, Facets Facets)> CountsAsync(CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        return (snapshot.Count, new ShelfFinder(snapshot, new ShopFilter(), null).Facets());
    }

    /// <summary>A published product with its stages and stock, or null.</summary>
    public async Task<Product?> BySlugAsync(string slug, CancellationToken ct = default)
    {
        if (!Input.IsKey(slug))
        {
            return null;
        }

        await using var db = _shop.Open();
        return await db.Products.AsNoTracking().Include(p => p.Stages.OrderBy(s => s.Position)).Include(p => p.Stock)
            .SingleOrDefaultAsync(p => p.Slug == slug && p.IsPublished, ct);
    }

    /// <summary>The card of a published product, or null.</summary>
    public async Task<ProductCard?> CardBySlugAsync(string slug, CancellationToken ct = default) =>
        Input.IsKey(slug) && await _cards.BySlugAsync(await _index.CurrentAsync(ct), slug, ct) is { IsPublished: true } card ? card : null;

    /// <summary>The pictures of a product, as its card has them: no statement when the card was shown before.</summary>
    public async Task<IReadOnlyList<ShownPicture>> PicturesAsync(int id, CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        return snapshot.Cards.Knows(id) ? snapshot.Cards.Get(id).Pictures
            : (await _cards.ForShelfAsync(snapshot, [id], ct)).SingleOrDefault()?.Pictures ?? [];
    }

    /// <summary>What these products' own pages say, of those that exist, published or not.</summary>
    public async Task<IReadOnlyDictionary<int, ProductDetails>> DetailsAsync(IReadOnlyList<int> ids, CancellationToken ct = default) =>
        await _details.ForAsync(await _index.CurrentAsync(ct), ids, ct);

    /// <summary>Cards of the published products among these SKUs, in the order given.</summary>
    public async Task<IReadOnlyList<ProductCard>> BySkusAsync(IReadOnlyList<string> skus, CancellationToken ct = default)
    {
        var known = skus.Where(Input.IsKey).ToList();
        if (known.Count == 0)
        {
            return [];
        }

        await using var db = _shop.Open();
        var ids = await db.Products.Where(p => known.Contains(p.Sku) && p.IsPublished).Select(p => new { p.Id, p.Sku }).ToListAsync(ct);
        var inOrder = known.Select(sku => ids.FirstOrDefault(p => p.Sku == sku)?.Id).OfType<int>().ToList();
        return await CardsAsync(await _index.CurrentAsync(ct), inOrder, ct);
    }

    /// <summary>The addresses of published products and when they changed, oldest first. They are read whole before the
    /// first is given out, so that a slow reader holds no connection.</summary>
    public async Task<IReadOnlyList<(string Slug, DateTime UpdatedAt)>> PublishedAsync(int skip, int take, CancellationToken ct = default)
    {
        await using var db = _shop.Open();
        var rows = await db.Products.Where(p => p.IsPublished).OrderBy(p => p.Id).Skip(skip).Take(take)
            .Select(p => new { p.Slug, p.UpdatedAt }).ToListAsync(ct);
        return [.. rows.Select(row => (row.Slug, row.UpdatedAt))];
    }

    /// <summary>Cards of the published products among these ids, in the order given.</summary>
    public async Task<IReadOnlyList<ProductCard>> ByIdsAsync(IReadOnlyList<int> ids, CancellationToken ct = default) =>
        await CardsAsync(await _index.CurrentAsync(ct), ids, ct);

    /// <summary>Cards for a cart or an order, which may hold what is no longer sold; see <see cref="ProductCard.IsPublished"/>.</summary>
    public async Task<IReadOnlyList<ProductCard>> ByIdsEvenUnpublishedAsync(IReadOnlyList<int> ids, CancellationToken ct = default) =>
        await _cards.ReadAsync(await _index.CurrentAsync(ct), ids, ct);

    /// <summary>
    /// Products that suit a stage and meet any of the needs, most particular first, never one of <paramref name="except"/>.
    /// Without a stage: what suits every stage, or for needs whatever meets one.
    /// </summary>
    internal async Task<IReadOnlyList<ProductCard>> SuitingAsync(
        JourneyStage? stage, IReadOnlyList<string> needs, IReadOnlySet<int> except, int skip, int count, CancellationToken ct)
    {
        var snapshot = await _index.CurrentAsync(ct);
        var ids = snapshot.SuggestedFor(stage, needs).Where(id => !except.Contains(id)).Skip(skip).Take(count).ToList();
        return await CardsAsync(snapshot, ids, ct);
    }

    private async Task<(ShelfFinder Finder, SearchHits? Hits)> FinderAsync(CatalogSnapshot snapshot, ShopFilter filter, CancellationToken ct)
    {
        var words = SearchText.Words(filter.Text);
        var hits = words.Count == 0 ? null : await _index.SearchAsync(snapshot, words, ct);
        return (new ShelfFinder(snapshot, filter, hits), hits);
    }

    private async Task<IReadOnlyList<ProductCard>> CardsAsync(CatalogSnapshot snapshot, IReadOnlyList<int> ids, CancellationToken ct) =>
        [.. (await _cards.ForShelfAsync(snapshot, ids, ct)).Where(card => card.IsPublished)];
}
