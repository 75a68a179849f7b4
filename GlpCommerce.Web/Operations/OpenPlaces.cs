using System.Collections.Concurrent;

namespace GlpCommerce.Web.Operations;

/// <summary>Counts what stands open at once, such as streams and circuits, by network address and in all.</summary>
public sealed class OpenPlaces(int perAddress, int total)
{
    private readonly ConcurrentDictionary<string, int> _byAddress = new();
    private int _total;

    /// <summary>How many are taken now.</summary>
    public int Count => Volatile.Read(ref _total);

    /// <returns>A place to be given back, or the status of the refusal.</returns>
    public (IDisposable? Place, int Status) Enter(HttpContext context)
    {
        if (Interlocked.Increment(ref _total) > total)
        {
            Interlocked.Decrement(ref _total);
            return (null, StatusCodes.Status503ServiceUnavailable);
        }

        var address = ClientNetwork.Of(context);
        var place = new Place(this, address);
        if (_byAddress.AddOrUpdate(address, 1, (_, open) => open + 1) > perAddress)
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

    private sealed class Place(OpenPlaces places, string address) : IDisposable
    {
        public void Dispose() => places.Leave(address);
    }
}
