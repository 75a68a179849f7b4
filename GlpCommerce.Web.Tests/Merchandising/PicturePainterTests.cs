using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using SkiaSharp;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class PicturePainterTests
{
    [Fact]
    public void A_large_picture_comes_in_three_widths()
    {
        var painted = PicturePainter.Paint(PictureFile.Jpeg(2_560, 1_600))!.Value;

        Assert.Equal((1280, 800), (painted.Width, painted.Height));
        Assert.Equal([(320, 200), (640, 400), (1280, 800)], painted.Files.OrderBy(file => file.Key).Select(file => SizeOf(file.Value)));
    }

    [Fact]
    public void A_small_picture_is_not_enlarged()
    {
        var painted = PicturePainter.Paint(PictureFile.Of(SKEncodedImageFormat.Png, 400, 300))!.Value;

        Assert.Equal((400, 300), (painted.Width, painted.Height));
        Assert.Equal((320, 240), SizeOf(painted.Files[PictureSize.Small]));
        Assert.Equal((400, 300), SizeOf(painted.Files[PictureSize.Medium]));
    }

    /// <summary>Red stands on the left before the camera was turned: EXIF says how, and the shop's files say no more.</summary>
    [Theory]
    [InlineData(1, 800, 600, "left")]
    [InlineData(2, 800, 600, "right")]
    [InlineData(3, 800, 600, "right")]
    [InlineData(4, 800, 600, "left")]
    [InlineData(5, 600, 800, "top")]
    [InlineData(6, 600, 800, "top")]
    [InlineData(7, 600, 800, "bottom")]
    [InlineData(8, 600, 800, "bottom")]
    public void A_turned_photo_stands_upright(ushort orientation, int width, int height, string red)
    {
        var painted = PicturePainter.Paint(PictureFile.Photo(orientation))!.Value;

        using var picture = PictureFile.Read(painted.Files[PictureSize.Large]);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        var (x, y) = red switch { "left" => (0.2, 0.5), "right" => (0.8, 0.5), "top" => (0.5, 0.2), _ => (0.5, 0.8) };
        var colour = picture.GetPixel((int)(width * x), (int)(height * y));
        Assert.True(colour.Red > 200 && colour.Blue < 60, $"{red} is {colour}");
    }

    [Fact]
    public void Nothing_tells_where_a_photo_was_taken()
    {
        var photo = PictureFile.Photo();
        Assert.True(PictureFile.SaysWhere(photo));

        var painted = PicturePainter.Paint(photo)!.Value;

        Assert.All(painted.Files.Values, file => Assert.False(PictureFile.SaysWhere(file)));
        Assert.All(painted.Files.Values, file => Assert.Equal(-1, file.AsSpan().IndexOf("ICCP"u8)));
    }

    [Fact]
    public void A_picture_that_cannot_be_read_to_its_end_gives_nothing() => Assert.Null(PicturePainter.Paint(PictureFile.Damaged()));

    private static (int Width, int Height) SizeOf(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        Assert.Equal(SKEncodedImageFormat.Webp, codec.EncodedFormat);
        return (codec.Info.Width, codec.Info.Height);
    }
}
