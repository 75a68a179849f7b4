using System.Net;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>A discount code from the cart to the order's page, in a browser without script.</summary>
public sealed class DiscountTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_is_shown_as_a_signed_line_in_cart_checkout_order_and_email(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();

        var cart = await (await CartAsync(shop, visitor, price: 100m)).UseCodeAsync($" {code.ToLowerInvariant()} ");
        var checkout = await cart.CheckOutAsync();
        var order = await (await checkout.FillIn().PlaceAsync()).UntilAsync(OrderStatus.Confirmed);

        Assert.Equal(("/cart", $"Discount ({code})−$5.00", "$95.00"), (cart.Page.Path, cart.Discount, cart.Total));
        Assert.Contains($"Discount ({code})−$5.00", checkout.Page.Text("main aside table"), StringComparison.Ordinal);
        Assert.Contains("$95.00", checkout.Button, StringComparison.Ordinal);
        Assert.Contains($"Discount ({code})−$5.00", order.Page.Text("main aside table"), StringComparison.Ordinal);
        Assert.Equal("$95.00", order.Total);
        var email = (await Poll.UntilAsync(() => Task.FromResult(shop.EmailsOf(order.Number)), mails => mails.Count > 0, "the confirmation to lie in the outbox"))[0];
        Assert.Contains("Discount: −$5.00", email.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_does_not_count_is_refused_beside_its_field_and_stays_in_it()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5, from: 50));
        using var visitor = shop.NewVisitor();
        var cart = await CartAsync(shop, visitor, price: 30m);

        var unknown = await cart.UseCodeAsync("sprnig");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "sprnig", DiscountProblems.Unknown.Message), (unknown.Status, unknown.Code, unknown.CodeMessage));

        var early = await unknown.UseCodeAsync(code);
        Assert.Equal((code, "This code counts for products worth $50.00 or more. $20.00 is missing."), (early.Code, early.CodeMessage));
        Assert.Equal((null, ""), ((await visitor.CartAsync()).Discount, (await visitor.CartAsync()).Code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_for_accounts_asks_a_guest_to_sign_in_and_counts_once_for_a_member(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        using var guest = shop.NewVisitor();
        var refused = await (await CartAsync(shop, guest, price: 100m)).UseCodeAsync(code);
        var (visitor, _) = await shop.MemberAsync();
        using var member = visitor;

        var cart = await (await CartAsync(shop, member, price: 100m)).UseCodeAsync(code);
        var checkout = await cart.CheckOutAsync();
        var order = await (await checkout.FillIn().PlaceAsync()).UntilAsync(OrderStatus.Confirmed);
        var again = await (await CartAsync(shop, member, price: 100m)).UseCodeAsync(code);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, DiscountProblems.SignIn.Message), (refused.Status, refused.CodeMessage));
        Assert.Equal(("$95.00", "$95.00"), (cart.Total, order.Total));
        Assert.Contains("$95.00", checkout.Button, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, DiscountProblems.Used.Message), (again.Status, again.CodeMessage));
    }

    [Fact]
    public async Task A_code_can_be_removed_by_its_button_or_by_emptying_the_field()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();
        var cart = await (await CartAsync(shop, visitor, price: 30m)).UseCodeAsync(code);

        var removed = await cart.ForgetCodeAsync();
        var emptied = await (await removed.UseCodeAsync(code)).UseCodeAsync(" ");

        Assert.NotNull(cart.Discount);
        Assert.Equal((null, null), (removed.Discount, emptied.Discount));
    }

    [Fact]
    public async Task A_code_leaves_the_tax_estimate_where_it_was()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();
        await CartAsync(shop, visitor, price: 30m);
        var cart = new CartPage(visitor, await visitor.OpenAsync("/cart?state=IL"));

        Assert.Equal("/cart?state=IL", (await cart.UseCodeAsync(code)).Page.Path);
    }

    [Fact]
    public async Task A_code_that_was_switched_off_meanwhile_is_told_before_the_order_is_placed_for_the_full_total()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        await (await (await visitor.ProductAsync(product)).AddToCartAsync()).UseCodeAsync(code);
        var checkout = (await visitor.CheckoutAsync()).FillIn();
        await shop.Services.GetRequiredService<DiscountEditor>().SwitchOffAsync(code, Actor.Shop);

        var refused = await checkout.PlaceRefusedAsync();
        var cart = await visitor.CartAsync();
        var order = await refused.PlaceAsync();

        Assert.Contains("The total is now $100.00, without your discount code.", refused.Alerts[0], StringComparison.Ordinal);
        Assert.Contains($"{code} is left out.", refused.Page.Text("main aside"), StringComparison.Ordinal);
        Assert.Equal((DiscountProblems.Unknown.Message, code, null), (cart.CodeMessage, cart.Code, cart.Discount));
        Assert.Equal("$100.00", order.Total);
        Assert.Null(Assert.Single(await shop.OrdersOfAsync(product)).DiscountCode);
    }

    [Fact]
    public async Task An_order_that_costs_nothing_asks_for_no_card_and_stands_at_once()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Percent(100));
        using var visitor = shop.NewVisitor();
        await (await CartAsync(shop, visitor, price: 80m)).UseCodeAsync(code);

        var checkout = await visitor.CheckoutAsync();
        var order = await checkout.FillIn().PlaceAsync();

        Assert.Null(checkout.Page.Document.QuerySelector("main input[name=payment]"));
        Assert.Equal(("confirmed", "$0.00"), (order.OrderStatus, order.Total));
    }

    [Fact]
    public async Task A_code_for_a_cart_that_another_window_emptied_is_no_error()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product());
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();
        await (await visitor.CartAsync()).TakeOutAsync(product.Name);

        var answer = await cart.UseCodeAsync(code);

        Assert.True(answer.IsEmpty);
        Assert.True((int)answer.Status < 500);
    }

    [Fact]
    public async Task Another_browser_sees_the_total_of_an_order_and_neither_its_discount_nor_the_code()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        await (await CartAsync(shop, visitor, price: 100m)).UseCodeAsync(code);
        var order = await (await visitor.CheckoutAsync()).FillIn().PlaceAsync();

        var seen = await stranger.OrderAsync(order.PublicId);

        Assert.Contains("Total", seen.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("−$5.00", seen.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(code, seen.Page.Html, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<CartPage> CartAsync(ShopServer shop, Visitor visitor, decimal price) =>
        await (await visitor.ProductAsync(await shop.StockAsync(Some.Product(price: price)))).AddToCartAsync();
}
