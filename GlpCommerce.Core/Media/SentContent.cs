namespace GlpCommerce.Core.Media;

/// <summary>What is on its way out, and tells each time that some more of it is taken.</summary>
internal sealed class SentContent : MemoryStream
{
    public Action Moved { get; set; } = () => { };

    public override int Read(byte[] buffer, int offset, int count)
    {
        Moved();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        Moved();
        return base.Read(buffer);
    }
}
