using System.Collections.Concurrent;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Every kind of page as a real browser draws it.</summary>
[Collection(BrowserTests.Name)]
public sealed class PageTests(Chromium chromium)
{
    private const int MostBytes = 160 * 1024;
    private const int MostRequests = 12;

    private const string Missing = "/nothing-stands-here";

    private static readonly string[] Pages =
    [
        "/", "/shop", "/shop?stage=starting&need=protein&without=milk", "/shop/meal-prep", "/products/whey-isolate-powder-soft-vanilla",
        "/learn", "/learn/guide-02-protein", "/pages/privacy", "/pages/health-data", "/pages/terms", "/pages/shipping-returns",
        "/pages/accessibility", "/pages/contact", "/cart", "/account/register", "/account/sign-in", "/account/forgot",
        "/account/confirm?token=abcdefghijklmnopqrstuvwxyz",
    ];

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    public Task No_page_scrolls_sideways(int width) => chromium.JourneyAsync(
        async page =>
        {
            var wide = new List<string>();
            foreach (var path in Pages.Append(Missing))
            {
                await page.GotoAsync(path);
                await NoteAsync(page, wide);
            }

            await page.FillCartAsync();
            await NoteAsync(page, wide);
            await page.CheckOutAsync();
            await NoteAsync(page, wide);
            await page.PlaceAsync(Journey.Declines);
            await page.SaysAsync("failed");
            await NoteAsync(page, wide);

            Assert.Empty(wide);
        },
        width,
        missing: Missing);

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    public Task Neither_the_banks_question_nor_a_confirmed_order_scrolls_sideways(int width) => chromium.JourneyAsync(
        async page =>
        {
            var wide = new List<string>();
            await page.FillCartAndCheckOutAsync();
            await page.PlaceAsync(Journey.Asks);
            await page.GetByRole(AriaRole.Link, new() { Name = "Approve with your bank" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve the payment" })).ToBeVisibleAsync();
            await NoteAsync(page, wide);
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve the payment" }).ClickAsync();
            await page.SaysAsync("confirmed");
            await NoteAsync(page, wide);

            Assert.Empty(wide);
        },
        width);

    [Theory]
    [InlineData("/")]
    [InlineData("/shop")]
    [InlineData("/products/whey-isolate-powder-soft-vanilla")]
    public Task The_first_view_is_light(string path) => chromium.JourneyAsync(async page =>
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        var sizes = new ConcurrentDictionary<string, (string Url, double Bytes)>();
        session.Event("Network.responseReceived").OnEvent += (_, e) =>
            sizes[e!.Value.GetProperty("requestId").GetString()!] = (e.Value.GetProperty("response").GetProperty("url").GetString()!, 0);
        session.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            var id = e!.Value.GetProperty("requestId").GetString()!;
            sizes[id] = (sizes.GetValueOrDefault(id).Url, e.Value.GetProperty("encodedDataLength").GetDouble());
        };

        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });

        var loaded = sizes.Values.Where(file => file.Url is { } url && !url.EndsWith(".svg", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal)).ToList();
        var list = string.Join("\n", loaded.OrderByDescending(file => file.Bytes).Select(file => $"{file.Bytes,9:N0} {file.Url}"));
        Assert.True(loaded.Sum(file => file.Bytes) is > 0 and <= MostBytes, list);
        Assert.True(loaded.Count <= MostRequests, list);
    });

    [Fact]
    public Task The_dark_pages_complain_about_nothing() => chromium.JourneyAsync(
        async page =>
        {
            foreach (var path in Pages)
            {
                await page.GotoAsync(path);
                await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
            }
        },
        dark: true);

    [Fact]
    public Task Every_picture_is_drawn() => chromium.JourneyAsync(async page =>
    {
        await page.GotoAsync("/shop");

        await Poll.UntilAsync(
            () => page.Locator("svg.pack use").EvaluateAllAsync<int>("uses => uses.filter(use => use.getBBox().width === 0).length"), missing => missing == 0, "every picture to be drawn");
    });

    [Fact]
    public Task Filters_and_pages_work_with_the_back_button() => chromium.JourneyAsync(async page =>
    {
        await page.GotoAsync("/shop");
        var everything = await page.Locator("main [role=status]").TextContentAsync();
        await page.GetByLabel("Protein").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show products" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Protein");

        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });

        await Assertions.Expect(page.Locator("main [role=status]")).ToHaveTextAsync(everything!);
    });

    private static async Task NoteAsync(IPage page, List<string> wide)
    {
        var over = await page.TooWideAsync();
        if (over > 0)
        {
            wide.Add($"{page.Url} by {over} px");
        }
    }
}
