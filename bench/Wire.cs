using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace GlpCommerce.Bench;

/// <summary>One answer over a <see cref="Wire"/>.</summary>
internal readonly record struct Answer(int Status, int BodyBytes);

/// <summary>
/// One connection that stays open, with nothing between the request's bytes and the socket: a client that costs much
/// itself would be measured along with the shop.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly int _port;
    private byte[] _buffer = new byte[128 * 1024];
    private int _filled;
    private int _body;
    private List<Range> _pieces = [];

    private Wire(int port) => _port = port;

    public static async Task<Wire> ConnectAsync(int port, CancellationToken ct)
    {
        var wire = new Wire(port);
        try
        {
            await wire._socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a request, to be made once and sent often.</summary>
    /// <param name="encoding">What the client accepts, such as <c>br</c>.</param>
    public byte[] Get(string path, string? encoding = null) => Get(_port, path, encoding);

    public static byte[] Get(int port, string path, string? encoding = null) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(encoding is null ? "" : $"Accept-Encoding: {encoding}\r\n")}\r\n");

    /// <summary>An operation for the API.</summary>
    public static byte[] Post(int port, string operation, object? variables = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query = operation, variables });
        var head = Encoding.ASCII.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n" +
            $"Accept: application/graphql-response+json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }

    public async ValueTask<Answer> AskAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..], ct);
        }

        (_filled, _body) = (0, 0);
        _pieces.Clear();
        while (true)
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), ct);
            if (count == 0)
            {
                throw new IOException("The shop hung up in the middle of an answer.");
            }

            _filled += count;
            if (TryRead(out var answer))
            {
                return answer;
            }
        }
    }

    /// <summary>The headers of the last answer.</summary>
    public string Head() => Encoding.ASCII.GetString(_buffer.AsSpan(0, _body));

    /// <summary>The body of the last answer as it came, without its framing.</summary>
    public byte[] Body()
    {
        using var body = new MemoryStream();
        foreach (var piece in _pieces)
        {
            body.Write(_buffer.AsSpan(piece));
        }

        return body.ToArray();
    }

    /// <summary>Whether the body of the last answer begins so; only its first piece is looked at.</summary>
    public bool StartsWith(ReadOnlySpan<byte> start) => _pieces is [var first, ..] && _buffer.AsSpan(first).StartsWith(start);

    /// <summary>Whether the last answer holds these bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes) => _buffer.AsSpan(_body, _filled - _body).IndexOf(bytes) >= 0;

    /// <summary>The body of the last answer as text; it must have come uncompressed.</summary>
    public string Text() => Encoding.UTF8.GetString(Body());

    public void Dispose() => _socket.Dispose();

    private bool TryRead(out Answer answer)
    {
        answer = default;
        if (_body == 0)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            _body = end + 4;
        }

        var head = _buffer.AsSpan(0, _body);
        var status = Utf8Parser.TryParse(head[9..12], out int number, out _) ? number : 0;
        if (head.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            return TryReadChunks(status, out answer);
        }

        var length = Length(head);
        if (_filled < _body + length)
        {
            return false;
        }

        _pieces = [_body..(_body + length)];
        answer = new Answer(status, length);
        return true;
    }

    private bool TryReadChunks(int status, out Answer answer)
    {
        answer = default;
        _pieces.Clear();
        var (at, bytes) = (_body, 0);
        while (true)
        {
            var line = _buffer.AsSpan(at, _filled - at).IndexOf("\r\n"u8);
            if (line < 0)
            {
                return false;
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'X'))
            {
                throw new IOException("An answer's chunk has no length.");
            }

            at += line + 2;
            if (_filled < at + size + 2)
            {
                return false;
            }

            if (size == 0)
            {
                answer = new Answer(status, bytes);
                return true;
            }

            _pieces.Add(at..(at + size));
            (at, bytes) = (at + size + 2, bytes + size);
        }
    }

    private static int Length(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : 0;
    }
}
