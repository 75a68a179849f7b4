using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>What staff look for in the stock room.</summary>
/// <param name="Words">Words of name, SKU or label, the last one may be a beginning; null for all.</param>
/// <param name="OnlyLow">Only what runs out: <see cref="StockBook.Low"/> units or fewer to sell. What is archived is not to be bought again.</param>
public sealed record StockFilter(string? Words = null, bool OnlyLow = false);

/// <summary>A product in the stock room.</summary>
/// <param name="SoldLately">Units sold in the last <see cref="StockBook.LatelyDays"/> days.</param>
public sealed record StockRow(int ProductId, string Sku, string Name, bool IsPublished, int OnHand, int Reserved, int SoldLately)
{
    public int Available => OnHand - Reserved;

    /// <summary>Units that suppliers are still to send.</summary>
    public int Incoming { get; init; }

    /// <summary>When the next of them is expected.</summary>
    public DateOnly? NextDelivery { get; init; }

    /// <summary>How many days what can be sold lasts if it sells as lately; null where nothing was sold.</summary>
    public int? DaysOfCover => SoldLately == 0 ? null : Available * StockBook.LatelyDays / SoldLately;
}

/// <summary>A delivery that is awaited, and of what.</summary>
public sealed record AwaitedDelivery(ExpectedDelivery Delivery, string Sku, string Name);

/// <summary>One change of a product's stock, and what was on hand after it.</summary>
/// <param name="Reason">Staff's own words; null for what orders did.</param>
/// <param name="AccountId">Who wrote it down; null for what orders did, 0 for the shop itself.</param>
public sealed record StockStep(long Id, StockMovementKind Kind, int Delta, int After, DateTime At, string? Reason, long? AccountId);

/// <summary>A product's ledger, newest first.</summary>
/// <param name="HasOlder">Whether there are steps before the last one shown.</param>
public sealed record StockHistory(StockRow Product, IReadOnlyList<StockStep> Steps, bool HasOlder);

/// <summary>Reads stock for staff, and the ledger behind every number.</summary>
public sealed class StockBook(IShopDbFactory shop, IProductSearch search, TimeProvider clock)
{
    /// <summary>As many units, or fewer, are "low".</summary>
    public const int Low = 10;

    public const int LatelyDays = 30;

    /// <summary>As many awaited deliveries as are listed.</summary>
    public const int MostAwaited = 200;

    /// <summary>Steps of a ledger shown at once.</summary>
    public const int Steps = 100;

    /// <summary>One page of products, by SKU, and how many there are: four statements whatever the catalogue.</summary>
    public async Task<(IReadOnlyList<StockRow> Rows, int Total)> PageAsync(StockFilter filter, int skip, int take, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var products = db.Products.AsNoTracking();
        if (SearchText.Words(filter.Words) is { Count: > 0 } words)
        {
            var ids = await search.FindAsync(words, ct);
            products = products.Where(p => ids.Contains(p.Id));
        }

        if (filter.OnlyLow)
        {
            products = products.Where(p => !p.IsArchived && p.Stock.OnHand - p.Stock.Reserved <= Low);
        }

        var total = await products.CountAsync(ct);
        var page = await products.OrderBy(p => p.Sku).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 100))
            .Select(p => new StockRow(p.Id, p.Sku, p.Name, p.IsPublished, p.Stock.OnHand, p.Stock.Reserved, 0)).ToListAsync(ct);
        return (await WithSalesAsync(db, page, ct), total);
    }

    /// <summary>What there is of a product at this moment, or null.</summary>
    public async Task<StockLevel?> LevelAsync(int productId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Stock.Where(s => s.ProductId == productId).Select(s => new StockLevel(s.OnHand, s.Reserved)).SingleOrDefaultAsync(ct);
    }

    /// <summary>What is to come, the earliest first: at most <see cref="MostAwaited"/>, and one more where there are more.</summary>
    /// <param name="productId">Only of this product; null for all.</param>
    public async Task<IReadOnlyList<AwaitedDelivery>> AwaitedAsync(int? productId = null, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.ExpectedDeliveries.AsNoTracking().Where(d => d.ClosedAt == null && (productId == null || d.ProductId == productId))
            .OrderBy(d => d.ExpectedOn).ThenBy(d => d.Id).Take(MostAwaited + 1)
            .Join(db.Products, d => d.ProductId, p => p.Id, (d, p) => new AwaitedDelivery(d, p.Sku, p.Name)).ToListAsync(ct);
    }

    /// <summary>The product of a SKU as people type it, or null.</summary>
    public async Task<int?> IdOfAsync(string? sku, CancellationToken ct = default)
    {
        var typed = (sku ?? "").Trim();
        var upper = typed.ToUpperInvariant();
        await using var db = shop.Open();
        return await db.Products.Where(p => p.Sku == typed || p.Sku == upper).OrderByDescending(p => p.Sku == typed).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>What is in the shop and runs out first as it sells, with the fewest days of cover at the head.</summary>
    /// <param name="within">Only what lasts so many days at most.</param>
    public async Task<IReadOnlyList<StockRow>> RunsOutNextAsync(int count, int within, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var since = clock.GetUtcNow().UtcDateTime.AddDays(-LatelyDays);
        var sold = db.StockMovements.Where(m => m.Kind == StockMovementKind.Sale && m.At >= since).GroupBy(m => m.ProductId).Select(g => new { Id = g.Key, Units = -g.Sum(m => m.Delta) });
        var rows = await db.Products.AsNoTracking().Where(p => p.IsPublished)
            .Join(sold, p => p.Id, s => s.Id, (p, s) => new { p.Id, p.Sku, p.Name, p.Stock.OnHand, p.Stock.Reserved, s.Units })
            .Where(p => p.Units > 0 && (p.OnHand - p.Reserved) * LatelyDays <= within * p.Units)
            .OrderBy(p => (p.OnHand - p.Reserved) * 1.0 / p.Units).ThenBy(p => p.Id).Take(count).ToListAsync(ct);
        return await WithIncomingAsync(db, rows.ConvertAll(p => new StockRow(p.Id, p.Sku, p.Name, true, p.OnHand, p.Reserved, p.Units)), ct);
    }

    /// <summary>A product's ledger, or null when there is no such product.</summary>
    /// <param name="before">Only steps older than this one; null for the newest.</param>
    public async Task<StockHistory?> HistoryAsync(int productId, long? before = null, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var found = await db.Products.AsNoTracking().Where(p => p.Id == productId)
            .Select(p => new StockRow(p.Id, p.Sku, p.Name, p.IsPublished, p.Stock.OnHand, p.Stock.Reserved, 0)).ToListAsync(ct);
        if (found is [])
        {
            return null;
        }

        var product = (await WithSalesAsync(db, found, ct))[0];
        var movements = db.StockMovements.AsNoTracking().Where(m => m.ProductId == productId);
        var newer = before is { } id ? await movements.Where(m => m.Id >= id).SumAsync(m => m.Delta, ct) : 0;
        var rows = await movements.Where(m => before == null || m.Id < before).OrderByDescending(m => m.Id).Take(Steps + 1).ToListAsync(ct);
        var sources = rows.Where(IsByHand).Select(m => m.SourceId).ToList();
        var reasons = await db.StockAdjustments.AsNoTracking().Where(a => sources.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return new StockHistory(product, Balanced(rows.Take(Steps), product.OnHand - newer, reasons), rows.Count > Steps);
    }

    private static bool IsByHand(StockMovement movement) => movement.Kind is StockMovementKind.Receipt or StockMovementKind.Correction;

    private static List<StockStep> Balanced(IEnumerable<StockMovement> rows, int onHand, Dictionary<long, StockAdjustment> reasons)
    {
        var steps = new List<StockStep>();
        foreach (var row in rows)
        {
            var byHand = IsByHand(row) ? reasons.GetValueOrDefault(row.SourceId) : null;
            steps.Add(new StockStep(row.Id, row.Kind, row.Delta, onHand, row.At, byHand?.Reason, byHand?.AccountId));
            onHand -= row.Delta;
        }

        return steps;
    }

    private async Task<List<StockRow>> WithSalesAsync(ShopDb db, List<StockRow> rows, CancellationToken ct)
    {
        var (ids, since) = (rows.ConvertAll(row => row.ProductId), clock.GetUtcNow().UtcDateTime.AddDays(-LatelyDays));
        var sold = await db.StockMovements.Where(m => ids.Contains(m.ProductId) && m.Kind == StockMovementKind.Sale && m.At >= since)
            .GroupBy(m => m.ProductId).Select(g => new { g.Key, Units = -g.Sum(m => m.Delta) }).ToDictionaryAsync(g => g.Key, g => g.Units, ct);
        return await WithIncomingAsync(db, rows.ConvertAll(row => row with { SoldLately = sold.GetValueOrDefault(row.ProductId) }), ct);
    }

    private static async Task<List<StockRow>> WithIncomingAsync(ShopDb db, List<StockRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(row => row.ProductId);
        var coming = await db.ExpectedDeliveries.Where(d => d.ClosedAt == null && ids.Contains(d.ProductId)).GroupBy(d => d.ProductId)
            .Select(g => new { g.Key, Units = g.Sum(d => d.Quantity - d.Received), Next = g.Min(d => d.ExpectedOn) }).ToDictionaryAsync(g => g.Key, ct);
        return rows.ConvertAll(row => coming.GetValueOrDefault(row.ProductId) is { } next ? row with { Incoming = next.Units, NextDelivery = next.Next } : row);
    }
}
