using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Catalog;

/// <summary>
/// Keeps the current <see cref="CatalogSnapshot"/> and the answers of recent searches. It asks the database at most
/// once a second whether the catalogue's version has moved, so every node sees a change within a second, or with a large catalogue as soon as it is read.
/// </summary>
internal sealed partial class CatalogIndex(IShopDbFactory shop, IProductSearch search, TimeProvider clock, ILogger<CatalogIndex> logger) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>Whoever finds a snapshot that nobody has looked after for so long waits for the newer one.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly MemoryCache _searches = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });
    private volatile CatalogSnapshot? _snapshot;
    private readonly CancellationTokenSource _ended = new();
    private long _checkedAt;

    /// <summary>From so many products on loading takes longer than a page may: nobody waits for it then.</summary>
    internal int Large { get; init; } = 10_000;

    /// <summary>The snapshot to answer with. While a newer one is being loaded, readers go on with the old one.</summary>
    public async ValueTask<CatalogSnapshot> CurrentAsync(CancellationToken ct = default)
    {
        var (snapshot, age) = (_snapshot, clock.GetElapsedTime(Volatile.Read(ref _checkedAt)));
        if (snapshot is not null && age < Freshness)
        {
            return snapshot;
        }

        if (!await _loading.WaitAsync(snapshot is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            return snapshot!;
        }

        var isBeside = false;
        try
        {
            await using var db = shop.Open();
            var version = await db.CatalogStates.Where(s => s.Id == CatalogState.TheOne).Select(s => s.Version).SingleOrDefaultAsync(ct);
            if (_snapshot is { } current && current.Version == version)
            {
                Volatile.Write(ref _checkedAt, clock.GetTimestamp());
                return current;
            }

            isBeside = snapshot is not null && age < Oldest && (snapshot.Count >= Large || await db.Products.CountAsync(p => p.IsPublished, ct) >= Large);
            if (!isBeside)
            {
                return await LoadAsync(version, ct);
            }

            _ = Task.Run(() => LoadBesideAsync(version), CancellationToken.None);
            return snapshot!;
        }
        finally
        {
            if (!isBeside)
            {
                _loading.Release();
            }
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
        _ended.Cancel();
        _searches.Dispose();
    }

    private async Task<CatalogSnapshot> LoadAsync(long version, CancellationToken ct)
    {
        await using var db = shop.Open();
        var loaded = new CatalogSnapshot(version, await SnapshotReader.ReadAsync(db, shop.Provider, ct));
        _snapshot = loaded;
        Volatile.Write(ref _checkedAt, clock.GetTimestamp());
        return loaded;
    }

    private async Task LoadBesideAsync(long version)
    {
        try
        {
            await LoadAsync(version, _ended.Token);
        }
        catch (Exception error)
        {
            // The next reader tries it again, and after a while one waits for it and is told.
            LogNotLoaded(error);
        }
        finally
        {
            _loading.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The newer catalogue could not be loaded; the shop goes on with the one before")]
    private partial void LogNotLoaded(Exception error);
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
