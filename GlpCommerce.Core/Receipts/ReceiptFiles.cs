using System.Text;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Core.Receipts;

public enum ReceiptForm
{
    Html,
    Pdf,
}

/// <summary>Draws receipts and keeps them, each in both forms.</summary>
public sealed class ReceiptFiles(IMediaStore media, IReceiptTemplates templates)
{
    /// <summary>What the files of an order are called; it tells the order's number and nothing else.</summary>
    /// <param name="secret">Something of the order that no page shows: without it nobody can guess the name.</param>
    public static string NameOf(string number, string secret) => $"{number}-{Secrets.Hash($"receipt:{secret}")}";

    public async Task<byte[]> DrawAsync(Receipt receipt, ReceiptForm form) => form == ReceiptForm.Pdf
        ? ReceiptPdf.Draw(receipt, templates.Words)
        : Encoding.UTF8.GetBytes(await templates.HtmlAsync(receipt));

    /// <summary>Draws it and keeps it, in place of an earlier one.</summary>
    public async Task PutAsync(string name, Receipt receipt, CancellationToken ct)
    {
        foreach (var form in Enum.GetValues<ReceiptForm>())
        {
            using var file = new MemoryStream(await DrawAsync(receipt, form));
            await media.PutAsync(KeyOf(name, form), file, ct);
        }
    }

    /// <summary>Forgets it in both forms.</summary>
    public async Task DeleteAsync(string name, CancellationToken ct)
    {
        foreach (var form in Enum.GetValues<ReceiptForm>())
        {
            await media.DeleteAsync(KeyOf(name, form), ct);
        }
    }

    /// <summary>What is kept; null when there is nothing.</summary>
    public async Task<byte[]?> ReadAsync(string name, ReceiptForm form, CancellationToken ct)
    {
        await using var file = await media.OpenAsync(KeyOf(name, form), ct);
        if (file is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return content.ToArray();
    }

    private static string KeyOf(string name, ReceiptForm form) => $"orders/receipts/{name}.{(form == ReceiptForm.Pdf ? "pdf" : "html")}";
}
