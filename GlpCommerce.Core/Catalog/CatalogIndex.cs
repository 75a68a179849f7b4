using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Keeps the current <see cref="CatalogSnapshot"/> and the answers of recent searches. It asks the database at most
/// once a second whether the catalogue's version has moved, so every node sees a change within a second.
/// </summary>
internal sealed class CatalogIndex(IShopDbFactory shop, IProductSearch search, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly MemoryCache _searches = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });
    private volatile CatalogSnapshot? _snapshot;
    private long _checkedAt;

    /// <summary>The snapshot to answer with. While a newer one is being loaded, readers go on with the old one.</summary>
    public async ValueTask<CatalogSnapshot> CurrentAsync(CancellationToken ct = default)
    {
        var snapshot = _snapshot;
        if (snapshot is not null && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < Freshness)
        {
            return snapshot;
        }

        if (!await _loading.WaitAsync(snapshot is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            return snapshot!;
        }

        try
        {
            return await RefreshAsync(ct);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The rows that hold the words, and their order by rank; remembered until the catalogue changes.</summary>
    public async Task<SearchHits> SearchAsync(CatalogSnapshot snapshot, IReadOnlyList<string> words, CancellationToken ct)
    {
        var key = (snapshot.Version, string.Join(' ', words));
        if (_searches.TryGetValue(key, out SearchHits? hits))
        {
            return hits!;
        }

        var found = await search.FindAsync(words, ct);
        hits = SearchHits.Of(snapshot, found);
        _searches.Set(key, hits, new MemoryCacheEntryOptions { Size = hits.Bytes, SlidingExpiration = TimeSpan.FromMinutes(10) });
        return hits;
    }

    public void Dispose()
    {
        _searches.Dispose();
        _loading.Dispose();
    }

    private async Task<CatalogSnapshot> RefreshAsync(CancellationToken ct)
    {
        await using var db = shop.Open();
        var version = await db.CatalogStates.Where(s => s.Id == CatalogState.TheOne).Select(s => s.Version).SingleOrDefaultAsync(ct);
        if (_snapshot is not { } current || current.Version != version)
        {
            _snapshot = new CatalogSnapshot(version, await SnapshotReader.ReadAsync(db, shop.Provider, ct));
        }

        Volatile.Write(ref _checkedAt, clock.GetTimestamp());
        return _snapshot;
    }
}

/// <summary>What a search found in one snapshot.</summary>
internal sealed record SearchHits(RowSet Rows, int[] Ranked)
{
    public long Bytes => (Ranked.Length * 4) + (Rows.Rows / 8) + 100;

    public static SearchHits Of(CatalogSnapshot snapshot, IReadOnlyList<int> ids)
    {
        var rows = new RowSet(snapshot.Count);
        var ranked = new List<int>(ids.Count);
        foreach (var id in ids)
        {
            if (snapshot.RowOf(id) is { } row)
            {
                rows.Add(row);
                ranked.Add(row);
            }
        }

        return new SearchHits(rows, [.. ranked]);
    }
}
