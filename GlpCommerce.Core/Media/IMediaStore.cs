namespace GlpCommerce.Core.Media;

/// <summary>Keeps files for the shop under keys such as <c>orders/receipts/GLP-100042-5f3a.pdf</c>.</summary>
/// <remarks>A key that <see cref="MediaKey"/> does not allow is an <see cref="ArgumentException"/>.</remarks>
public interface IMediaStore
{
    /// <summary>Keeps the content under the key, in place of what was there. Readers see the old or the new whole.</summary>
    Task PutAsync(string key, Stream content, CancellationToken ct = default);

    /// <summary>What is kept under the key, for the caller to dispose; null when there is nothing.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken ct = default);

    /// <summary>Forgets what is kept under the key, if anything is.</summary>
    Task DeleteAsync(string key, CancellationToken ct = default);
}
