using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Web.Admin.Batches;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductTicksTests
{
    [Fact]
    public void What_is_ticked_stands_in_the_address_and_is_read_from_it()
    {
        var ticks = new ProductTicks();
        foreach (var id in new[] { 7, 3, 12 })
        {
            ticks.Set(id, true);
        }

        ticks.Set(12, false);

        Assert.Equal("/admin/products/change?ids=3.7", ticks.ToUrl());
        Assert.Equal([3, 7], ProductTicks.Read("http://localhost" + ticks.ToUrl()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=")]
    [InlineData("?ids=x.-3.0.99999999999")]
    [InlineData("?q=tea")]
    public void An_address_that_names_no_product_names_none(string search) => Assert.Null(ProductTicks.Read("http://localhost/admin/products/change" + search));

    [Fact]
    public void No_more_are_ticked_than_fit_into_an_address()
    {
        var ticks = new ProductTicks();
        for (var id = 1; id <= ProductTicks.Most + 5; id++)
        {
            ticks.Set(id, true);
        }

        Assert.Equal(ProductTicks.Most, ticks.Count);
    }

    [Theory]
    [InlineData(RowChoice.All, 1, "/admin/products/batches/5")]
    [InlineData(RowChoice.All, 3, "/admin/products/batches/5?page=3")]
    [InlineData(RowChoice.Wrong, 1, "/admin/products/batches/5?rows=wrong")]
    [InlineData(RowChoice.Left, 2, "/admin/products/batches/5?rows=left&page=2")]
    public void A_page_of_a_batch_can_be_linked_to(RowChoice choice, int page, string address)
    {
        Assert.Equal(address, BatchLinks.Of(5, choice, page));
        Assert.Equal(choice, BatchLinks.Choice(choice == RowChoice.All ? null : choice.ToString().ToLowerInvariant()));
    }
}
