using GlpCommerce.Core.Catalog;
using SkiaSharp;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Makes the shop's own files of a picture: upright, in the web's colours, without a word of where and by what it was taken.</summary>
internal static class PicturePainter
{
    private const int Quality = 82;

    private static SKSamplingOptions Smooth => new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <returns>A file for each size, and the width and height of the largest; or null when the picture cannot be read to its end.</returns>
    public static (IReadOnlyDictionary<PictureSize, byte[]> Files, int Width, int Height)? Paint(byte[] original)
    {
        using var data = SKData.CreateCopy(original);
        using var codec = SKCodec.Create(data);
        if (codec is null || Decode(codec) is not { } decoded)
        {
            return null;
        }

        using (decoded)
        {
            // What can still change would be copied, and 40 million pixels are 160 MB.
            decoded.SetImmutable();
            using var whole = SKImage.FromBitmap(decoded);
            var isTurned = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
            var (width, height) = isTurned ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
            var sizes = Enum.GetValues<PictureSize>().ToDictionary(size => size, size => Fit(width, height, size.MostWidth()));
            var files = sizes.ToDictionary(size => size.Key, size => Encode(whole, codec.EncodedOrigin, size.Value));
            return (files, sizes[PictureSize.Large].Width, sizes[PictureSize.Large].Height);
        }
    }

    private static SKSizeI Fit(int width, int height, int most) =>
        width <= most ? new SKSizeI(width, height) : new SKSizeI(most, Math.Max(1, (int)Math.Round((double)height * most / width)));

    /// <summary>No larger than it is needed, where the kind of file allows that: 40 million pixels would take 160 MB.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        // A JPEG comes in eighths; the nearest one to a sixteenth more is enough.
        var needed = (PictureSize.Large.MostWidth() / (float)Math.Min(codec.Info.Width, codec.Info.Height)) + (1 / 16f);
        var size = needed < 1 ? codec.GetScaledDimensions(needed) : codec.Info.Size;
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    private static byte[] Encode(SKImage whole, SKEncodedOrigin origin, SKSizeI size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        var upright = Upright(origin, size.Width, size.Height);
        canvas.SetMatrix(upright);
        var frame = origin >= SKEncodedOrigin.LeftTop ? new SKRect(0, 0, size.Height, size.Width) : new SKRect(0, 0, size.Width, size.Height);
        canvas.DrawImage(whole, frame, Smooth);
        using var pixels = surface.PeekPixels();
        // Without a colour space no profile is written: the web takes the colours as they are meant.
        using var plain = new SKPixmap(pixels.Info.WithColorSpace(null), pixels.GetPixels(), pixels.RowBytes);
        using var file = plain.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality))!;
        return file.ToArray();
    }

    /// <summary>How a camera's sensor was turned, undone. The eight ways are those of EXIF.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
