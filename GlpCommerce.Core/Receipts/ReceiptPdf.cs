using SkiaSharp;

namespace GlpCommerce.Core.Receipts;

/// <summary>
/// Draws a receipt as a PDF on US Letter, with text that can be searched and copied. Letters that the bundled typeface
/// lacks (it has the Latin ones) are drawn as boxes. Nothing else of the shop touches the drawing library, so it is
/// loaded when the first receipt is drawn.
/// </summary>
public static class ReceiptPdf
{
    private const float FootBaseline = ReceiptPages.Height - 42;

    /// <returns>The file; the same receipt in the same words gives the same bytes.</returns>
    public static byte[] Draw(Receipt receipt, ReceiptWords words)
    {
        using var fonts = new ReceiptFonts();
        var title = words.TitleOf(receipt);
        return Draw(
            new ReceiptLayout(receipt, words, fonts).Blocks(), About(title, receipt.IssuedAt), fonts.Small, $"{title} · {words.Say(words.Issued, words.Time(receipt.IssuedAt))}", words);
    }

    /// <inheritdoc cref="Draw(Receipt, ReceiptWords)"/>
    public static byte[] Draw(PackingSlip slip, ReceiptWords words)
    {
        using var fonts = new ReceiptFonts();
        var title = $"{words.PackingSlip} {slip.Number}";
        return Draw(new PackingSlipLayout(slip, words, fonts).Blocks(), About(title, slip.PlacedAt), fonts.Small, title, words);
    }

    private static byte[] Draw(IEnumerable<Block> blocks, SKDocumentPdfMetadata about, ReceiptFont small, string foot, ReceiptWords words)
    {
        var pages = ReceiptPages.Fill(blocks);
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, about))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                var canvas = document.BeginPage(ReceiptPages.Width, ReceiptPages.Height);
                Draw(canvas, pages[i]);
                DrawFoot(canvas, small, foot, words.Say(words.Page, i + 1, pages.Count));
                document.EndPage();
            }

            document.Close();
        }

        return file.ToArray();
    }

    /// <summary>What the file says of itself: the order's number, and nothing about who bought what.</summary>
    private static SKDocumentPdfMetadata About(string title, DateTime at) => new()
    {
        Title = title,
        Author = "",
        Subject = "",
        Keywords = "",
        Creator = "GlpCommerce",
        Producer = "GlpCommerce",
        Creation = at,
        Modified = at,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
    };

    private static void Draw(SKCanvas canvas, IReadOnlyList<PlacedRow> rows)
    {
        foreach (var (row, top) in rows)
        {
            foreach (var piece in row.Pieces)
            {
                Draw(canvas, piece, top + (row.Height * 0.74f));
            }

            if (row.Below is { } rule)
            {
                using var paint = new SKPaint { Color = new SKColor(rule.Colour), IsAntialias = true };
                canvas.DrawRect(rule.Left, top + row.Height - rule.Thickness, rule.Right - rule.Left, rule.Thickness, paint);
            }
        }
    }

    private static void DrawFoot(SKCanvas canvas, ReceiptFont font, string title, string page)
    {
        Draw(canvas, new Piece(font.Fit(title), ReceiptPages.Left, font, ReceiptLayout.Quiet), FootBaseline);
        Draw(canvas, new Piece(font.Fit(page), ReceiptPages.Right, font, ReceiptLayout.Quiet, EndsAtX: true), FootBaseline);
    }

    private static void Draw(SKCanvas canvas, Piece piece, float baseline)
    {
        using var paint = new SKPaint { Color = new SKColor(piece.Ink), IsAntialias = true };
        canvas.DrawText(piece.Text, piece.X, baseline, piece.EndsAtX ? SKTextAlign.Right : SKTextAlign.Left, piece.Font.Skia, paint);
    }
}
