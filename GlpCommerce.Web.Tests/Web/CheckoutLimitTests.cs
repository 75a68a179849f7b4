using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class CheckoutLimitTests
{
    [Fact]
    public async Task With_the_limits_as_they_come_twenty_presses_make_one_order_and_each_is_answered_by_it_or_by_a_sentence()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        var product = await shop.InStockAsync();
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => checkout.PressAsync()));

        var order = Assert.Single(await shop.OrdersOfAsync(product));
        var refused = answers.Where(answer => answer.Path != $"/orders/{order.PublicId}").ToList();
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.All(refused, answer => Assert.Contains("Wait a minute", answer.Text("main"), StringComparison.Ordinal));
        Assert.NotEqual(20, refused.Count);
    }

    [Fact]
    public async Task One_browser_may_not_try_cards_without_end_and_another_still_can()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        var product = await shop.InStockAsync();
        using var trier = shop.NewVisitor();
        using var other = shop.NewVisitor();
        var statuses = new List<HttpStatusCode>();
        var checkout = await trier.BeginCheckoutAsync(product);
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await checkout.PressAsync()).Status);
        }

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], statuses);
        await other.BuyAsync(product);
    }

    [Fact]
    public async Task One_address_does_not_leave_carts_behind_without_end()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:CartPerAddress", "3"));
        var product = await shop.InStockAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var visitor = shop.NewVisitor();
            statuses.Add((await (await visitor.ProductAsync(product)).AddToCartAsync()).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task A_member_may_not_try_cards_without_end_from_one_browser_after_another()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        var product = await shop.InStockAsync();
        var email = await shop.RegisteredAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var browser = shop.NewVisitor();
            await browser.SignInAsync(email);
            statuses.Add((await (await browser.BeginCheckoutAsync(product)).PressAsync()).Status);
        }

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task One_browser_may_not_guess_codes_without_end_and_can_still_change_its_cart()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        var product = await shop.InStockAsync();
        using var guesser = shop.NewVisitor();
        var cart = await (await guesser.ProductAsync(product)).AddToCartAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await cart.UseCodeAsync($"GUESS-{i}")).Status);
        }

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal("2", (await cart.SetAsync(product.Name, "2")).Quantity(product.Name));
    }

    [Fact]
    public async Task A_code_that_is_sent_past_the_path_that_counts_guesses_is_not_tried()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var guesser = shop.NewVisitor();
        var cart = await (await guesser.ProductAsync(await shop.InStockAsync())).AddToCartAsync();

        var right = await cart.UseCodeAtAsync("/cart", code);
        var wrong = await right.UseCodeAtAsync("/cart", "GUESS-1");
        var tried = await wrong.UseCodeAsync(code);

        Assert.Equal((null, null), (right.Discount, wrong.Discount));
        Assert.Equal((right.Status, right.CodeMessage), (wrong.Status, wrong.CodeMessage));
        Assert.NotNull(tried.Discount);
    }

    [Fact]
    public async Task One_browser_may_not_have_the_provider_asked_without_end()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        using var asker = shop.NewVisitor();
        await (await asker.ProductAsync(await shop.InStockAsync())).AddToCartAsync();
        var statuses = new List<HttpStatusCode>();
        foreach (var path in (string[])["pay", "back", "pay", "back"])
        {
            statuses.Add((await asker.OpenAsync($"/orders/nobody/{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses.Take(3));
    }
}
