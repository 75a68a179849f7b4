using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class AddToCartTests(ShopServers servers)
{
    [Fact]
    public async Task Two_clicks_on_one_product_add_up()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();

        await (await visitor.ProductAsync(product)).AddToCartAsync(2);
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(3);

        Assert.Equal("5", cart.Quantity(product.Name));
    }

    [Fact]
    public async Task The_add_button_of_a_shelf_puts_one_into_the_cart()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var shelf = await visitor.OpenAsync("/shop");
        var button = (IHtmlElement)shelf.Document.QuerySelector("button[form=add]")!;
        var name = Support.Pages.Page.Words(button.Closest("li")!.QuerySelector("h2"));

        await visitor.SubmitAsync((IHtmlFormElement)shelf.Document.GetElementById("add")!, button);

        Assert.Equal("1", (await visitor.CartAsync()).Quantity(name));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("100")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    [InlineData("1e1")]
    [InlineData("two")]
    [InlineData("")]
    [InlineData("٣")]
    public async Task A_quantity_that_is_no_whole_number_from_1_to_99_is_refused_with_a_sentence(string quantity)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 1000));
        using var visitor = shop.NewVisitor();

        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(quantity);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cart.Status);
        Assert.Contains("from 1 to 99", Assert.Single(cart.Alerts), StringComparison.Ordinal);
        Assert.True((await visitor.CartAsync()).IsEmpty);
    }

    [Fact]
    public async Task More_than_there_is_says_how_many_there_are()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 3));
        using var visitor = shop.NewVisitor();

        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(4);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cart.Status);
        Assert.Contains("3", Assert.Single(cart.Alerts), StringComparison.Ordinal);
        Assert.Equal($"/products/{product.Slug}", cart.Page.Document.QuerySelector("[role=alert] a")?.GetAttribute("href"));
        Assert.True((await visitor.CartAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_refused_addition_leaves_the_cart_as_it_was()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 3));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(product)).AddToCartAsync(2);

        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(2);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cart.Status);
        Assert.Equal("2", cart.Quantity(product.Name));
    }

    [Fact]
    public async Task A_product_that_vanished_while_its_page_stood_open_is_refused()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var page = await visitor.ProductAsync(product);
        await shop.ChangeAsync(product, p => p.IsPublished = false);

        var cart = await page.AddToCartAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cart.Status);
        Assert.Contains("no longer sell", Assert.Single(cart.Alerts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    public async Task A_product_that_never_was_is_refused(string productId)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var token = (await visitor.OpenAsync("/cart")).Document.QuerySelector("#add input[name=__RequestVerificationToken]")!.GetAttribute("value");

        var cart = await visitor.PostAsync("/cart/add", ("__RequestVerificationToken", token), ("_handler", "add"), ("productId", productId), ("quantity", "1"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cart.Status);
        Assert.Single(cart.Alerts);
    }

    [Fact]
    public async Task A_sold_out_product_has_no_button_to_buy_it()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 0));
        using var visitor = shop.NewVisitor();

        var page = await visitor.ProductAsync(product);

        Assert.False(page.CanBeBought);
        Assert.Contains("Sold out", page.Page.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cart_cookie_is_out_of_the_reach_of_scripts_and_other_sites()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = new Visitor(shop.Server.CreateHandler(), new Uri("http://localhost"), followsRedirects: false);

        var added = await (await visitor.ProductAsync(product)).AddToCartAsync();

        var cookie = Assert.Single(added.Page.Answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cart=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_https_the_cart_cookie_is_secure_and_bound_to_its_host()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = new Visitor(shop.Server.CreateHandler(), new Uri("https://localhost"), followsRedirects: false);

        var added = await (await visitor.ProductAsync(product)).AddToCartAsync();

        var cookie = Assert.Single(added.Page.Answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-cart=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("../../etc/passwd-and-more")]
    [InlineData("%00%00%00%00%00%00%00%00%00%00%00%00")]
    public async Task A_cart_cookie_that_is_no_secret_of_the_shop_is_an_empty_cart(string cookie)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        visitor.Cookies.Add(new Cookie("cart", cookie, "/", "localhost"));

        Assert.True((await visitor.CartAsync()).IsEmpty);
    }

    [Fact]
    public async Task Two_browsers_never_see_each_others_carts()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var one = shop.NewVisitor();
        using var other = shop.NewVisitor();
        await (await one.ProductAsync(product)).AddToCartAsync();

        Assert.True((await other.CartAsync()).IsEmpty);
    }
}
