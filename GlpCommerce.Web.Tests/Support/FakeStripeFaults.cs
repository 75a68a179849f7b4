namespace GlpCommerce.Web.Tests.Support;

/// <summary>What can go wrong with one request to Stripe.</summary>
public enum StripeFault
{
    /// <summary>The line is cut before Stripe hears anything.</summary>
    Unreachable,

    /// <summary>Stripe acts, and the answer is lost.</summary>
    AnswerLost,

    /// <summary>Stripe never acts, and never answers.</summary>
    Silence,

    /// <summary>Stripe acts, and never answers.</summary>
    SilenceAfter,

    /// <summary>500 without having acted; it is stored under the key.</summary>
    Failure,

    /// <summary>500 after having acted; it is stored under the key.</summary>
    FailureAfter,

    /// <summary>503 before anything began: not stored.</summary>
    Overload,

    /// <summary>409: another request works on the same thing. Not stored.</summary>
    Conflict,

    /// <summary>429: too many requests. Not stored.</summary>
    TooMany,

    /// <summary>Stripe acts; something in between answers for it with a page.</summary>
    Garbage,

    /// <summary>Stripe takes its time, until <see cref="FakeStripeFaults.Release"/>.</summary>
    Held,
}

/// <summary>The faults that a test has ordered, for each operation in order. One request uses up one.</summary>
public sealed class FakeStripeFaults
{
    public const string Create = "POST /v1/payment_intents";
    public const string Confirm = "POST /v1/payment_intents/{intent}/confirm";
    public const string Mark = "POST /v1/payment_intents/{intent}";
    public const string Cancel = "POST /v1/payment_intents/{intent}/cancel";
    public const string Read = "GET /v1/payment_intents/{intent}";
    public const string OpenPage = "POST /v1/checkout/sessions";
    public const string Refund = "POST /v1/refunds";
    public const string Messages = "GET /v1/events";

    private readonly Dictionary<string, Queue<StripeFault>> _ordered = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether nothing that is asked is ever answered.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Ends the waiting of all that is held.</summary>
    public void Release() => _released.TrySetResult();

    public FakeStripeFaults Order(string operation, StripeFault fault, int times = 1)
    {
        lock (_ordered)
        {
            var queue = _ordered.TryGetValue(operation, out var known) ? known : _ordered[operation] = new();
            for (var i = 0; i < times; i++)
            {
                queue.Enqueue(fault);
            }
        }

        return this;
    }

    /// <summary>From here on the operation works again.</summary>
    public void Forget(string operation)
    {
        lock (_ordered)
        {
            _ordered.Remove(operation);
        }
    }

    internal StripeFault? Take(string operation)
    {
        lock (_ordered)
        {
            return _ordered.TryGetValue(operation, out var queue) && queue.TryDequeue(out var fault) ? fault : IsSilent ? StripeFault.Silence : null;
        }
    }

    internal Task HeldAsync(CancellationToken ct) => _released.Task.WaitAsync(ct);
}
