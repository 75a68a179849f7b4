using System.Collections.Concurrent;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>One real browser and one running shop for all journeys.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>As long as anything in a browser is waited for, in milliseconds.</summary>
    private const int Patience = 60_000;

    private const int Tall = 900;

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public ShopProcess Shop { get; private set; } = null!;

    /// <summary>By which people may sign in to the shop.</summary>
    public FakeOpenId Provider { get; private set; } = null!;

    /// <summary>
    /// Walks through the shop in a fresh browser window, and fails if the console complained or anything was asked of
    /// another host.
    /// </summary>
    /// <param name="missing">A path that nobody has, or several with "|" between them, so that the browser may complain about it; words of a complaint do too.</param>
    /// <param name="at">Another shop than the usual one.</param>
    /// <param name="friends">Other hosts that may be asked.</param>
    public async Task JourneyAsync(
        Func<IPage, Task> walk, int width = 1280, bool script = true, bool dark = false, string? missing = null, Uri? at = null, params string[] friends)
    {
        await using var window = await _browser.NewContextAsync(new()
        {
            BaseURL = (at ?? Shop.Address).ToString(),
            ViewportSize = new() { Width = width, Height = Tall },
            JavaScriptEnabled = script,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-US",
            TimezoneId = "America/Chicago",
        });
        // They come on the browser's own thread.
        var complaints = new ConcurrentQueue<string>();
        var page = await window.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) => Note(message.Type is "error" or "warning" && !IsMissing($"{message.Location} {message.Text}") ? $"{message.Type}: {message.Text}" : null);
        page.PageError += (_, error) => Note($"error: {error}");
        page.Request += (_, request) => Note(IsForeign(request.Url, [(at ?? Shop.Address).Authority, .. friends]) ? $"asked {request.Url}" : null);
        page.Response += (_, response) => Note(response.Status >= 400 && !IsMissing(response.Url) ? $"{response.Status} {response.Url}" : null);

        await walk(page);

        Assert.Empty(complaints);

        bool IsMissing(string url) => missing is not null && missing.Split('|').Any(path => url.Contains(path, StringComparison.Ordinal));

        void Note(string? complaint)
        {
            if (complaint is not null)
            {
                complaints.Enqueue(complaint);
            }
        }
    }

    /// <summary>How many orders there are.</summary>
    public async Task<int> OrdersAsync()
    {
        await using var db = Shop.Db();
        return await db.Set<Order>().CountAsync();
    }

    /// <summary>The address of somebody who is a manager; the password is that of all.</summary>
    public async Task<string> ManagerAsync()
    {
        var email = Members.NewAddress();
        using var visitor = Shop.NewVisitor();
        await visitor.RegisterAsync(email);
        await visitor.FollowAsync(await Shop.ConfirmLinkAsync(email));
        await using var db = Shop.Db();
        var account = await db.Accounts.SingleAsync(a => a.Email == email);
        db.AccountRoles.Add(new() { UserId = account.Id, RoleId = await db.Roles.Where(r => r.Name == Roles.Manager).Select(r => r.Id).SingleAsync() });
        await db.SaveChangesAsync();
        return email;
    }

    public async ValueTask InitializeAsync()
    {
        // Of itself an expectation waits for five seconds, which a busy machine may take for a page.
        Assertions.SetDefaultExpectTimeout(Patience);
        // Passkeys belong to a name, never to a number: the shop calls itself localhost, and is there under both.
        var port = ShopProcess.FreePort();
        Provider = await FakeOpenId.StartAsync();
        Shop = await (await ShopProcess.NewAsync(
            DatabaseProvider.Sqlite, [("Urls", $"http://127.0.0.1:{port}"), ("Shop:PublicUrl", $"http://localhost:{port}"), .. Provider.Settings()])).StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Shop.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static bool IsForeign(string url, string[] known) =>
        new Uri(url) is { Scheme: not ("data" or "blob") } address && !known.Contains(address.Authority);
}

[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
