using System.Collections.Concurrent;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>How many products a filter lets through. With a large catalogue that is most of a page's work, so it is done once for each version of it.</summary>
internal sealed class ProductCounts
{
    /// <summary>More filters than staff look through between two changes; then it begins anew.</summary>
    private const int MostKept = 500;

    /// <summary>So many products are few.</summary>
    private const int MostFew = 2_000;

    private readonly ConcurrentDictionary<StaffProductFilter, (long Version, int Count)> _known = new();
    private readonly ConcurrentDictionary<StaffProductFilter, (long Version, IReadOnlyList<int>? Ids)> _few = new();

    /// <summary>
    /// Those that lack what the filter says, when they are few: no index knows them, and in the order of a page they may stand one behind
    /// each thousand others. Null when they are many, or when nothing is to be missing.
    /// </summary>
    /// <param name="products">What the filter lets through, stock aside.</param>
    public async Task<IReadOnlyList<int>?> FewAsync(ShopDb db, StaffProductFilter filter, IQueryable<Product> products, CancellationToken ct)
    {
        if (filter.Missing == ProductGaps.None)
        {
            return null;
        }

        var (version, key) = (await VersionAsync(db, ct), KeyOf(filter));
        if (_few.TryGetValue(key, out var known) && known.Version == version)
        {
            return known.Ids;
        }

        var ids = await products.OrderBy(p => p.Id).Select(p => p.Id).Take(MostFew + 1).ToListAsync(ct);
        return Keep(_few, key, (version, Ids: ids.Count > MostFew ? null : ids)).Ids;
    }

    /// <param name="products">What the filter lets through.</param>
    public async Task<int> OfAsync(ShopDb db, StaffProductFilter filter, IQueryable<Product> products, CancellationToken ct)
    {
        if (filter.Stock is not null)
        {
            // Stock moves without a new version.
            return await products.CountAsync(ct);
        }

        var (version, key) = (await VersionAsync(db, ct), KeyOf(filter));
        return _known.TryGetValue(key, out var known) && known.Version == version
            ? known.Count : Keep(_known, key, (version, Count: await products.CountAsync(ct))).Count;
    }

    /// <summary>Read first: a change in between makes what is counted too new for it, and is counted again.</summary>
    private static Task<long> VersionAsync(ShopDb db, CancellationToken ct) => db.CatalogStates.Select(s => s.Version).SingleAsync(ct);

    private static StaffProductFilter KeyOf(StaffProductFilter filter) =>
        new() { State = filter.State, Category = filter.Category, Stage = filter.Stage, Missing = filter.Missing };

    private static T Keep<T>(ConcurrentDictionary<StaffProductFilter, T> kept, StaffProductFilter key, T counted)
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        return kept[key] = counted;
    }
}
