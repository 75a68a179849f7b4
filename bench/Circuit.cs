using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace GlpCommerce.Bench;

/// <summary>
/// One open circuit, spoken to as <c>blazor.web.js</c> does: a WebSocket, the hub protocol "blazorpack" (MessagePack with
/// lengths before it), one island started from the marker that stands in the page.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(10);
    private static readonly byte[] Ping = [2, 0x91, 6];

    /// <summary>A completion with a result: [3, {}, "0", 3, "the circuit's secret"].</summary>
    private static readonly byte[] Started = [0x95, 3, 0x80, 0xA1, (byte)'0', 3];

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _talking = Task.CompletedTask;

    private Circuit()
    {
    }

    /// <summary>Opens a circuit for the island of a page, and waits until it has been drawn for the first time.</summary>
    public static async Task<Circuit> OpenAsync(ShopProcess shop, string path, string page, CancellationToken ct)
    {
        var circuit = new Circuit();
        try
        {
            await circuit.StartAsync(shop, path, page, ct);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _sending.Dispose();
        _closing.Dispose();
    }

    private async Task StartAsync(ShopProcess shop, string path, string page, CancellationToken ct)
    {
        var marker = Marker().Match(page) is { Success: true } found ? found.Groups[1].Value
            : throw new InvalidOperationException($"{path} has no island.");
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{shop.Port}/_blazor"), ct);
        await SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), ct);
        _talking = Task.WhenAll(ListenAsync(_closing.Token), StayAsync(_closing.Token));
        await SendAsync(Message("0", "StartCircuit", $"{shop.Address}", $"{shop.Address}{path.TrimStart('/')}", "[]", ""), ct);
        await _ready.Task.WaitAsync(TimeSpan.FromSeconds(15), ct);
        var islands = $$"""{"batchId":1,"operations":[{"type":"add","ssrComponentId":1,"marker":{{marker}}}]}""";
        await SendAsync(Message(null, "UpdateRootComponents", islands, ""), ct);
        await _drawn.Task.WaitAsync(TimeSpan.FromSeconds(15), ct);
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _drawn.TrySetException(new IOException($"The shop closed the circuit: {_socket.CloseStatusDescription}"));
                _ready.TrySetException(new IOException("The shop closed the circuit."));
                return;
            }

            await HearAsync(buffer.AsMemory(0, received.Count), ct);
        }
    }

    /// <summary>Looks for the two things that matter: the answer to the start, and something to draw.</summary>
    private async Task HearAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        if (message.Span.IndexOf(Started) >= 0)
        {
            _ready.TrySetResult();
        }

        var name = "JS.RenderBatch"u8;
        if (message.Span.IndexOf(name) is var at and >= 0)
        {
            // Its arguments are [number of the batch, what to draw]; the first numbers are one byte each.
            var batch = message.Span[at + name.Length + 1];
            await SendAsync(Message(null, "OnRenderCompleted", (int)batch, null), ct);
            _drawn.TrySetResult();
        }

        if (message.Span.IndexOf("JS.Error"u8) >= 0)
        {
            _drawn.TrySetException(new InvalidOperationException($"The circuit failed: {Encoding.UTF8.GetString(message.Span)}"));
        }
    }

    private async Task StayAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Alive, ct);
            await SendAsync(Ping, ct);
        }
    }

    private async Task SendAsync(byte[] message, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>[1, {}, id or nil, method, [arguments], []] with its length before it.</summary>
    private static byte[] Message(string? id, string method, params object?[] arguments)
    {
        var body = new List<byte> { 0x96, 1, 0x80 };
        Write(body, id);
        Write(body, method);
        body.Add((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        body.Add(0x90);
        var message = new List<byte>();
        for (var rest = body.Count; ; rest >>= 7)
        {
            message.Add((byte)(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest));
            if (rest <= 0x7F)
            {
                break;
            }
        }

        return [.. message, .. body];
    }

    private static void Write(List<byte> body, object? value)
    {
        switch (value)
        {
            case null:
                body.Add(0xC0);
                break;
            case int small and >= 0 and < 128:
                body.Add((byte)small);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                body.AddRange([0xDA, (byte)(bytes.Length >> 8), (byte)bytes.Length]);
                body.AddRange(bytes);
                break;
            default:
                throw new ArgumentException($"{value} cannot be sent.");
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Marker();
}
