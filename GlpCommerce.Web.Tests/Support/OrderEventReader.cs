using System.Net.ServerSentEvents;
using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>One event of an order.</summary>
/// <param name="Id">The number of its step.</param>
public sealed record OrderEventSeen(int Id, string Status, string? PaymentStatus, string? Step);

/// <summary>Reads an order's events off the line.</summary>
public sealed class OrderEventReader(HttpResponseMessage answer) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _enough = new(Patience);
    private IAsyncEnumerator<OrderEventSeen>? _events;
    private bool _isDisposed;

    public HttpResponseMessage Answer => answer;

    /// <summary>The next event; null when the shop has ended the stream.</summary>
    public async Task<OrderEventSeen?> NextAsync()
    {
        _events ??= ReadAsync().GetAsyncEnumerator();
        return await _events.MoveNextAsync() ? _events.Current : null;
    }

    /// <summary>Reads on until an event fits.</summary>
    /// <returns>All that were read.</returns>
    public async Task<List<OrderEventSeen>> UntilAsync(Func<OrderEventSeen, bool> fits)
    {
        var seen = new List<OrderEventSeen>();
        while (await NextAsync() is { } next)
        {
            seen.Add(next);
            if (fits(next))
            {
                return seen;
            }
        }

        throw new InvalidOperationException($"The stream ended after: {string.Join(", ", seen)}");
    }

    /// <summary>Reads on until the shop ends the stream.</summary>
    public async Task<List<OrderEventSeen>> ToEndAsync()
    {
        var seen = new List<OrderEventSeen>();
        while (await NextAsync() is { } next)
        {
            seen.Add(next);
        }

        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _enough.CancelAsync();
        try
        {
            await (_events?.DisposeAsync() ?? default);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            // The line was cut, as meant.
        }

        answer.Dispose();
        _enough.Dispose();
    }

    private async IAsyncEnumerable<OrderEventSeen> ReadAsync()
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(_enough.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(_enough.Token))
        {
            var data = JsonDocument.Parse(item.Data).RootElement;
            yield return new OrderEventSeen(
                int.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture),
                data.GetProperty("status").GetString()!, data.GetProperty("paymentStatus").GetString(), data.GetProperty("step").GetString());
        }
    }
}
