using System.Runtime.CompilerServices;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>Tells everybody who has the list of orders open that something has happened. However many they are, one reader looks.</summary>
public sealed partial class OrderTicker(StaffOrderQueries orders, ILogger<OrderTicker> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TaskCompletionSource<OrderPulse> _next = New();
    private OrderPulse? _latest;
    private Action? _stop;
    private int _watchers;

    /// <summary>The newest order and step as they are now, and again each time that there are newer ones, until the caller has enough.</summary>
    public async IAsyncEnumerable<OrderPulse> FollowAsync([EnumeratorCancellation] CancellationToken ct)
    {
        Join();
        try
        {
            for (OrderPulse? seen = null; ;)
            {
                seen = await AfterAsync(seen).WaitAsync(ct);
                yield return seen;
            }
        }
        finally
        {
            Leave();
        }
    }

    private Task<OrderPulse> AfterAsync(OrderPulse? seen)
    {
        lock (_gate)
        {
            return _latest is { } latest && latest != seen ? Task.FromResult(latest) : _next.Task;
        }
    }

    private void Join()
    {
        lock (_gate)
        {
            if (_watchers++ > 0)
            {
                return;
            }

            var reader = new CancellationTokenSource();
            _stop = reader.Cancel;
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => ReadAsync(reader.Token));
            }
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_watchers == 0)
            {
                _stop!();
                (_stop, _latest) = (null, null);
            }
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                Tell(await orders.PulseAsync(ct), ct);
                await Task.Delay(Pause, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whoever watches goes on watching, for the store comes back.
                if (!error.IsOutage())
                {
                    LogUnreadable(error);
                }

                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private void Tell(OrderPulse pulse, CancellationToken ct)
    {
        TaskCompletionSource<OrderPulse> told;
        lock (_gate)
        {
            if (pulse == _latest || ct.IsCancellationRequested)
            {
                return;
            }

            (told, _latest, _next) = (_next, pulse, New());
        }

        told.SetResult(pulse);
    }

    private static TaskCompletionSource<OrderPulse> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "The newest orders could not be read")]
    private partial void LogUnreadable(Exception error);
}
