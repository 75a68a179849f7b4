using System.Runtime.CompilerServices;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Reads a file's rows in portions, each row beside the product that it is about.</summary>
internal sealed class FileRows(IShopDbFactory shop, IMediaStore media, ShopifyCells shopify)
{
    /// <summary>Rows that are read and looked at together.</summary>
    public const int Portion = 500;

    /// <summary>Rows that are written together: while SQLite does that, orders wait.</summary>
    public const int WrittenAtOnce = 100;

    /// <summary>The SKUs of the whole file; null when it is no longer there.</summary>
    public async Task<HashSet<string>?> SkusAsync(ProductBatch batch, CancellationToken ct)
    {
        var order = ImportOrder.Of(batch);
        var at = order.Targets.ToList().IndexOf("sku");
        if (await media.OpenAsync(batch.FileKey!, ct) is not { } stream)
        {
            return null;
        }

        using var table = CsvTable.Open(stream, order.Separator).Value!;
        return at < 0 ? [] : [.. table.Lines().Where(line => line.Cells.Count > at).Select(line => CsvCell.Restore(line.Cells[at]).Trim())];
    }

    /// <param name="notices">Takes what there is to say about the whole file.</param>
    public async IAsyncEnumerable<IReadOnlyList<PlannedRow>> ReadAsync(ProductBatch batch, List<string> notices, [EnumeratorCancellation] CancellationToken ct)
    {
        var reading = new FileReading(ImportOrder.Of(batch), shopify, await KnownAsync(ct));
        await using var stream = (await media.OpenAsync(batch.FileKey!, ct))!;
        using var table = CsvTable.Open(stream, reading.Order.Separator).Value!;
        foreach (var lines in table.Lines().Chunk(Portion))
        {
            ct.ThrowIfCancellationRequested();
            var products = await ProductsAsync(reading, lines, ct);
            yield return [.. lines.Select(line => reading.Read(line, products)).OfType<PlannedRow>()];
        }

        notices.AddRange(reading.Notices.Of(reading.Order));
    }

    private async Task<KnownSkus> KnownAsync(CancellationToken ct)
    {
        await using var db = shop.Open();
        return new KnownSkus(await db.Products.OrderBy(p => p.Id).Select(p => p.Sku).ToListAsync(ct));
    }

    private async Task<List<Product>> ProductsAsync(FileReading reading, CsvLine[] lines, CancellationToken ct)
    {
        var skus = lines.Select(reading.Sku).Where(sku => sku != "").Distinct().ToList();
        var slugs = lines.Where(line => reading.Sku(line) == "").Select(line => reading.Cell(line, "slug")?.Trim() ?? "").Where(slug => slug != "").Distinct().ToList();
        await using var db = shop.Open();
        return await db.Products.AsNoTracking().AsSplitQuery().Include(p => p.Stages).Include(p => p.Pictures).Where(p => skus.Contains(p.Sku) || slugs.Contains(p.Slug)).ToListAsync(ct);
    }
}
