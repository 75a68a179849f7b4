using System.Net;
using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>Pictures of products as shoppers, crawlers and API clients meet them.</summary>
public sealed class PictureTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_products_page_shows_its_pictures_in_their_sizes_and_order(DatabaseProvider provider)
    {
        var (shop, product) = await PicturedAsync(provider, "Front & \"top\"", "Back");
        using var visitor = shop.NewVisitor();

        var page = await visitor.OpenAsync($"/products/{product.Slug}");

        var images = page.Document.QuerySelectorAll(".gallery img");
        Assert.Equal(["Front & \"top\"", "Back"], images.Select(image => image.GetAttribute("alt")));
        Assert.Equal([null, "lazy"], images.Select(image => image.GetAttribute("loading")));
        Assert.Equal(("1280", "640"), (images[0].GetAttribute("width"), images[0].GetAttribute("height")));
        Assert.Matches("^/media/products/[^/]{22}/small.webp 320w, .*/medium.webp 640w, .*/large.webp 1280w$", images[0].GetAttribute("srcset")!);
        Assert.Empty(page.Document.QuerySelectorAll(".stand .pack"));
        Assert.Equal(2, page.Document.QuerySelectorAll(".shots a").Length);
        var large = images[0].GetAttribute("srcset")!.Split(", ")[2].Split(' ')[0];
        Assert.Equal("http://localhost" + large, page.Document.QuerySelector("meta[property='og:image']")!.GetAttribute("content"));
        using var data = JsonDocument.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.Equal("http://localhost" + large, data.RootElement.GetProperty("image")[0].GetString());
    }

    [Fact]
    public async Task Without_a_picture_the_drawn_pack_stays_and_nothing_is_said_of_one()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var page = await visitor.OpenAsync($"/products/{(await shop.InStockAsync()).Slug}");

        Assert.NotNull(page.Document.QuerySelector(".stand .pack"));
        Assert.Null(page.Document.QuerySelector("meta[property='og:image'], .gallery, .shots"));
        Assert.DoesNotContain("\"image\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shelf_a_cart_and_the_api_show_the_first_picture()
    {
        var (shop, product) = await PicturedAsync(DatabaseProvider.Sqlite, "Front of it", "Back of it");
        using var visitor = shop.NewVisitor();
        using var api = ApiClient.Of(shop);

        var shelf = await visitor.OpenAsync($"/shop?q={product.Name.Split(' ')[0]}");
        var image = Assert.Single(shelf.Document.QuerySelectorAll(".item .wall img"));
        await (await visitor.ProductAsync(product)).AddToCartAsync();
        var cart = (await visitor.CartAsync()).Page.Document.QuerySelector(".line .wall img")!;
        var told = (await api.DataAsync("query($id: ID!) { product(id: $id) { images { url alt width height contentType } } }", new { id = product.Id })).At("product");

        Assert.Equal(("Front of it", null, "Front of it"), (image.GetAttribute("alt"), image.GetAttribute("loading"), cart.GetAttribute("alt")));
        Assert.Equal(["Front of it", "Back of it"], told.Each("images", "alt"));
        Assert.Equal((1280, 640, "image/webp"), (told.Number("images.0.width"), told.Number("images.0.height"), told.Text("images.0.contentType")));
        Assert.StartsWith("http://localhost/media/products/", told.Text("images.0.url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pictures_file_is_kept_for_ever_and_brings_nothing_along()
    {
        var (shop, product) = await PicturedAsync(DatabaseProvider.Sqlite, "Front");
        using var visitor = shop.NewVisitor();
        var path = (await visitor.OpenAsync($"/products/{product.Slug}")).Document.QuerySelector(".gallery img")!.GetAttribute("src")!;

        using var answer = await visitor.SendAsync(HttpMethod.Get, path);
        using var head = await visitor.SendAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.OK, "image/webp", HttpStatusCode.OK), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), head.StatusCode));
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var picture = PictureFile.Read(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((640, 320), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task No_other_file_of_the_shop_has_an_address()
    {
        var shop = await servers.AnyAsync();
        var media = shop.Services.GetRequiredService<IMediaStore>();
        string[] kept = ["orders/receipts/GLP-1-secret.pdf", "originals/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "products/short/large.webp", "products/AAAAAAAAAAAAAAAAAAAAAA/huge.webp"];
        foreach (var key in kept)
        {
            using var content = new MemoryStream("secret"u8.ToArray());
            await media.PutAsync(key, content);
        }

        using var visitor = shop.NewVisitor();
        string[] paths =
        [
            .. kept.Select(key => "/media/" + key), "/media", "/media/", "/media/products/AAAAAAAAAAAAAAAAAAAAAA/small.webp",
            "/media/products/..%2F..%2Forders%2Freceipts/GLP-1-secret.pdf", "/media/products/%2e%2e/%2e%2e/shop.db", "/media/products/AAAAAAAAAAAAAAAAAAAAAA/..%2f..%2f..%2fshop.db",
        ];
        foreach (var path in paths)
        {
            var page = await visitor.OpenAsync(path);
            Assert.True(page.Status == HttpStatusCode.NotFound, $"{path} answers {page.Status}");
            Assert.DoesNotContain("secret\"", page.Html, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_picture_costs_a_page_no_statement(DatabaseProvider provider)
    {
        var (shop, product) = await PicturedAsync(provider, "Front", "Back");
        var plain = await shop.StockAsync(Some.Product(name: $"Plain {Guid.NewGuid():N}", stages: [JourneyStage.Active]));
        using var visitor = shop.NewVisitor();

        var pictured = await FewestAsync(shop, visitor, product);

        Assert.Equal(await FewestAsync(shop, visitor, plain), pictured);
    }

    private static async Task<int> FewestAsync(ShopServer shop, Visitor visitor, Product product)
    {
        await Poll.UntilAsync(() => visitor.OpenAsync($"/products/{product.Slug}"), page => page.Status == HttpStatusCode.OK, "the product's page");
        return await shop.Sql.FewestAsync(() => visitor.OpenAsync($"/products/{product.Slug}"));
    }

    /// <summary>A product on the shelf whose pictures are ready and seen.</summary>
    private async Task<(ShopServer Shop, Product Product)> PicturedAsync(DatabaseProvider provider, params string[] alts)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(name: $"Pictured{Guid.NewGuid():N} cups", stages: [JourneyStage.Active]));
        foreach (var alt in alts)
        {
            var added = await shop.Services.GetRequiredService<PictureEditor>().AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg(1_600, 800), alt);
            Assert.Empty(added.Problems);
        }

        using var visitor = shop.NewVisitor();
        await Poll.UntilAsync(
            async () => (await visitor.OpenAsync($"/products/{product.Slug}")).Document.QuerySelectorAll(".gallery img").Length, count => count == alts.Length, "the pictures to be ready");
        return (shop, product);
    }
}
