using Bunit;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Batches;
using GlpCommerce.Web.Tests.BulkEdits;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin.Products;

/// <summary>The page of one import or of one change of many products.</summary>
public sealed class BatchPageTests : StaffComponentContext
{
    [Fact]
    public async Task A_dry_run_is_done_by_the_button_that_says_how_much_and_undone_after_a_second_question()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product(price: 30m)))[0];
        var batch = await shop.PlannedAsync($"sku,price\r\n{product.Sku},31.50");
        var page = Open<BatchPage>(shop, Roles.Staff, p => p.Add(b => b.Id, batch.Id));
        page.WaitForAssertion(() => Assert.Equal("31.50", page.Find("ins").TextContent));

        Button(page, "Import 1").Click();
        page.WaitForElement("progress");
        await shop.RunJobsAsync();
        page.WaitForAssertion(() => Assert.Equal("Done", page.Find("[role=status]").TextContent.Trim()));
        Button(page, "Undo").Click();
        Dialogs.WaitForElement(".mud-dialog");
        Assert.Equal(BatchState.Applied, (await shop.Get<BatchQueries>().FindAsync(batch.Id))!.State);
        Button(Dialogs, "Undo").Click();

        page.WaitForElement("progress");
        Assert.Equal(BatchState.Undoing, (await shop.Get<BatchQueries>().FindAsync(batch.Id))!.State);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_batch_that_somebody_else_has_done_meanwhile_says_so_and_is_not_done_twice()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product(price: 30m)))[0];
        var batch = await shop.PlannedAsync($"sku,price\r\n{product.Sku},31.50");
        var page = Open<BatchPage>(shop, Roles.Staff, p => p.Add(b => b.Id, batch.Id));
        var import = page.WaitForElement(".acts button");
        await shop.AppliedAsync(batch);

        import.Click();

        page.WaitForAssertion(() => Assert.NotEmpty(page.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("Done", page.Find("[role=status]").TextContent.Trim());
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Who_may_not_write_products_sees_nothing_of_a_batch()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product(price: 30m)))[0];
        var batch = await shop.PlannedAsync($"sku,price\r\n{product.Sku},31.50");

        var page = Open<BatchPage>(shop, Roles.Customer, p => p.Add(b => b.Id, batch.Id));

        Assert.DoesNotContain("31.50", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }
}
