using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class BuyingTests(Chromium chromium)
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_shopper_buys(int width) => chromium.JourneyAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await page.PlaceAsync(Journey.Works);
            await page.SaysAsync("confirmed");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Paid, and on the packing list.");
        },
        width);

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_shopper_who_has_paid_opens_the_receipt_from_the_orders_page(int width) => chromium.JourneyAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await page.PlaceAsync(Journey.Works);
            await page.SaysAsync("confirmed");

            await page.GetByRole(AriaRole.Link, new() { Name = "Receipt", Exact = true }).ClickAsync();

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Receipt");
            await Assertions.Expect(page.GetByText("dana@example.com")).ToBeVisibleAsync();
            Assert.Equal(0, await page.TooWideAsync());
        },
        width);

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_shopper_buys_with_script_switched_off(int width) => chromium.JourneyAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await page.PlaceAsync(Journey.Works);
            await page.ReloadUntilAsync("confirmed");
        },
        width,
        script: false);

    [Fact]
    public Task The_page_of_a_pending_order_turns_to_confirmed_by_itself() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.TakesTime);
        await page.SaysAsync("pending");
        // A page that is loaded again forgets this.
        await page.EvaluateAsync("window.sameDocument = true");

        await page.SaysAsync("confirmed");

        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
    });

    [Fact]
    public Task The_times_of_an_order_are_the_readers_own() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.TakesTime);
        await page.SaysAsync("confirmed");

        await Assertions.Expect(page.Locator("main time")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("main time").First).Not.ToContainTextAsync("UTC");
        await Assertions.Expect(page.Locator("main time").Last).Not.ToContainTextAsync("UTC");
    });

    [Fact]
    public Task A_declined_card_keeps_the_order_and_another_card_pays_it() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.Declines);
        await page.SaysAsync("failed");

        await page.GetByLabel(Journey.Works).CheckAsync();
        await page.Locator("main form button").ClickAsync();

        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task A_card_that_asks_the_bank_is_paid_once_the_shopper_approves() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.Asks);
        await page.GetByRole(AriaRole.Link, new() { Name = "Approve with your bank" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve the payment" }).ClickAsync();

        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task The_back_button_after_ordering_shows_an_empty_cart_and_orders_nothing_again() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.PlaceAsync(Journey.Works);
        await page.SaysAsync("confirmed");

        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });

        await Assertions.Expect(page.GetByText("Nothing in here yet")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_double_click_on_place_order_makes_one_order() => chromium.JourneyAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        var before = await chromium.OrdersAsync();

        await page.Locator("#place").DblClickAsync();

        await page.SaysAsync("confirmed");
        Assert.Equal(before + 1, await chromium.OrdersAsync());
    });

    [Fact]
    public Task The_whole_way_can_be_gone_with_the_keyboard() => chromium.JourneyAsync(async page =>
    {
        await page.GotoAsync("/shop");
        await page.Locator("ul.shelf button[form=add]").First.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check out as a guest" }).PressAsync("Enter");
        await page.GetByLabel("Email").FocusAsync();
        string[] typed = ["dana@example.com", "Dana Whitlock", "2210 N Halsted St", "", "Chicago"];
        foreach (var text in typed)
        {
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.PickAsync(page.Locator("select#state"), "Illinois");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("60614");
        await page.Locator("#place").PressAsync("Enter");

        await page.SaysAsync("confirmed");
    });
}
