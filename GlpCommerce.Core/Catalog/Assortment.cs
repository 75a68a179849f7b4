using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Catalog;

/// <summary>What customers of one stage find for a need and a diet.</summary>
/// <param name="Diet">Null for whatever they eat.</param>
/// <param name="All">Published products, sold out or not.</param>
/// <param name="InStock">Those of them that can be bought now.</param>
public sealed record AssortmentCell(JourneyStage Stage, string Need, string? Diet, int All, int InStock)
{
    /// <summary>What the shop's own page is asked for.</summary>
    public ShopFilter Filter => new() { Stage = Stage, Needs = [Need], Diets = Diet is null ? [] : [Diet] };
}

/// <summary>Where the assortment has gaps, counted in memory: one statement says what can be bought, whatever number of cells.</summary>
public sealed class AssortmentQueries
{
    private readonly IShopDbFactory _shop;
    private readonly CatalogIndex _index;

    internal AssortmentQueries(IShopDbFactory shop, CatalogIndex index) => (_shop, _index) = (shop, index);

    /// <summary>Every stage with every need, and that with any diet and with each.</summary>
    public async Task<IReadOnlyList<AssortmentCell>> CellsAsync(CancellationToken ct = default)
    {
        var snapshot = await _index.CurrentAsync(ct);
        var inStock = await InStockAsync(snapshot, ct);
        var cells = new List<AssortmentCell>();
        for (var stage = 0; stage < snapshot.Stages.Length; stage++)
        {
            foreach (var need in Vocabulary.Needs)
            {
                var rows = snapshot.Stages[stage].And(snapshot.Needs[need.Key]);
                cells.Add(Cell(stage, need.Key, null, rows, snapshot.All, inStock));
                cells.AddRange(Vocabulary.Diets.Select(diet => Cell(stage, need.Key, diet.Key, rows, snapshot.Diets[diet.Key], inStock)));
            }
        }

        return cells;
    }

    private static AssortmentCell Cell(int stage, string need, string? diet, RowSet rows, RowSet fit, RowSet inStock)
    {
        var all = rows.And(fit);
        return new AssortmentCell((JourneyStage)stage, need, diet, all.Count(), all.CountWith(inStock));
    }

    private async Task<RowSet> InStockAsync(CatalogSnapshot snapshot, CancellationToken ct)
    {
        var rows = new RowSet(snapshot.Count);
        await using var db = _shop.Open();
        foreach (var id in await db.Set<StockItem>().Where(s => s.OnHand > s.Reserved).Select(s => s.ProductId).ToListAsync(ct))
        {
            if (snapshot.RowOf(id) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
