using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Paying through Stripe in a real browser, against stand-ins of Stripe.js and of Stripe.</summary>
[Collection(BrowserTests.Name)]
public sealed class StripeTests(Chromium chromium, StripeShop at) : IClassFixture<StripeShop>
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_card_typed_into_stripes_field_pays_the_order(int width) => WalkAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await PayAsync(page, "ctoken_card_visa_1" + width, "Place order");

            await page.SaysAsync("confirmed");
            Assert.Equal(FakeStripe.PublishableKey, await KeyOnCheckoutAsync(page));
        },
        width);

    [Fact]
    public Task The_field_is_told_the_amount_that_the_button_says() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.GetByLabel(StripeShop.Card).WaitForAsync();

        var asked = await page.EvaluateAsync<string>("`$${(stripeAsked.amount / 100).toFixed(2)} ${stripeAsked.currency} ${stripeAsked.mode}`");

        var button = await page.Locator("#place").TextContentAsync();
        Assert.Equal($"{button!.Split(' ')[^1]} usd payment", asked);
    });

    [Fact]
    public Task What_stripes_field_refuses_is_said_beside_it_and_nothing_is_sent() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.GetByLabel(StripeShop.Card).WaitForAsync();

        await page.Locator("#place").ClickAsync();

        await Assertions.Expect(page.Locator("#pay-e")).ToHaveTextAsync("Your card number is incomplete.");
        await Assertions.Expect(page.Locator("#place")).ToBeEnabledAsync();
        Assert.EndsWith("/checkout", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_total_that_changes_with_the_state_is_told_to_the_field() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        var before = long.Parse((await page.Locator("#payment").GetAttributeAsync("data-amount"))!, CultureInfo.InvariantCulture);

        await page.Locator("select#state").SelectOptionAsync(StripeShop.TaxedState);
        await Assertions.Expect(page.Locator("#place")).Not.ToContainTextAsync(new Money(before).ToString());

        var now = await page.EvaluateAsync<long>("stripeAsked.amount");
        Assert.NotEqual(before, now);
        await Assertions.Expect(page.Locator("#place")).ToContainTextAsync(new Money(now).ToString());
    });

    [Theory]
    [InlineData("refused", "This card is not accepted here.")]
    [InlineData("breaks", "The payment could not be prepared. Nothing was charged. Please try again.")]
    public Task What_stripes_script_does_not_make_a_token_of_is_said_and_another_card_pays(string typed, string said) => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, typed, "Place order");

        await Assertions.Expect(page.Locator("#pay-e")).ToHaveTextAsync(said);
        await PayAsync(page, $"ctoken_card_visa_after_{typed}", "Place order");
        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task Where_stripes_field_cannot_be_loaded_the_form_leads_to_stripes_page() => WalkAsync(async page =>
    {
        await page.AddInitScriptAsync("window.frameSays = 'loaderror'");
        await page.FillCartAndCheckOutAsync();

        await LeadsToStripeAsync(page);
    });

    [Fact]
    public Task Where_stripes_field_never_comes_the_form_leads_to_stripes_page_too() => WalkAsync(async page =>
    {
        await page.AddInitScriptAsync("window.frameSays = 'nothing'");
        await page.Clock.InstallAsync();
        await page.FillCartAndCheckOutAsync();
        await page.Locator("#place").ClickAsync();
        await Assertions.Expect(page.Locator("#place")).ToBeDisabledAsync();

        await page.Clock.FastForwardAsync(20_000);

        await LeadsToStripeAsync(page);
    });

    [Fact]
    public Task A_forgotten_field_of_the_form_does_not_cost_the_card() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await page.GetByLabel("ZIP code").FillAsync("");
        await PayAsync(page, "ctoken_card_visa_kept", "Place order");
        await Assertions.Expect(page.GetByText("What you typed for the payment is kept.")).ToBeVisibleAsync();

        await page.GetByLabel("ZIP code").FillAsync("60614");
        await page.Locator("#place").ClickAsync();

        await page.SaysAsync("confirmed");
    }, refused: true);

    [Fact]
    public Task A_declined_shopper_pays_the_same_order_with_another_card() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, "ctoken_card_chargeDeclined_1", "Place order");
        await page.SaysAsync("failed");

        await page.GetByRole(AriaRole.Link, new() { Name = "Choose another way to pay" }).ClickAsync();
        await PayAsync(page, "ctoken_card_visa_second", "Pay $");

        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task The_banks_question_is_answered_from_the_orders_page() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, "ctoken_card_threeDSecure2Required_1", "Place order");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on with the payment" }).ClickAsync();
        var approve = page.GetByRole(AriaRole.Button, new() { Name = "Approve with your bank" });
        await approve.WaitForAsync();
        await page.LoadedAsync();

        await approve.ClickAsync();

        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task What_the_bank_refuses_is_said_on_the_orders_page_and_another_card_pays() => WalkAsync(async page =>
    {
        at.Approves = false;
        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, "ctoken_card_threeDSecure2Required_denied", "Place order");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on with the payment" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve with your bank" }).ClickAsync();

        await page.SaysAsync("failed");
        at.Approves = true;
        await Assertions.Expect(page.GetByText("The payment was not approved with your bank.").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Choose another way to pay" }).ClickAsync();
        await PayAsync(page, "ctoken_card_visa_after_a_no", "Pay $");
        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task A_way_to_pay_that_leads_away_comes_back_to_the_order() => WalkAsync(async page =>
    {
        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, "ctoken_redirect_1", "Place order");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on with the payment" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "approve" }).ClickAsync();

        await page.SaysAsync("confirmed");
    });

    [Fact]
    public Task Without_script_the_order_is_paid_on_stripes_own_page() => WalkAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await page.Locator("#place").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "pay", Exact = true }).ClickAsync();

            await page.ReloadUntilAsync("confirmed");
        },
        script: false);

    [Fact]
    public Task Who_comes_back_from_stripes_page_need_not_wait_for_a_message() => WalkAsync(
        async page =>
        {
            at.Stripe.Outbox.Shop = null;
            await page.FillCartAndCheckOutAsync();
            await page.Locator("#place").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "pay", Exact = true }).ClickAsync();

            await page.ReloadUntilAsync("confirmed");
            at.Stripe.Outbox.Shop = at.Shop.Address;
        },
        script: false);

    [Fact]
    public Task Who_leaves_stripes_page_finds_the_order_and_goes_on_there() => WalkAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();
            await page.Locator("#place").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "cancel" }).ClickAsync();
            await page.ReloadUntilAsync("pending");

            await page.GetByRole(AriaRole.Link, new() { Name = "Go on with the payment" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "pay", Exact = true }).ClickAsync();

            await page.ReloadUntilAsync("confirmed");
        },
        script: false);

    [Fact]
    public Task Where_stripes_script_does_not_come_the_form_leads_to_stripes_page() => WalkAsync(
        async page =>
        {
            await page.FillCartAndCheckOutAsync();

            await LeadsToStripeAsync(page);
        },
        bring: page => page.RouteAsync($"https://{StripeShop.ScriptHost}/**", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" })));

    [Fact]
    public Task Stripes_script_is_asked_for_on_the_payment_step_only() => WalkAsync(async page =>
    {
        var asked = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Host == StripeShop.ScriptHost)
            {
                asked.Add(new Uri(page.Url).AbsolutePath);
            }
        };
        foreach (var path in (string[])["/", "/shop", "/learn", "/cart", "/pages/privacy"])
        {
            await page.GotoAsync(path);
        }

        await page.FillCartAndCheckOutAsync();
        await PayAsync(page, "ctoken_card_visa_only", "Place order");
        await page.SaysAsync("confirmed");

        Assert.Equal(["/checkout"], asked);
    });

    private Task WalkAsync(Func<IPage, Task> walk, int width = 1280, bool script = true, Func<IPage, Task>? bring = null, bool refused = false) => chromium.JourneyAsync(
        async page =>
        {
            await (bring ?? at.BringAsync)(page);
            await walk(page);
        },
        width,
        script,
        missing: refused ? "/checkout" : null,
        at: at.Shop.Address,
        friends: at.Friends);

    private static async Task LeadsToStripeAsync(IPage page)
    {
        await Assertions.Expect(page.GetByText("You pay on the next page, at Stripe.")).ToBeVisibleAsync();

        await page.Locator("#place").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "pay", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task PayAsync(IPage page, string token, string button)
    {
        await page.GetByLabel(StripeShop.Card).FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(button)}") }).ClickAsync();
    }

    private static async Task<string?> KeyOnCheckoutAsync(IPage page)
    {
        await page.FillCartAsync();
        await page.CheckOutAsync();
        await page.GetByLabel(StripeShop.Card).WaitForAsync();
        return await page.EvaluateAsync<string>("window.stripeKey");
    }
}
