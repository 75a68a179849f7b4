using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace GlpCommerce.Bench;

/// <summary>
/// Has another .NET process collect its garbage, as dotnet-gcdump does: a trace with the keyword GCHeapCollect is opened
/// on the runtime's diagnostic socket and closed again.
/// </summary>
internal static class Collector
{
    private const byte EventPipe = 2;
    private const byte StopTracing = 1;
    private const byte CollectTracing = 2;
    private const ulong HeapCollect = 0x800000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(int processId, CancellationToken ct)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket")[0];
        using var trace = await AskAsync(path, Message(CollectTracing, Start()), ct);
        var answer = new byte[28];
        await ReadAsync(trace, answer, ct);
        var session = BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(20));
        var draining = DrainAsync(trace, ct);
        await Task.Delay(Time, ct);
        var number = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, session);
        using var stop = await AskAsync(path, Message(StopTracing, number), ct);
        await draining;
    }

    private static async Task<Socket> AskAsync(string path, byte[] message, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        await socket.SendAsync(message, ct);
        return socket;
    }

    private static async Task ReadAsync(Socket socket, byte[] into, CancellationToken ct)
    {
        for (var read = 0; read < into.Length;)
        {
            var count = await socket.ReceiveAsync(into.AsMemory(read), ct);
            read += count > 0 ? count : throw new IOException("The runtime did not open a trace.");
        }
    }

    private static async Task DrainAsync(Socket trace, CancellationToken ct)
    {
        var nothing = new byte[64 * 1024];
        while (await trace.ReceiveAsync(nothing.AsMemory(), ct) > 0)
        {
            // Only the collection is wanted, not what the trace tells.
        }
    }

    /// <summary>Magic, length, command, reserved, payload.</summary>
    private static byte[] Message(byte command, byte[] payload)
    {
        var message = new byte[20 + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message.AsSpan(20));
        return message;
    }

    /// <summary>Buffer of 16 MB, format nettrace, and one provider with its keyword and level.</summary>
    private static byte[] Start()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.Unicode);
        writer.Write(16u);
        writer.Write(1u);
        writer.Write(1u);
        writer.Write(HeapCollect | 1);
        writer.Write(5u);
        const string Provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write((uint)Provider.Length);
        writer.Write(Encoding.Unicode.GetBytes(Provider));
        writer.Write(0u);
        writer.Flush();
        return payload.ToArray();
    }
}
