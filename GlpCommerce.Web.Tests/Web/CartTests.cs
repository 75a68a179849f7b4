using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class CartTests(ShopServers servers)
{
    [Fact]
    public async Task A_new_quantity_changes_the_total()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();

        cart = await cart.SetAsync(product.Name, "3");

        Assert.Equal(("3", "$300.00"), (cart.Quantity(product.Name), cart.Total));
    }

    [Fact]
    public async Task Quantity_0_takes_the_line_out()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();

        Assert.True((await cart.SetAsync(product.Name, "0")).IsEmpty);
    }

    [Fact]
    public async Task Take_out_leaves_the_other_lines()
    {
        var shop = await servers.AnyAsync();
        var (one, other) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(one)).AddToCartAsync();
        var cart = await (await visitor.ProductAsync(other)).AddToCartAsync(2);

        cart = await cart.TakeOutAsync(one.Name);

        Assert.Equal([other.Name], cart.Page.Texts(".lines h2"));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("100")]
    [InlineData("2147483648")]
    [InlineData("1.5")]
    [InlineData("many")]
    [InlineData("")]
    public async Task A_quantity_that_cannot_be_is_refused_beside_its_line(string quantity)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 500));
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(2);

        var refused = await cart.SetAsync(product.Name, quantity);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("from 1 to 99", refused.Message(product.Name), StringComparison.Ordinal);
        Assert.Equal(quantity, refused.Quantity(product.Name));
        Assert.Equal("2", (await visitor.CartAsync()).Quantity(product.Name));
    }

    [Fact]
    public async Task A_quantity_that_was_typed_and_not_updated_is_what_is_ordered()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 20m, stock: 500));
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(1);

        cart.Type(product.Name, "3");
        var order = await (await cart.CheckOutAsync()).FillIn().PlaceAsync();

        Assert.Equal(3, Assert.Single(Assert.Single(await shop.OrdersOfAsync(product)).Lines).Quantity);
        Assert.NotEmpty(order.PublicId);
    }

    [Fact]
    public async Task A_quantity_that_cannot_be_keeps_the_shopper_in_the_cart()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 500));
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(1);

        var refused = await cart.CheckOutWithAsync(product.Name, "100");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("from 1 to 99", refused.Message(product.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_there_is_is_refused_beside_its_line_and_the_other_change_is_kept()
    {
        var shop = await servers.AnyAsync();
        var (scarce, plenty) = (await shop.StockAsync(Some.Product(stock: 2)), await shop.StockAsync(Some.Product(stock: 90)));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(scarce)).AddToCartAsync();
        var cart = await (await visitor.ProductAsync(plenty)).AddToCartAsync();
        cart.Type(plenty.Name, "7");

        var refused = await cart.SetAsync(scarce.Name, "3");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("2", refused.Message(scarce.Name), StringComparison.Ordinal);
        var kept = await visitor.CartAsync();
        Assert.Equal(("1", "7"), (kept.Quantity(scarce.Name), kept.Quantity(plenty.Name)));
    }

    [Fact]
    public async Task A_quantity_of_10000_characters_is_refused()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();

        var refused = await cart.SetAsync(product.Name, new string('9', 10_000));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
    }

    [Fact]
    public async Task A_product_that_vanished_is_said_and_stands_in_the_way_until_it_is_taken_out()
    {
        var shop = await servers.AnyAsync();
        var (vanishing, staying) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(vanishing)).AddToCartAsync();
        await (await visitor.ProductAsync(staying)).AddToCartAsync();
        await shop.ChangeAsync(vanishing, p => p.IsPublished = false);

        var cart = await visitor.CartAsync();

        Assert.Contains("no longer sell", cart.Message(vanishing.Name), StringComparison.Ordinal);
        Assert.False(cart.CanBeOrdered);
        Assert.True((await cart.TakeOutAsync(vanishing.Name)).CanBeOrdered);
    }

    [Fact]
    public async Task A_product_that_sold_out_is_said_and_stands_in_the_way_until_it_is_taken_out()
    {
        var shop = await servers.AnyAsync();
        var (selling, staying) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(selling)).AddToCartAsync();
        await (await visitor.ProductAsync(staying)).AddToCartAsync();
        await shop.ChangeAsync(selling, p => p.Stock.OnHand = 0);

        var cart = await visitor.CartAsync();

        Assert.Contains("sold out", cart.Message(selling.Name), StringComparison.Ordinal);
        Assert.False(cart.CanBeOrdered);
        Assert.True((await cart.TakeOutAsync(selling.Name)).CanBeOrdered);
    }

    [Fact]
    public async Task A_product_that_went_short_can_be_lowered_to_what_is_left()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 9));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(product)).AddToCartAsync(8);
        await shop.ChangeAsync(product, p => p.Stock.OnHand = 2);
        var cart = await visitor.CartAsync();

        var lowered = await cart.SetAsync(product.Name, "2");

        Assert.False(cart.CanBeOrdered);
        Assert.True(lowered.CanBeOrdered);
    }

    [Fact]
    public async Task A_price_that_changed_is_told_with_both_prices_and_counts_at_once()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(product)).AddToCartAsync();
        await shop.ChangeAsync(product, p => p.Price = Money.Of(120m));

        var cart = await visitor.CartAsync();

        Assert.Contains("$100.00", cart.Text(product.Name), StringComparison.Ordinal);
        Assert.Equal("$120.00", cart.Total);
    }

    [Fact]
    public async Task A_line_of_somebody_elses_cart_cannot_be_taken_out()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var owner = shop.NewVisitor();
        using var thief = shop.NewVisitor();
        var owned = await (await owner.ProductAsync(product)).AddToCartAsync();
        var stolen = await (await thief.ProductAsync(product)).AddToCartAsync();
        var line = owned.Page.Document.QuerySelector("button[name=remove]")!.GetAttribute("value");
        var button = (IHtmlButtonElement)stolen.Page.Document.QuerySelector("button[name=remove]")!;
        button.Value = line!;

        await thief.SubmitAsync(button.Form!, button);

        Assert.Equal("1", (await owner.CartAsync()).Quantity(product.Name));
    }

    [Fact]
    public async Task The_cart_is_kept_by_no_cache()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        Assert.Contains("no-store", (await visitor.OpenAsync("/cart")).Header("Cache-Control"), StringComparison.Ordinal);
    }
}
