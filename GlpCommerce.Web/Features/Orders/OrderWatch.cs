using System.Runtime.CompilerServices;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// Tells everybody who watches an order what has become of it. However many they are, one reader looks at the order, at
/// first often and then less so, and it leaves with the last of them.
/// </summary>
public sealed partial class OrderWatch(OrderQueries orders, ILogger<OrderWatch> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedOrder> _watched = [];

    /// <summary>How many orders are looked at now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _watched.Count;
            }
        }
    }

    /// <summary>The order as it is now, and again each time that something about it has changed, until the caller has enough.</summary>
    /// <param name="publicId">Of an order that there is.</param>
    /// <exception cref="Exception">The order cannot be read when the caller comes. What goes wrong later is waited out.</exception>
    public async IAsyncEnumerable<OrderSides> FollowAsync(string publicId, [EnumeratorCancellation] CancellationToken ct)
    {
        var watched = Join(publicId);
        try
        {
            // What was read before this one came may be old.
            await watched.LookAsync().WaitAsync(ct);
            for (OrderState? seen = null; ;)
            {
                var sides = await watched.AfterAsync(seen).WaitAsync(ct);
                seen = sides.State;
                yield return sides;
            }
        }
        finally
        {
            Leave(publicId, watched);
        }
    }

    /// <summary>The same for one kind of reader. What only the holder may know stirs nobody else.</summary>
    public async IAsyncEnumerable<OrderSides> FollowAsync(string publicId, bool isHolder, [EnumeratorCancellation] CancellationToken ct)
    {
        (OrderStatus, PaymentStatus, int)? shown = null;
        await foreach (var sides in FollowAsync(publicId, ct))
        {
            var others = (sides.ForOthers.Status, sides.ForOthers.PaymentStatus, sides.ForOthers.Events.Count);
            if (isHolder || shown != others)
            {
                shown = others;
                yield return sides;
            }
        }
    }

    private WatchedOrder Join(string publicId)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(publicId, out var watched))
            {
                _watched[publicId] = watched = new WatchedOrder();
                using (ExecutionContext.SuppressFlow())
                {
                    // It works for all of them, not for the request that came first.
                    _ = Task.Run(() => ReadAsync(publicId, watched));
                }
            }

            watched.Watchers++;
            return watched;
        }
    }

    private void Leave(string publicId, WatchedOrder watched)
    {
        lock (_gate)
        {
            if (--watched.Watchers == 0)
            {
                _watched.Remove(publicId);
                watched.Stop.Cancel();
            }
        }
    }

    private async Task ReadAsync(string publicId, WatchedOrder watched)
    {
        var ct = watched.Stop.Token;
        while (!ct.IsCancellationRequested)
        {
            var asked = watched.TakeAsked();
            try
            {
                if (await orders.StateAsync(publicId, ct) is { } state && state != watched.Latest?.State && await orders.SidesAsync(publicId, ct) is { } sides)
                {
                    watched.Tell(sides);
                }

                asked.SetResult();
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Newcomers hear of it; whoever watches already goes on watching, for the store comes back.
                asked.SetException(error);
                _ = asked.Task.Exception;
                if (!error.IsOutage())
                {
                    LogUnreadable(error);
                }
            }

            await watched.PauseAsync(ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "An order that is watched could not be read")]
    private partial void LogUnreadable(Exception error);
}
