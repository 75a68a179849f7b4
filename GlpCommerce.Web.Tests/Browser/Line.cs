using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>What a page for staff is connected by to the shop, to be cut and mended.</summary>
internal sealed class Line
{
    /// <summary>What a browser complains about while it is cut.</summary>
    public const string Complaints = "/_blazor|blazor.web|WebSocket is already in CLOSING";

    private readonly IPage _page;
    private (IWebSocketRoute Page, IWebSocketRoute Shop)? _open;

    private Line(IPage page) => _page = page;

    public static async Task<Line> LayAsync(IPage page)
    {
        var line = new Line(page);
        await page.RouteWebSocketAsync(address => address.Contains("/_blazor", StringComparison.Ordinal), route => line._open = (route, route.ConnectToServer()));
        return line;
    }

    /// <summary>The page notices it at once, and cannot come back.</summary>
    public async Task CutAsync()
    {
        await _page.Context.SetOfflineAsync(true);
        var (page, shop) = _open!.Value;
        await shop.CloseAsync();
        await page.CloseAsync();
        await Assertions.Expect(Away).ToBeVisibleAsync();
    }

    /// <summary>The page comes back by itself, and goes on where it was.</summary>
    public async Task MendAsync()
    {
        await _page.Context.SetOfflineAsync(false);
        await Assertions.Expect(Away).ToBeHiddenAsync(new() { Timeout = 60_000 });
    }

    /// <summary>The page is opened anew: what was on its other end is gone.</summary>
    public async Task LoseAsync()
    {
        await _page.Context.SetOfflineAsync(false);
        await _page.ReloadAsync();
    }

    private ILocator Away => _page.Locator("#components-reconnect-modal .components-reconnect-dialog");
}
