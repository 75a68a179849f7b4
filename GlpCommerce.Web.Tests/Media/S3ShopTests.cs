using System.Net;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Media;

/// <summary>A whole shop that keeps its files in a bucket.</summary>
public sealed class S3ShopTests(S3Server server)
{
    [Fact]
    public async Task A_picture_goes_through_the_bucket_into_the_shop_and_out_of_both()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, await server.SettingsAsync());
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product(stages: [JourneyStage.Active]));
        var editor = shop.Services.GetRequiredService<PictureEditor>();
        Assert.Equal("picture.kind", (await editor.AddAsync(Typed.Dana, product.Id, "MZ"u8.ToArray(), Pictured.Alt)).Problem!.Code);
        var added = (await editor.AddAsync(Typed.Dana, product.Id, PictureFile.Photo(), Pictured.Alt)).Value!;

        var path = await PictureAsync(visitor, product);
        using var answer = await visitor.SendAsync(HttpMethod.Get, path!);
        var picture = (await shop.Services.GetRequiredService<StaffProducts>().PicturesAsync(product.Id)).Single();
        Assert.Equal((HttpStatusCode.OK, "image/webp"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.False(PictureFile.SaysWhere(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Empty(Pictured.FilesOf(shop.Folder));

        Assert.Empty((await editor.RemoveAsync(Typed.Dana, product.Id, added.Version, picture.Id)).Problems);
        await Poll.UntilAsync(async () => (await visitor.OpenAsync(path!)).Status, status => status == HttpStatusCode.NotFound, "the file to be gone");
        await Poll.UntilAsync(() => visitor.OpenAsync($"/products/{product.Slug}"), page => page.Document.QuerySelector(".stand .pack") is not null, "the drawn pack");
    }

    [Fact]
    public async Task While_the_bucket_is_away_pages_stand_pictures_wait_and_a_receipt_is_drawn_on_the_spot()
    {
        var settings = await server.SettingsAsync();
        settings[1].Value = "http://127.0.0.1:9";
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, settings);
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product(stages: [JourneyStage.Active], stock: 40));
        await using (var db = shop.Db())
        {
            db.Add(new ProductPicture { ProductId = product.Id, Key = new string('A', 22), Alt = Pictured.Alt, Width = 640, Height = 480, State = PictureState.Ready });
            await db.SaveChangesAsync();
        }

        await shop.ChangeAsync(product, changed => changed.UpdatedAt = changed.UpdatedAt.AddSeconds(1));
        var path = await PictureAsync(visitor, product);
        using var answer = await visitor.SendAsync(HttpMethod.Get, path!);
        var refused = await shop.Services.GetRequiredService<PictureEditor>().AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg(), Pictured.Alt);
        var order = await (await visitor.BuyAsync(product)).UntilAsync(OrderStatus.Confirmed);
        var receipt = await visitor.OpenAsync($"/orders/{order.PublicId}/receipt");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        Assert.Equal("picture.not_kept", refused.Problem!.Code);
        Assert.Equal(HttpStatusCode.OK, receipt.Status);
        Assert.IsType<S3MediaStore>(shop.Services.GetRequiredService<IMediaStore>());
    }

    private static async Task<string?> PictureAsync(Visitor visitor, Product product) => await Poll.UntilAsync(
        async () => (await visitor.OpenAsync($"/products/{product.Slug}")).Document.QuerySelector(".gallery img")?.GetAttribute("src"), found => found is not null, "the picture on the product's page");
}
