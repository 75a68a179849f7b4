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

    private readonly ConcurrentDictionary<StaffProductFilter, (long Version, int Count)> _known = new();

    /// <param name="products">What the filter lets through.</param>
    public async Task<int> OfAsync(ShopDb db, StaffProductFilter filter, IQueryable<Product> products, CancellationToken ct)
    {
        if (filter.Stock is not null)
        {
            // Stock moves without a new version.
            return await products.CountAsync(ct);
        }

        // Read first: a change in between makes the count too new for it, and is counted again.
        var version = await db.CatalogStates.Select(s => s.Version).SingleAsync(ct);
        var key = new StaffProductFilter { State = filter.State, Category = filter.Category, Stage = filter.Stage, MissingLabel = filter.MissingLabel };
        if (_known.TryGetValue(key, out var known) && known.Version == version)
        {
            return known.Count;
        }

        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        var count = await products.CountAsync(ct);
        _known[key] = (version, count);
        return count;
    }
}
