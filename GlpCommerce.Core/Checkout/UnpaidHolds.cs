using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Counts the units that each network address, and each site, has put aside without paying, so that nobody empties the
/// shelves for nothing. Networks are kept in memory only, and for as long as an unpaid order lives.
/// </summary>
public sealed class UnpaidHolds(IOptions<ShopOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<Guid, Hold>> _byNetwork = [];
    private readonly Queue<(string Network, Guid Cart, DateTime Until)> _inTime = new();

    /// <summary>Counts a cart that becomes an order. One cart counts once, however often it is tried.</summary>
    /// <param name="place">Where it comes from; null is not counted.</param>
    /// <returns>Null when it may; else the refusal.</returns>
    internal async Task<Problem?> RefuseAsync(ShopDb db, NetworkPlace? place, Guid cart, int units, CancellationToken ct)
    {
        if (place is null || Take(place, cart, units) is not { } held)
        {
            return null;
        }

        // What was paid or has ended holds nothing any more. A failed order may still be paid again.
        var settled = await db.Orders.Where(o => held.Contains(o.CartId) && o.Status != OrderStatus.Pending && o.Status != OrderStatus.Failed)
            .Select(o => o.CartId).ToListAsync(ct);
        Drop(place, settled);
        return Take(place, cart, units) is null ? null : CheckoutProblems.TooMuchUnpaid;
    }

    /// <returns>Null when it was taken; else the carts that stand in its way.</returns>
    private List<Guid>? Take(NetworkPlace place, Guid cart, int units)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ofAddress = options.Value.UnpaidUnitsPerAddress;
        lock (_gate)
        {
            Forget(now);
            if (!HasRoom(place.Address, cart, units, ofAddress) || (place.Site is { } site && !HasRoom(site, cart, units, NetworkPlace.OfSite(ofAddress))))
            {
                return [.. Networks(place).SelectMany(network => _byNetwork.GetValueOrDefault(network)?.Keys ?? Enumerable.Empty<Guid>()).Distinct()];
            }

            var hold = new Hold(units, now.AddMinutes(options.Value.UnpaidOrderMinutes));
            foreach (var network in Networks(place))
            {
                Add(network, cart, hold);
            }

            return null;
        }
    }

    private static IEnumerable<string> Networks(NetworkPlace place) => place.Site is { } site ? [place.Address, site] : [place.Address];

    private bool HasRoom(string network, Guid cart, int units, int most) =>
        (_byNetwork.GetValueOrDefault(network)?.Sum(h => h.Key == cart ? 0L : h.Value.Units) ?? 0) + units <= most;

    private void Add(string network, Guid cart, Hold hold)
    {
        if (!_byNetwork.TryGetValue(network, out var holds))
        {
            _byNetwork[network] = holds = [];
        }

        holds[cart] = hold;
        _inTime.Enqueue((network, cart, hold.Until));
    }

    private void Drop(NetworkPlace place, List<Guid> carts)
    {
        lock (_gate)
        {
            foreach (var network in Networks(place))
            {
                carts.ForEach(cart => Remove(network, cart));
            }
        }
    }

    private void Forget(DateTime now)
    {
        while (_inTime.TryPeek(out var oldest) && oldest.Until <= now)
        {
            _inTime.Dequeue();
            // A cart that was tried again counts from then.
            if (_byNetwork.GetValueOrDefault(oldest.Network)?.GetValueOrDefault(oldest.Cart)?.Until == oldest.Until)
            {
                Remove(oldest.Network, oldest.Cart);
            }
        }
    }

    private void Remove(string network, Guid cart)
    {
        if (_byNetwork.TryGetValue(network, out var holds) && holds.Remove(cart) && holds.Count == 0)
        {
            _byNetwork.Remove(network);
        }
    }

    private sealed record Hold(int Units, DateTime Until);
}
