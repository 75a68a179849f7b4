using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>The HTML receipt as a real browser draws it, with the shop's own style sheets and under its own policy.</summary>
[Collection(BrowserTests.Name)]
public sealed class ReceiptTests(Chromium chromium)
{
    private const string Address = "/a-receipt";

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_receipt_is_drawn_under_the_strict_policy_and_does_not_scroll_sideways(int width) => chromium.JourneyAsync(
        async page =>
        {
            var receipt = SomeReceipt.With(
                [new("TST-0001", new string('W', 200), 12, Money.Of(98_765.43m)), .. SomeReceipt.Long().Lines],
                refunds: [new(Some.Noon, "Refunded to your card", Money.Of(11m))]);
            var html = await SomeReceipt.Templates.HtmlAsync(receipt);
            await page.RouteAsync($"**{Address}", route => route.FulfillAsync(new()
            {
                Body = html,
                ContentType = "text/html; charset=utf-8",
                Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = SecurityHeaders.ContentSecurityPolicy },
            }));

            await page.GotoAsync(Address);

            Assert.Equal("4px", await page.EvalOnSelectorAsync<string>(".merchant", "e => getComputedStyle(e).borderBottomWidth"));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        },
        width);

    [Fact]
    public Task On_paper_it_is_dark_on_white_also_for_a_reader_who_likes_it_dark() => chromium.JourneyAsync(
        async page =>
        {
            var html = await SomeReceipt.Templates.HtmlAsync(SomeReceipt.With());
            await page.RouteAsync($"**{Address}", route => route.FulfillAsync(new() { Body = html, ContentType = "text/html; charset=utf-8" }));
            await page.GotoAsync(Address);

            await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });

            Assert.Equal("rgb(30, 43, 40)", await page.EvalOnSelectorAsync<string>("h1", "e => getComputedStyle(e).color"));
            Assert.Equal("rgb(255, 255, 255)", await page.EvalOnSelectorAsync<string>("main", "e => getComputedStyle(e).backgroundColor"));
        },
        dark: true);
}
