using System.Collections.Concurrent;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>Counts what stands open at once, such as streams and circuits, by network address and in all.</summary>
public sealed class OpenPlaces(int perAddress, int total)
{
    private readonly ConcurrentDictionary<string, int> _byNetwork = new();
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

        var network = ClientNetwork.PlaceOf(context);
        var place = new Place(this, network);
        // Both are counted up, as both are counted down.
        if (Join(network.Address) > perAddress | Join(network.Site) > NetworkPlace.OfSite(perAddress))
        {
            place.Dispose();
            return (null, StatusCodes.Status429TooManyRequests);
        }

        return (place, StatusCodes.Status200OK);
    }

    private int Join(string? network) => network is null ? 0 : _byNetwork.AddOrUpdate(network, 1, (_, open) => open + 1);

    private void Leave(string? network)
    {
        if (network is not null && _byNetwork.AddOrUpdate(network, 0, (_, open) => open - 1) <= 0)
        {
            _byNetwork.TryRemove(KeyValuePair.Create(network, 0));
        }
    }

    private sealed class Place(OpenPlaces places, NetworkPlace network) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref places._total);
            places.Leave(network.Address);
            places.Leave(network.Site);
        }
    }
}
