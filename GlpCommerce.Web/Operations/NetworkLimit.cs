using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>How often something may be tried in a minute from one network address, and from the site that one customer may own as a whole.</summary>
public sealed class NetworkLimit(int permits) : IDisposable
{
    private readonly AttemptLimit _addresses = new(permits);
    private readonly AttemptLimit _sites = new(NetworkPlace.OfSite(permits));

    /// <summary>Counts one try.</summary>
    /// <returns>Null when it may go on, else when to come back.</returns>
    public TimeSpan? Refuse(HttpContext context)
    {
        var place = ClientNetwork.PlaceOf(context);
        return _addresses.Refuse(place.Address) ?? _sites.Refuse(place.Site);
    }

    /// <summary>The same counters, for requests of which only some are counted.</summary>
    public PartitionedRateLimiter<HttpContext> For(Func<HttpRequest, bool> isCounted) => PartitionedRateLimiter.CreateChained(
        _addresses.For(context => isCounted(context.Request) ? ClientNetwork.PlaceOf(context).Address : null),
        _sites.For(context => isCounted(context.Request) ? ClientNetwork.PlaceOf(context).Site : null));

    public void Dispose()
    {
        _addresses.Dispose();
        _sites.Dispose();
    }
}
