using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>
/// Every page by the rules of WCAG 2.2 AA, in both colour schemes, on a phone and on a desk, and none wider than its screen. A page
/// that is new is found by itself; what its address names has to be linked to from another page.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(Chromium chromium)
{
    /// <summary>Looked at in the middle of <see cref="SecondStepTests"/>, for only whoever has half signed in gets there.</summary>
    private const string SecondStep = "/account/code";

    private static readonly IReadOnlyList<string> Staff = [.. PageWalk.Templates.Where(template => template == StaffPages.Root || template.StartsWith($"{StaffPages.Root}/", StringComparison.Ordinal))];

    private static readonly IReadOnlyList<string> Shop = [.. PageWalk.Templates.Except(Staff).Except([SecondStep])];

    [Fact]
    public Task The_shop_shuts_nobody_out() => chromium.JourneyAsync(
        async page =>
        {
            await page.BringAxeAsync();
            var walk = new PageWalk(page);
            await walk.OpenAllAsync(Shop);
            await walk.OpenAsync("/shop?stage=starting&need=protein&without=milk");
            await walk.OpenAsync("/shop?q=nothing-of-the-kind");
            await walk.OpenAsync("/products/nothing-of-the-kind");
            await page.FillCartAsync();
            await walk.LookAsync("a cart with goods");
            await page.CheckOutAsync();
            await page.GetByLabel("ZIP code").FillAsync("1");
            await page.GetByLabel("Email").FillAsync("nobody");
            await page.Locator("#place").ClickAsync();
            await Assertions.Expect(page.Locator("#zip-e")).ToBeVisibleAsync();
            await walk.LookAsync("a checkout that was refused");

            await page.SignInAsStaffAsync("/account");
            await walk.OpenAllAsync(Shop);
            await LookAtOrdersAsync(page, walk);

            Assert.Empty(walk.Missed(Shop));
            Assert.True(walk.Wrong.Count == 0, string.Join('\n', walk.Wrong));
        },
        missing: "/not-found|/error|nothing-of-the-kind|/account/confirm|/account/reset|/checkout");

    [Fact]
    public Task The_staffs_pages_shut_nobody_out() => chromium.JourneyAsync(async page =>
    {
        var product = await FillAsync();
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.Works);
        await page.SaysAsync("confirmed");
        await page.BringAxeAsync();
        await page.SignInAsStaffAsync(StaffPages.Root);
        var walk = new PageWalk(page);
        var states = new StaffStates(chromium, page, walk);
        await states.LookAtFileAsync();
        await walk.OpenAllAsync(Staff);
        await walk.OpenAsync($"/admin/products/{product}");
        await states.LookAtProductAsync();
        await states.LookAtOrderAsync();

        Assert.Empty(walk.Missed(Staff));
        Assert.True(walk.Wrong.Count == 0, string.Join('\n', walk.Wrong));
    });

    private static async Task LookAtOrdersAsync(IPage page, PageWalk walk)
    {
        await page.FillCartAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check out", Exact = true }).ClickAsync();
        await page.FillAddressAsync();
        await page.PlaceAsync(Journey.Declines);
        await page.SaysAsync("failed");
        await walk.LookAsync("an order that was declined");
        await walk.OpenAsync($"{new Uri(page.Url).AbsolutePath}/pay");

        await page.GetByLabel(Journey.Asks).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Pay ") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Approve with your bank" })).ToBeVisibleAsync();
        await walk.LookAsync("an order that waits for its bank");
        await walk.OpenAsync($"{new Uri(page.Url).AbsolutePath}/approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve the payment" }).ClickAsync();
        await page.SaysAsync("confirmed");
        await walk.LookAsync("an order that is paid");
        await walk.OpenAsync("/account");
        await walk.LookAsync("an account with orders");
    }

    /// <summary>What a shop has after some weeks: something to approve, something given up, something archived.</summary>
    /// <returns>A product with words that a manager has to approve.</returns>
    private async Task<int> FillAsync()
    {
        await using var db = chromium.Shop.Db();
        var (marked, archived) = (Some.Product("Miracle Oats", published: false), Some.Product("Old Oats", published: false));
        marked.Description = "A miracle in a bowl.";
        archived.IsArchived = true;
        db.AddRange(marked, archived);
        db.Add(new Job { Kind = "send-order-confirmation", Payload = """{"orderId":1}""", CreatedAt = DateTime.UtcNow, DueAt = DateTime.UtcNow, Attempts = 3, DeadAt = DateTime.UtcNow, LastError = "The mail server said: 550 no such mailbox." });
        await db.SaveChangesAsync();
        await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));
        return marked.Id;
    }
}
