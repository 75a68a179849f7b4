using System.Net;
using System.Net.Sockets;
using System.Text;
using GlpCommerce.Core.Media;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GlpCommerce.Web.Tests.Media;

/// <summary>A bucket behind a slow line: how long is waited is said by what moves, and not by how large a file is.</summary>
public sealed class SlowStoreTests : IDisposable
{
    private static readonly TimeSpan NearlyTooLong = TimeSpan.FromSeconds(4);

    private readonly WatchedClock _clock = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly S3MediaStore _store;

    public SlowStoreTests()
    {
        _listener.Server.ReceiveBufferSize = 64 * 1024;
        _listener.Start();
        var options = new S3Options
        {
            ServiceUrl = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}", Bucket = "shop-media", AccessKey = "KEY", SecretKey = "SECRET", Region = "us-east-1",
        };
        _store = new S3MediaStore(options, _clock, NullLogger<S3MediaStore>.Instance);
    }

    public void Dispose()
    {
        _store.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_file_that_comes_slowly_is_read_to_its_end()
    {
        var reading = _store.OpenAsync("imports/a.csv");
        using var line = await AnswerAsync("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n");

        foreach (var piece in new[] { "sku,", "name", "\r\nA,", "Oats" })
        {
            await MovedAsync(reading);
            _clock.Advance(NearlyTooLong);
            await line.SendAsync(Encoding.UTF8.GetBytes(piece));
        }

        using var file = new StreamReader((await reading)!);
        Assert.Equal("sku,name\r\nA,Oats", await file.ReadToEndAsync());
    }

    [Fact]
    public async Task A_file_of_which_nothing_more_comes_is_trouble()
    {
        var reading = _store.OpenAsync("imports/a.csv");
        using var line = await AnswerAsync("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nsku,");
        await MovedAsync(reading);
        _clock.Advance(S3MediaStore.ReadPatience);

        // The beginning may have been read later than the head of the answer.
        await Poll.UntilAsync(
            () =>
            {
                _clock.Advance(S3MediaStore.ReadPatience);
                return Task.FromResult(reading.IsCompleted);
            },
            isOver => isOver, "the reading to be given up");

        var error = await Assert.ThrowsAsync<MediaTroubleException>(() => reading);
        Assert.Contains("does not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_taken_slowly_is_kept()
    {
        const int Taken = 64 * 1024;
        var content = new byte[512 * Taken];
        using var stream = new MemoryStream(content, writable: false);
        var writing = _store.PutAsync("imports/a.csv", stream);
        using var line = await AcceptAsync();
        var rest = content.Length - (await HeadAsync(line)).Body;

        for (var step = 0; step < 4; step++)
        {
            // The line holds some megabytes by itself: only when those are on their way is more taken.
            for (_clock.Moves = 0; _clock.Moves == 0;)
            {
                Assert.InRange(rest, Taken + 1, content.Length);
                rest -= await TakeAsync(line, Taken);
            }

            _clock.Advance(S3MediaStore.WritePatience - TimeSpan.FromSeconds(1));
        }

        await TakeAsync(line, rest);
        await line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        await writing;
    }

    /// <summary>Until the store has seen something move since time was advanced.</summary>
    private async Task MovedAsync(Task asking)
    {
        await Poll.UntilAsync(() => Task.FromResult((_clock.Moves, asking.IsCompleted)), seen => seen.Moves > 0 || seen.IsCompleted, "something to move");
        Assert.False(asking.IsCompleted, $"It is over too early: {asking.Exception?.InnerException?.Message}");
        _clock.Moves = 0;
    }

    private Task<Socket> AcceptAsync() => _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask();

    private async Task<Socket> AnswerAsync(string answer)
    {
        var line = await AcceptAsync();
        await HeadAsync(line);
        _clock.Moves = 0;
        await line.SendAsync(Encoding.UTF8.GetBytes(answer));
        return line;
    }

    /// <summary>Reads a request's head.</summary>
    /// <returns>How many bytes of its body came along.</returns>
    private static async Task<(string Head, int Body)> HeadAsync(Socket line)
    {
        var (text, some) = (new StringBuilder(), new byte[4096]);
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await line.ReceiveAsync(some);
            Assert.NotEqual(0, count);
            text.Append(Encoding.Latin1.GetString(some, 0, count));
        }

        var end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text.ToString(0, end), text.Length - end);
    }

    private static async Task<int> TakeAsync(Socket line, int count)
    {
        var some = new byte[count];
        for (var taken = 0; taken < count;)
        {
            var more = await line.ReceiveAsync(some.AsMemory(taken));
            Assert.NotEqual(0, more);
            taken += more;
        }

        return count;
    }

    /// <summary>Time that a test moves, and that counts how often something begins to wait anew.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private int _moves;

        public int Moves { get => Volatile.Read(ref _moves); set => Volatile.Write(ref _moves, value); }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Watched(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class Watched(WatchedClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                var isChanged = timer.Change(dueTime, period);
                Interlocked.Increment(ref clock._moves);
                return isChanged;
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
