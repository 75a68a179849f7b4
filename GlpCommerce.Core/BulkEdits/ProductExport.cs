using System.Globalization;
using CsvHelper;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

public enum ExportFormat
{
    /// <summary>Every field that staff fill, the state, and the stock to read.</summary>
    Own,

    /// <summary>Shopify's product template, as far as it has a place for what this shop keeps.</summary>
    Shopify,
}

/// <summary>Writes products as CSV, a portion at a time however many there are.</summary>
public sealed class ProductExport
{
    private static readonly string[] OwnHeader = [.. ProductFields.All.Select(field => field.Name), ProductStates.Field, .. FileColumns.ReadOnly];

    private static readonly string[] ShopifyHeader =
    [
        "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Grams",
        "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Requires Shipping", "Variant Taxable", "Variant Weight Unit", "SEO Title", "SEO Description", "Status",
    ];

    private static readonly CsvWriterOptions Options = new() { HasHeader = false, WriteByteOrderMark = true, NewLine = "\r\n" };

    private readonly IShopDbFactory _shop;
    private readonly StaffProducts _products;
    private readonly ShopifyCells _shopify;

    internal ProductExport(IShopDbFactory shop, StaffProducts products, ShopifyCells shopify) => (_shop, _products, _shopify) = (shop, products, shopify);

    /// <summary>How many files a list of products is, when each is to be brought in again.</summary>
    public static int PartsOf(int products) => Math.Max(1, (products + CsvTable.MostRows - 1) / CsvTable.MostRows);

    /// <summary>All that the list shows with this filter, in its order.</summary>
    /// <param name="part">Only this part of it, from 1, with as many rows as an import takes; null for all in one file.</param>
    public async Task WriteAsync(StaffProductFilter filter, ExportFormat format, Stream output, int? part = null, CancellationToken ct = default)
    {
        await using var writer = CsvWriter.Create(output, Options, leaveOpen: true);
        await WriteAsync(writer, format == ExportFormat.Own ? OwnHeader : ShopifyHeader, ct);
        var all = await _products.IdsAsync(filter, ct);
        foreach (var ids in (part is { } wanted ? Part(all, wanted) : all).Chunk(FileRows.Portion))
        {
            await using var db = _shop.Open();
            var found = await db.Products.AsNoTracking().Include(p => p.Stages).Include(p => p.Stock).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
            foreach (var product in ids.Where(found.ContainsKey).Select(id => found[id]))
            {
                await WriteAsync(writer, format == ExportFormat.Own ? Own(product) : Shopify(product), ct);
            }

            await writer.FlushAsync(ct);
        }
    }

    internal static IEnumerable<int> Part(IReadOnlyList<int> all, int part) => all.Chunk(CsvTable.MostRows).ElementAtOrDefault(part > 0 ? part - 1 : -1) ?? [];

    internal static Task WriteAsync(CsvWriter writer, IEnumerable<string> cells, CancellationToken ct) =>
        writer.WriteRecordAsync([.. cells.Select(CsvCell.Defuse)], ct).AsTask();

    private static IEnumerable<string> Own(Product product) =>
    [
        .. ProductFields.All.Select(field => field.Read(product)), product.Written(), Number(product.Stock.OnHand), Number(product.Stock.Reserved), Number(product.Stock.Available),
    ];

    private string[] Shopify(Product product)
    {
        var (form, (status, published)) = (ProductForm.Of(product), ShopifyCells.Written(product.StateOf()));
        return
        [
            product.Slug, product.Name, _shopify.Html(product.Description), "", product.Category.Label(), ShopifyCells.Tags(form), published, "Title", "Default Title",
            product.Sku, Number(product.WeightGrams), "deny", "manual", form["price"], "TRUE", "TRUE", "g", product.Name, product.Summary, status,
        ];
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
