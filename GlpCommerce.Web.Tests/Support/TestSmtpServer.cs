using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A small mail server. It takes what it is given unless a test tells it what to answer.</summary>
public sealed class TestSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Task _serving;

    /// <param name="port">0 takes any that is free.</param>
    public TestSmtpServer(int port = 0)
    {
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>What it says to a command instead of yes, such as <c>["MAIL"] = "452 Full."</c>; an empty answer hangs up.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Who must say the right word before anything is taken; null takes from anybody.</summary>
    public (string User, string Password)? Login { get; init; }

    public List<string> Taken { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The other side hung up.
                }
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // Stopped: the test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, false, 1024, leaveOpen: true);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1024, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var isKnown = Login is null;
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ')[0].ToUpperInvariant();
            if (Answers.GetValueOrDefault(command) is { } answer)
            {
                if (answer.Length == 0)
                {
                    return;
                }

                await writer.WriteLineAsync(answer);
                continue;
            }

            isKnown |= command == "AUTH" && line == LoginLine;
            await writer.WriteLineAsync(command switch
            {
                "EHLO" when Login is not null => "250-test\r\n250 AUTH PLAIN",
                "AUTH" => isKnown ? "235 welcome" : "535 unknown",
                "MAIL" when !isKnown => "530 Say who you are first.",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (command == "DATA" && !await TakeAsync(reader, writer))
            {
                return;
            }
        }
    }

    private string? LoginLine => Login is { } login ? $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{login.User}\0{login.Password}"))}" : null;

    private async Task<bool> TakeAsync(StreamReader reader, StreamWriter writer)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            text.AppendLine(line);
        }

        var answer = Answers.GetValueOrDefault(".", "250 taken");
        if (answer.StartsWith("250", StringComparison.Ordinal))
        {
            Taken.Add(text.ToString());
        }

        if (answer.Length > 0)
        {
            await writer.WriteLineAsync(answer);
        }

        return answer.Length > 0;
    }
}
