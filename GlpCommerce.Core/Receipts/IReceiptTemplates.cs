namespace GlpCommerce.Core.Receipts;

/// <summary>Gives receipts their words; the web side takes them from its texts and writes the HTML with a Razor component.</summary>
public interface IReceiptTemplates
{
    ReceiptWords Words { get; }

    /// <summary>A whole document, for a browser and for paper.</summary>
    Task<string> HtmlAsync(Receipt receipt);
}
