using SkiaSharp;

namespace GlpCommerce.Core.Receipts;

/// <summary>
/// A bundled weight of the typeface. No constructor and no value field of the shop's types is one of the drawing
/// library's: the search for the database's model meets every type at the start, and would load the library then.
/// </summary>
internal sealed class ReceiptFace : IDisposable
{
    public ReceiptFace(string weight)
    {
        using var file = typeof(ReceiptFace).Assembly.GetManifestResourceStream($"GlpCommerce.Core.Receipts.Fonts.RadioCanada-{weight}.ttf")!;
        Skia = SKTypeface.FromStream(file);
    }

    public SKTypeface Skia { get; }

    public void Dispose() => Skia.Dispose();
}
