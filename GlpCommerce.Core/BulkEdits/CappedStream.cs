namespace GlpCommerce.Core.BulkEdits;

/// <summary>Reads so much of a stream and no more: what somebody sends must not fill the disk.</summary>
internal sealed class CappedStream(Stream inner, long most) : Stream
{
    private long _left = most;

    /// <summary>Whether there was more.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Whether it could not be read to its end: whoever sends it is to blame, not whoever keeps it.</summary>
    public bool IsBroken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (WasCut)
        {
            return 0;
        }

        IsBroken = true;
        var count = await inner.ReadAsync(buffer, cancellationToken);
        IsBroken = false;
        _left -= count;
        WasCut = _left < 0;
        return WasCut ? 0 : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
