using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Products with pictures. A test names only what it is about.</summary>
internal static class Pictured
{
    public const string Alt = "A cup of oats, seen from above";

    public static async Task<ProductVersion> AddPictureAsync(this TestShop shop, int productId, string alt = Alt, byte[]? file = null)
    {
        var added = await shop.Get<PictureEditor>().AddAsync(Typed.Dana, productId, file ?? PictureFile.Jpeg(), alt);
        Assert.Empty(added.Problems);
        return added.Value!;
    }

    public static async Task<IReadOnlyList<ProductPicture>> PicturesAsync(this TestShop shop, int productId) => await shop.Get<StaffProducts>().PicturesAsync(productId);

    /// <summary>The product as shelves show it once they have seen the change.</summary>
    public static async Task<IReadOnlyList<ShownPicture>> ShownAsync(this TestShop shop, int productId)
    {
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        return (await shop.Get<CatalogQueries>().ByIdsAsync([productId])).Single().Pictures;
    }

    /// <summary>The keys of all files that the shop keeps.</summary>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        var media = Path.Combine(folder, "media");
        return !Directory.Exists(media) ? [] : [.. Directory.GetFiles(media, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(media, file).Replace('\\', '/')).Order()];
    }
}
