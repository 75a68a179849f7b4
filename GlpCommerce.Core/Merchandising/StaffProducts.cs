using System.Linq.Expressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>The catalogue as staff see it, drafts and archive included.</summary>
public sealed class StaffProducts(IShopDbFactory shop, IProductSearch search, TimeProvider clock)
{
    /// <summary>What more products match is not told to the database one by one: what its filters let through is compared here.</summary>
    private const int MostNamed = 2_000;
    private const int LargestPage = 100;

    private static readonly TimeSpan CoverWindow = TimeSpan.FromDays(StaffProductRow.DaysCounted);

    private readonly ProductCounts _counts = new();

    /// <summary>One page of the list: the ids, their rows, their sales, their first pictures, and how many there are.</summary>
    public async Task<StaffProductPage> ListAsync(StaffProductFilter filter, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var size = Math.Clamp(filter.PageSize, 1, LargestPage);
        var skip = Math.Max(0, filter.Page) * size;
        if (await FoundAsync(db, filter, ct) is { } found)
        {
            return new StaffProductPage(await RowsAsync(db, [.. found.Skip(skip).Take(size)], ct), found.Count);
        }

        var products = Filtered(db, filter);
        var total = await _counts.OfAsync(db, filter, products, ct);
        return new StaffProductPage(await RowsAsync(db, await PageAsync(products, filter, skip, Math.Min(size, total - skip), total, ct), ct), total);
    }

    /// <summary>All that the list would show page by page, in its order; the ids only.</summary>
    public async Task<IReadOnlyList<int>> IdsAsync(StaffProductFilter filter, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await FoundAsync(db, filter, ct)
            ?? await Sorted(Filtered(db, filter), filter.Sort, filter.Descending, isBack: false).Select(p => p.Id).ToListAsync(ct);
    }

    /// <summary>A product with its stages, stock and pictures, in whatever state; or null.</summary>
    public async Task<Product?> FindAsync(int id, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Products.AsNoTracking().AsSplitQuery().Include(p => p.Stages.OrderBy(s => s.Position)).Include(p => p.Stock)
            .Include(p => p.Pictures.OrderBy(picture => picture.Position)).SingleOrDefaultAsync(p => p.Id == id, ct);
    }

    /// <summary>The names of several products, by their ids; those that are not there are left out.</summary>
    public async Task<IReadOnlyDictionary<int, string>> NamesAsync(IReadOnlyCollection<int> ids, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return ids.Count == 0 ? new Dictionary<int, string>() : await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
    }

    /// <summary>The pictures of a product in their order, whatever became of them. One that nobody works on any more has failed.</summary>
    public async Task<IReadOnlyList<ProductPicture>> PicturesAsync(int id, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var jobs = PreparePicture.Open(db);
        // In one statement: a job that ends between two would leave a picture that waits for nobody.
        var pictures = await db.ProductPictures.AsNoTracking().Where(p => p.ProductId == id).OrderBy(p => p.Position)
            .Select(p => new { Picture = p, IsGivenUp = p.State == PictureState.Waiting && !jobs.Any(j => j.Payload.Contains(p.Key)) }).ToListAsync(ct);
        foreach (var given in pictures.Where(p => p.IsGivenUp))
        {
            (given.Picture.State, given.Picture.Trouble) = (PictureState.Failed, PreparePicture.GivenUp);
        }

        return [.. pictures.Select(p => p.Picture)];
    }

    /// <summary>The texts of a product that the claims guard has marked.</summary>
    /// <param name="product">As <see cref="FindAsync"/> gives it.</param>
    public static IReadOnlyList<(FormField Field, IReadOnlyList<ClaimMark> Marks)> Marked(Product product) =>
        [.. ClaimsGate.Marked(ProductForm.Of(product), product.Pictures).Select(marked => (marked.Field, marked.Marks))];

    /// <summary>Those of a product's marked fields that a manager has approved as they stand.</summary>
    public async Task<IReadOnlySet<string>> ApprovedAsync(Product product, CancellationToken ct = default)
    {
        var form = ProductForm.Of(product);
        await using var db = shop.Open();
        var approved = new HashSet<string>();
        foreach (var (field, text, _) in ClaimsGate.Marked(form, product.Pictures))
        {
            if (await ClaimsGate.TextsOf(db, product.Id).HoldAsync(field.Name, ClaimsGate.Approved(form, text), ct))
            {
                approved.Add(field.Name);
            }
        }

        return approved;
    }

    /// <summary>All that is shown, in the order of the list, when a search or what is missing names it; null when only the rest of the filters do.</summary>
    private async Task<IReadOnlyList<int>?> FoundAsync(ShopDb db, StaffProductFilter filter, CancellationToken ct)
    {
        if (SearchText.Words(filter.Text) is { Count: > 0 } words)
        {
            return await FoundAsync(Filtered(db, filter), filter, await search.FindAsync(words, ct), ct);
        }

        return await _counts.FewAsync(db, filter, Filtered(db, filter with { Stock = null }), ct) is { } few
            ? await FoundAsync(Filtered(db, filter), filter.Sort == StaffProductSort.Match ? filter with { Sort = StaffProductSort.Name } : filter, few, ct) : null;
    }

    /// <summary>All that the search and the other filters let through, in the order of the list.</summary>
    private static async Task<IReadOnlyList<int>> FoundAsync(IQueryable<Product> products, StaffProductFilter filter, IReadOnlyList<int> hits, CancellationToken ct)
    {
        products = hits.Count > MostNamed ? products : products.Where(p => hits.Contains(p.Id));
        if (filter.Sort == StaffProductSort.Match)
        {
            var kept = (await products.Select(p => p.Id).ToListAsync(ct)).ToHashSet();
            return [.. hits.Where(kept.Contains)];
        }

        var sorted = await Sorted(products, filter.Sort, filter.Descending, isBack: false).Select(p => p.Id).ToListAsync(ct);
        var wanted = hits.ToHashSet();
        return [.. sorted.Where(wanted.Contains)];
    }

    private static IQueryable<Product> Filtered(ShopDb db, StaffProductFilter filter)
    {
        var products = db.Products.Where(StateIs(filter.State));
        products = filter.Category is { } category ? products.Where(p => p.Category == category) : products;
        products = filter.Stage is { } stage ? products.Where(p => p.Stages.Any(s => s.Stage == stage)) : products;
        products = products.Lacking(filter.Missing);
        return filter.Stock switch
        {
            StockState.Out => products.Where(p => p.Stock.OnHand - p.Stock.Reserved <= 0),
            StockState.Low => products.Where(p => p.Stock.OnHand - p.Stock.Reserved > 0 && p.Stock.OnHand - p.Stock.Reserved <= StaffProductFilter.LowStock),
            StockState.In => products.Where(p => p.Stock.OnHand - p.Stock.Reserved > 0),
            _ => products,
        };
    }

    private static Expression<Func<Product, bool>> StateIs(ProductState? state) => state switch
    {
        ProductState.Published => p => p.IsPublished,
        ProductState.Scheduled => p => !p.IsPublished && p.PublishAt != null,
        ProductState.Draft => p => !p.IsPublished && p.PublishAt == null && !p.IsArchived,
        ProductState.Archived => p => p.IsArchived,
        _ => p => !p.IsArchived,
    };

    /// <summary>The ids of a page. What lies behind the middle is found from the end, so that the last page costs what the first does.</summary>
    private static async Task<List<int>> PageAsync(IQueryable<Product> products, StaffProductFilter filter, int skip, int take, int total, CancellationToken ct)
    {
        if (take <= 0)
        {
            return [];
        }

        var isFromEnd = skip > total / 2;
        var sorted = Sorted(products, filter.Sort, filter.Descending != isFromEnd, isFromEnd);
        var ids = await sorted.Skip(isFromEnd ? total - skip - take : skip).Take(take).Select(p => p.Id).ToListAsync(ct);
        if (isFromEnd)
        {
            ids.Reverse();
        }

        return ids;
    }

    /// <param name="isBack">Whether those that are the same stand the other way round too.</param>
    private static IQueryable<Product> Sorted(IQueryable<Product> products, StaffProductSort sort, bool down, bool isBack)
    {
        var sorted = sort switch
        {
            StaffProductSort.Price => down ? products.OrderByDescending(p => p.Price) : products.OrderBy(p => p.Price),
            StaffProductSort.Sku => down ? products.OrderByDescending(p => p.Sku) : products.OrderBy(p => p.Sku),
            StaffProductSort.Changed => down ? products.OrderByDescending(p => p.UpdatedAt) : products.OrderBy(p => p.UpdatedAt),
            StaffProductSort.Available => down ? products.OrderByDescending(p => p.Stock.OnHand - p.Stock.Reserved) : products.OrderBy(p => p.Stock.OnHand - p.Stock.Reserved),
            _ => down ? products.OrderByDescending(p => p.Name) : products.OrderBy(p => p.Name),
        };
        return isBack ? sorted.ThenByDescending(p => p.Id) : sorted.ThenBy(p => p.Id);
    }

    private async Task<IReadOnlyList<StaffProductRow>> RowsAsync(ShopDb db, List<int> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var since = clock.GetUtcNow().UtcDateTime - CoverWindow;
        var products = await db.Products.AsNoTracking().Include(p => p.Stages.OrderBy(s => s.Position)).Include(p => p.Stock)
            .Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var sold = await db.StockMovements.Where(m => ids.Contains(m.ProductId) && m.Kind == StockMovementKind.Sale && m.At >= since)
            .GroupBy(m => m.ProductId).Select(g => new { g.Key, Units = -g.Sum(m => m.Delta) }).ToDictionaryAsync(g => g.Key, g => g.Units, ct);
        var pictures = (await db.ProductPictures.AsNoTracking().Where(p => ids.Contains(p.ProductId) && p.State == PictureState.Ready)
            .Select(p => new { p.ProductId, p.Position, Shown = new ShownPicture(p.Key, p.Alt, p.Width, p.Height) }).ToListAsync(ct)).ToLookup(p => p.ProductId);
        return [.. ids.Where(products.ContainsKey).Select(id => new StaffProductRow(products[id], sold.GetValueOrDefault(id), LabelGaps.Of(products[id]))
        {
            Picture = pictures[id].MinBy(p => p.Position)?.Shown,
        })];
    }
}
