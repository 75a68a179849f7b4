using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using SkiaSharp;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class PictureCheckTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_sound_picture_is_taken_and_one_that_breaks_off_anywhere_is_not(SKEncodedImageFormat kind)
    {
        var file = PictureFile.Of(kind);

        Assert.Null(PictureCheck.Refuse(file));
        Assert.All([file.Length / 2, file.Length - 20, file.Length - 1], length => Assert.Equal("picture.broken_off", PictureCheck.Refuse(file.AsMemory(..length))?.Code));
    }

    [Fact]
    public void What_stands_behind_the_end_of_a_picture_does_not_count() =>
        Assert.Null(PictureCheck.Refuse((byte[])[.. PictureFile.Jpeg(), .. "a film of two seconds"u8]));

    [Fact]
    public void A_photo_with_a_preview_inside_is_whole_only_at_its_own_end()
    {
        var jpeg = PictureFile.Photo();

        Assert.Null(PictureCheck.Refuse(jpeg));
        Assert.Equal("picture.broken_off", PictureCheck.Refuse(jpeg.AsMemory(..^2))?.Code);
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "picture.empty", [] },
        { "picture.too_large", [.. PictureFile.Jpeg(), .. new byte[PictureLimits.MostBytes]] },
        { "picture.kind", [.. "MZ\x90\0\x03\0\0\0 This program cannot be run in DOS mode."u8] },
        { "picture.kind", [.. "GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0;"u8] },
        { "picture.kind", [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8] },
        { "picture.kind", [.. "%PDF-1.7 and so on"u8] },
        { "picture.too_many_pixels", PictureFile.Enormous() },
        { "picture.too_many_pixels", PictureFile.Enormous(65_000, 65_000) },
        { "picture.too_small", PictureFile.Jpeg(99, 400) },
        { "picture.too_narrow", PictureFile.Jpeg(1_000, 200) },
        { "picture.animated", PictureFile.Moving() },
        { "picture.animated", PictureFile.MovingPng() },
        { "picture.broken_off", [0xFF, 0xD8, 0xFF, 0xE0] },
        { "picture.broken_off", [.. "RIFF"u8, 0xFF, 0xFF, 0, 0, .. "WEBPVP8 "u8] },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_is_no_picture_for_the_shop_is_told_why(string code, byte[] file) => Assert.Equal(code, PictureCheck.Refuse(file)?.Code);

    [Fact]
    public void A_jpeg_may_come_in_as_many_passes_as_programs_write_and_in_no_more_than_a_machine_bears()
    {
        Assert.Null(PictureCheck.Refuse(PictureFile.InScans(PictureLimits.MostScans)));
        Assert.NotNull(PicturePainter.Paint(PictureFile.InScans(PictureLimits.MostScans)));

        Assert.Equal("picture.too_many_scans", PictureCheck.Refuse(PictureFile.InScans(PictureLimits.MostScans + 1))?.Code);
    }

    [Fact]
    public void Forty_million_pixels_are_taken_by_the_header_alone() => Assert.Null(PictureCheck.Refuse(PictureFile.Enormous(8_000, 5_000)));
}
