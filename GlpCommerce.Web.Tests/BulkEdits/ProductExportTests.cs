using System.Text;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class ProductExportTests
{
    [Fact]
    public void The_parts_of_a_list_hold_each_product_once_and_in_its_order()
    {
        var all = Enumerable.Range(1, 100_001).Reverse().ToList();

        var parts = Enumerable.Range(1, ProductExport.PartsOf(all.Count)).Select(part => ProductExport.Part(all, part).ToList()).ToList();

        Assert.Equal([50_000, 50_000, 1], parts.Select(part => part.Count));
        Assert.Equal(all, parts.SelectMany(part => part));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(int.MaxValue, 1)]
    public async Task A_part_that_is_not_there_is_a_file_with_its_first_row_alone(int part, int rows)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.DraftAsync();
        await shop.DraftAsync(("name", "Other Cups"));

        using var file = new MemoryStream();
        await shop.Get<ProductExport>().WriteAsync(new StaffProductFilter(), ExportFormat.Own, file, part);

        Assert.Equal(rows, Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
