using Bunit;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Batches;
using GlpCommerce.Web.Tests.BulkEdits;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

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
    public async Task Work_that_goes_on_says_how_far_it_is()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync();
        var id = (await shop.Get<BatchEditor>().ChangeAsync(Typed.Lee, new EditOrder([draft.Id], null, new BulkChange(BulkAct.SetPrice, "31")), "A change")).Value;
        await DoneAsync(250);

        var page = Open<BatchPage>(shop, Roles.Staff, p => p.Add(b => b.Id, id));

        page.WaitForAssertion(() => Assert.Equal(("250", "1000"), (page.Find("progress").GetAttribute("value"), page.Find("progress").GetAttribute("max"))));
        Assert.Contains("250 of 1,000", page.Markup, StringComparison.Ordinal);
        await DoneAsync(700);
        page.WaitForAssertion(() => Assert.Equal("700", page.Find("progress").GetAttribute("value")));
        await DisposeComponentsAsync();

        async Task DoneAsync(int rows)
        {
            await using var db = shop.Db();
            await db.ProductBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.Rows, 1_000).SetProperty(b => b.Done, rows));
        }
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
