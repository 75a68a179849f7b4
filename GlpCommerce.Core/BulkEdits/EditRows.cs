using System.Runtime.CompilerServices;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Reads in portions the products that a change is meant for.</summary>
internal sealed class EditRows(IShopDbFactory shop, StaffProducts products)
{
    public async IAsyncEnumerable<IReadOnlyList<PlannedRow>> ReadAsync(ProductBatch batch, [EnumeratorCancellation] CancellationToken ct)
    {
        var (order, number) = (EditOrder.Of(batch), 0);
        foreach (var ids in (order.Ids ?? await products.IdsAsync(order.Filter!, ct)).Take(CsvTable.MostRows).Chunk(FileRows.Portion))
        {
            await using var db = shop.Open();
            var found = await db.Products.AsNoTracking().AsSplitQuery().Include(p => p.Stages).Include(p => p.Pictures).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
            yield return [.. ids.Where(found.ContainsKey).Select(id =>
            {
                var product = found[id];
                var (after, state, problem) = order.Change.Of(product);
                var row = new PlannedRow(++number, product.Sku, product.Name, new ProductWish(product, after, state));
                row.Problems.AddRange(problem is null ? [] : [new RowProblem(null, problem.Message)]);
                return row;
            })];
        }
    }
}
