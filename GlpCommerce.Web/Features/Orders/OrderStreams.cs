using System.Collections.Concurrent;
using GlpCommerce.Web.Operations;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>How many may follow orders live at once, and for how long.</summary>
public sealed class OrderStreamOptions
{
    public const string Section = "RateLimits:OrderEvents";

    /// <summary>From one network address, which many browsers may share.</summary>
    public int PerAddress { get; set; } = 50;

    public int Total { get; set; } = 2000;

    /// <summary>After this the client is asked to come back.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nothing may be said, so that nobody on the way takes the line for dead.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Counts the streams that are open.</summary>
public sealed class OrderStreams(IOptions<OrderStreamOptions> options)
{
    private readonly ConcurrentDictionary<string, int> _byAddress = new();
    private int _total;

    /// <summary>How many are open now.</summary>
    public int Count => Volatile.Read(ref _total);

    /// <returns>A place to be given back, or the status of the refusal.</returns>
    public (IDisposable? Place, int Status) Enter(HttpContext context)
    {
        if (Interlocked.Increment(ref _total) > options.Value.Total)
        {
            Interlocked.Decrement(ref _total);
            return (null, StatusCodes.Status503ServiceUnavailable);
        }

        var address = ClientNetwork.Of(context);
        var place = new Place(this, address);
        if (_byAddress.AddOrUpdate(address, 1, (_, open) => open + 1) > options.Value.PerAddress)
        {
            place.Dispose();
            return (null, StatusCodes.Status429TooManyRequests);
        }

        return (place, StatusCodes.Status200OK);
    }

    private void Leave(string address)
    {
        Interlocked.Decrement(ref _total);
        if (_byAddress.AddOrUpdate(address, 0, (_, open) => open - 1) <= 0)
        {
            _byAddress.TryRemove(KeyValuePair.Create(address, 0));
        }
    }

    private sealed class Place(OrderStreams streams, string address) : IDisposable
    {
        public void Dispose() => streams.Leave(address);
    }
}
