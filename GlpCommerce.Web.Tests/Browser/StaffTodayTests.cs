using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>A manager looks at how the shop does, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffTodayTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task The_figures_stand_in_tables_too_and_a_cell_of_the_assortment_is_what_customers_see(int width) => chromium.JourneyAsync(
        async page =>
        {
            await page.SignInAsStaffAsync("/admin");
            await Assertions.Expect(page.Locator("figure svg").First).ToBeVisibleAsync();
            await page.Locator("figure summary").First.PressAsync("Enter");
            await Assertions.Expect(page.Locator("figure").First.Locator("tbody tr")).ToHaveCountAsync(30);
            await Assertions.Expect(page.Locator("figure").Last).ToContainTextAsync("fewer than 10");

            await page.GotoAsync("/admin/assortment");
            var cell = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Starting, Protein, Vegan: ") });
            var told = (await cell.TextContentAsync())!.Trim();
            await page.GotoAsync((await cell.GetAttributeAsync("href"))!);

            await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
            var shown = await page.Locator("ul.shelf .item:not(.out)").CountAsync();
            Assert.StartsWith($"{shown}", told.Replace("none", "0", StringComparison.Ordinal), StringComparison.Ordinal);
        },
        width: width);

    [Fact]
    public Task A_list_is_kept_under_a_name_and_opened_again() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/orders?status=failed&q=Whitlock");
        await page.GetByText("Keep or change views").PressAsync("Enter");
        await Assertions.Expect(page.GetByText("What is searched for is not kept")).ToBeVisibleAsync();
        await page.GetByLabel("Name of the view").FillAsync("Failed ones");
        await page.GetByLabel("For everybody").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "All orders", Exact = true }).PressAsync("Enter");

        await page.GetByRole(AriaRole.Link, new() { Name = "Failed ones, for everybody" }).PressAsync("Enter");

        await page.WaitForURLAsync("**/admin/orders?status=failed", new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(page.Locator("select#status")).ToHaveValueAsync("Failed");
    });
}
