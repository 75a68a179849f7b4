using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// A stretch of the shelf for readers who go on where they stopped, however the catalogue changes meanwhile. What is not
/// asked for is not read.
/// </summary>
public sealed class ShelfWalk
{
    internal static readonly Problem BadCursor =
        new("cursor.invalid", "This cursor does not belong to this list. Take one from an answer with the same sort, or start without one.", "after");

    private readonly CatalogSnapshot _snapshot;
    private readonly ShelfFinder _finder;
    private readonly CardReader _cards;
    private readonly ProductSort _sort;
    private readonly int[]? _order;
    private readonly bool _isRanked;
    private readonly int _start;
    private readonly List<int> _rows;
    private readonly Lock _reading = new();
    private Task<IReadOnlyList<ProductCard>>? _products;

    internal ShelfWalk(
        CatalogSnapshot snapshot, ShelfFinder finder, SearchHits? hits, ProductSort sort, ShelfCursor? after, int count, CardReader cards)
    {
        (_snapshot, _finder, _sort, _cards) = (snapshot, finder, sort, cards);
        _isRanked = IsRanked(sort, hits);
        _order = _isRanked ? hits!.Ranked : snapshot.OrderOf(sort);
        _start = after is { } cursor ? Behind(cursor) : 0;
        _rows = Matching(_start, count + 1);
        HasNext = _rows.Count > count;
        if (HasNext)
        {
            _rows.RemoveAt(count);
        }
    }

    /// <summary>How many match in all.</summary>
    public int Total => _finder.Matches.Count();

    public bool HasNext { get; }

    public bool HasPrevious => _start > 0 && Matching(0, 1) is [var first] && (_rows.Count == 0 || first != _rows[0]);

    public string? StartCursor => _rows.Count == 0 ? null : CursorAt(_rows[0]);

    public string? EndCursor => _rows.Count == 0 ? null : CursorAt(_rows[^1]);

    public Facets Facets() => _finder.Facets();

    /// <summary>The products of the stretch, read once.</summary>
    public Task<IReadOnlyList<ProductCard>> ProductsAsync(CancellationToken ct = default)
    {
        lock (_reading)
        {
            return _products ??= ReadAsync(ct);
        }
    }

    /// <summary>The place of one of the products.</summary>
    public string CursorOf(ProductCard product) => CursorAt(_snapshot.RowOf(product.Id)!.Value);

    internal static bool IsRanked(ProductSort sort, SearchHits? hits) => sort == ProductSort.Suggested && hits is not null;

    private async Task<IReadOnlyList<ProductCard>> ReadAsync(CancellationToken ct) =>
        [.. (await _cards.ForShelfAsync(_snapshot, _rows.ConvertAll(_snapshot.IdAt), ct)).Where(card => card.IsPublished)];

    private string CursorAt(int row) =>
        new ShelfCursor(_sort, _isRanked ? Array.IndexOf(_order!, row) : null, _snapshot.KeyAt(row)).ToString();

    /// <summary>The first position behind a place.</summary>
    private int Behind(ShelfCursor cursor)
    {
        if (cursor.Rank is { } rank)
        {
            var at = _snapshot.RowOf(cursor.Key.Id) is { } row ? Array.IndexOf(_order!, row) : -1;
            return at >= 0 ? at + 1 : Math.Min(rank, _order!.Length);
        }

        var keys = ShelfKey.In(_sort);
        var (from, to) = (0, _snapshot.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = keys.Compare(_snapshot.KeyAt(_order is null ? middle : _order[middle]), cursor.Key) > 0 ? (from, middle) : (middle + 1, to);
        }

        return from;
    }

    /// <summary>The first rows that match from a position on.</summary>
    private List<int> Matching(int start, int take)
    {
        if (_order is null)
        {
            return _finder.Matches.From(start, take);
        }

        var rows = new List<int>(take);
        for (var i = start; i < _order.Length && rows.Count < take; i++)
        {
            if (_finder.Matches.Has(_order[i]))
            {
                rows.Add(_order[i]);
            }
        }

        return rows;
    }
}
