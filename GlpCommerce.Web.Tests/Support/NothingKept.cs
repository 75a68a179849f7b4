using Microsoft.JSInterop;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a browser answers that keeps no draft.</summary>
internal sealed class NothingKept : IJSStreamReference
{
    public long Length => 4;

    public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) => new(new MemoryStream("null"u8.ToArray()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
