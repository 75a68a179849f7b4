using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>What the watchers of one order share: what was read last, who asks for more, and how long the reader may rest.</summary>
internal sealed class WatchedOrder
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TaskCompletionSource<OrderSides> _next = New<OrderSides>();
    private TaskCompletionSource _asked = New();
    private TaskCompletionSource _wake = New();
    private TimeSpan _pause = Quick;

    public int Watchers { get; set; }

    public OrderSides? Latest { get; private set; }

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Has the order read once more; all who ask while a reading is under way share the next.</summary>
    public Task LookAsync()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
            return _asked.Task;
        }
    }

    public Task<OrderSides> AfterAsync(OrderState? seen)
    {
        lock (_gate)
        {
            return Latest is { } latest && latest.State != seen ? Task.FromResult(latest) : _next.Task;
        }
    }

    public TaskCompletionSource TakeAsked()
    {
        lock (_gate)
        {
            var asked = _asked;
            (_asked, _wake) = (New(), New());
            return asked;
        }
    }

    public void Tell(OrderSides sides)
    {
        TaskCompletionSource<OrderSides> told;
        lock (_gate)
        {
            (told, Latest, _next, _pause) = (_next, sides, New<OrderSides>(), Quick);
        }

        told.SetResult(sides);
    }

    /// <summary>Waits until it is time for the next look, or until a newcomer asks for it.</summary>
    public async Task PauseAsync(CancellationToken ct)
    {
        Task wake;
        lock (_gate)
        {
            wake = _wake.Task;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(wake, Task.Delay(_pause, enough.Token));
        await enough.CancelAsync();
        _pause = first == wake ? Quick : _pause * 1.3 < Calm ? _pause * 1.3 : Calm;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
