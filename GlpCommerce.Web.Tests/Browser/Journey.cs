using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>What shoppers do in a real browser, by the words they see.</summary>
internal static partial class Journey
{
    public const string Works = "Test card that works";
    public const string Declines = "Test card that the bank declines";
    public const string Asks = "Test card that asks you to approve";
    public const string TakesTime = "Test card behind a bad network";

    private const string ItsStatus = "main[data-order-status]";

    /// <summary>Signs in as the shop's administrator and goes on to one of the staff's pages.</summary>
    public static async Task SignInAsStaffAsync(this IPage page, string path)
    {
        await page.GotoAsync($"/account/sign-in?return={Uri.EscapeDataString(path)}");
        await page.GetByLabel("Email").FillAsync(Support.Some.AdminEmail);
        await page.GetByLabel("Password").FillAsync(Support.Some.Password);
        await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        // The page before has a headline too.
        await Assertions.Expect(page).Not.ToHaveURLAsync(SignIn());
        await Assertions.Expect(page.Locator("#main h1")).ToBeVisibleAsync();
    }

    /// <summary>From the front page to a filled-in checkout.</summary>
    public static async Task FillCartAndCheckOutAsync(this IPage page)
    {
        await page.FillCartAsync();
        await page.CheckOutAsync();
    }

    /// <summary>From the front page by way of the shelf and a product to the cart.</summary>
    public static async Task FillCartAsync(this IPage page)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = SeeAll() }).ClickAsync();
        // The front page has a shelf too.
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Everything on the shelf");
        await page.Locator("ul.shelf .item:not(.out) h2 a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your cart");
    }

    /// <summary>From the cart to a form in which only the card is missing.</summary>
    public static async Task CheckOutAsync(this IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Check out as a guest" }).ClickAsync();
        await page.GetByLabel("Email").FillAsync("dana@example.com");
        await page.FillAddressAsync();
    }

    public static async Task FillAddressAsync(this IPage page)
    {
        await page.GetByLabel("Full name").FillAsync("Dana Whitlock");
        await page.GetByLabel("Street address").FillAsync("2210 N Halsted St");
        await page.GetByLabel("City").FillAsync("Chicago");
        await page.Locator("select#state").SelectOptionAsync("IL");
        await page.GetByLabel("ZIP code").FillAsync("60614");
    }

    public static async Task PlaceAsync(this IPage page, string card)
    {
        await page.GetByLabel(card).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Place() }).ClickAsync();
        // Not for its load event, which gets lost when the page is read again while it arrives.
        await Assertions.Expect(page).ToHaveURLAsync(Order());
        await page.Locator(ItsStatus).WaitForAsync();
    }

    /// <summary>Waits for the page to say where the order stands, without loading it again.</summary>
    public static Task SaysAsync(this IPage page, string status) =>
        Assertions.Expect(page.Locator(ItsStatus)).ToHaveAttributeAsync("data-order-status", status);

    /// <summary>Loads the page again, as somebody without script must, until it says where the order stands.</summary>
    public static async Task ReloadUntilAsync(this IPage page, string status)
    {
        // Waits for the order's page first: the one before may still stand.
        for (var end = DateTime.UtcNow.AddSeconds(60); await page.Locator(ItsStatus).GetAttributeAsync("data-order-status") != status; await page.ReloadAsync())
        {
            Assert.True(DateTime.UtcNow < end, $"The order is not {status}.");
        }
    }

    /// <summary>Waits until the page has all that it is drawn with, and its scripts have run.</summary>
    public static Task LoadedAsync(this IPage page) => page.WaitForFunctionAsync("() => document.readyState === 'complete'");

    /// <summary>By how much the page is wider than its screen.</summary>
    public static async Task<int> TooWideAsync(this IPage page)
    {
        await page.LoadedAsync();
        return await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignIn();

    [GeneratedRegex("^See all")]
    private static partial Regex SeeAll();

    [GeneratedRegex("^Place order")]
    private static partial Regex Place();

    [GeneratedRegex("/orders/[A-Za-z0-9_-]+$")]
    private static partial Regex Order();
}
