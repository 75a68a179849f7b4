namespace GlpCommerce.Core.Receipts;

/// <summary>The sizes of a receipt, over the two weights that are bundled. A PDF holds each weight once.</summary>
internal sealed class ReceiptFonts : IDisposable
{
    private readonly ReceiptFace _regular = new("Regular");
    private readonly ReceiptFace _strong = new("SemiBold");

    public ReceiptFonts()
    {
        (Headline, Merchant, Sum) = (new(_strong, 32), new(_strong, 14), new(_strong, 13));
        (Strong, Text, Small) = (new(_strong, 9.5f), new(_regular, 9.5f), new(_regular, 8.5f));
    }

    public ReceiptFont Headline { get; }

    public ReceiptFont Merchant { get; }

    public ReceiptFont Sum { get; }

    public ReceiptFont Strong { get; }

    public ReceiptFont Text { get; }

    public ReceiptFont Small { get; }

    public void Dispose()
    {
        Array.ForEach([Headline, Merchant, Sum, Strong, Text, Small], font => font.Dispose());
        _regular.Dispose();
        _strong.Dispose();
    }
}
