using GlpCommerce.Core.Common;
using SkiaSharp;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// Tells by a file's own bytes whether it is a picture that the shop takes. Neither its name nor what a browser says of it
/// counts, and nothing is decoded: a small file can hold an enormous picture.
/// </summary>
internal static class PictureCheck
{
    /// <returns>Null for a picture that may be kept, or <c>picture.empty</c>, <c>picture.too_large</c>, <c>picture.kind</c>, <c>picture.too_many_pixels</c>,
    /// <c>picture.too_small</c>, <c>picture.too_narrow</c>, <c>picture.animated</c>, <c>picture.broken_off</c>, <c>picture.too_many_scans</c>.</returns>
    public static Problem? Refuse(ReadOnlyMemory<byte> file)
    {
        if (file.Length == 0)
        {
            return PictureProblems.Empty;
        }

        if (file.Length > PictureLimits.MostBytes)
        {
            return PictureProblems.TooLarge;
        }

        if (PictureKinds.Of(file.Span) is not { } kind)
        {
            return PictureProblems.NoPicture;
        }

        // Skia reads no more than the header of it.
        using var data = SKData.CreateCopy(file.Span);
        using var codec = SKCodec.Create(data);
        return codec is null || codec.EncodedFormat != kind ? PictureKinds.IsWhole(file.Span, kind) ? PictureProblems.NoPicture : PictureProblems.BrokenOff
            : Size(codec.Info.Width, codec.Info.Height)
            ?? (codec.FrameCount > 1 || PictureKinds.Moves(file.Span, kind) ? PictureProblems.Moves
                : !PictureKinds.IsWhole(file.Span, kind) ? PictureProblems.BrokenOff
                : PictureKinds.ScansOf(file.Span, kind) > PictureLimits.MostScans ? PictureProblems.TooManyScans
                : null);
    }

    private static Problem? Size(int width, int height)
    {
        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
        return (long)width * height > PictureLimits.MostPixels ? PictureProblems.TooManyPixels(width, height)
            : shorter < PictureLimits.LeastSide ? PictureProblems.TooSmall(width, height)
            : longer > (long)shorter * PictureLimits.MostTimesAsLong ? PictureProblems.TooNarrow(width, height)
            : null;
    }
}
