using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Counts the units that each network address has put aside without paying, so that nobody empties the shelves for
/// nothing. Addresses are kept in memory only, and for as long as an unpaid order lives.
/// </summary>
public sealed class UnpaidHolds(IOptions<ShopOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<Guid, Hold>> _byNetwork = [];
    private readonly Queue<(string Network, Guid Cart, DateTime Until)> _inTime = new();

    /// <summary>Counts a cart that becomes an order. One cart counts once, however often it is tried.</summary>
    /// <param name="network">Where it comes from; null is not counted.</param>
    /// <returns>Null when it may; else the refusal.</returns>
    internal async Task<Problem?> RefuseAsync(ShopDb db, string? network, Guid cart, int units, CancellationToken ct)
    {
        if (network is null || Take(network, cart, units) is not { } held)
        {
            return null;
        }

        // What was paid or has ended holds nothing any more. A failed order may still be paid again.
        var settled = await db.Orders.Where(o => held.Contains(o.CartId) && o.Status != OrderStatus.Pending && o.Status != OrderStatus.Failed)
            .Select(o => o.CartId).ToListAsync(ct);
        Drop(network, settled);
        return Take(network, cart, units) is null ? null : CheckoutProblems.TooMuchUnpaid;
    }

    /// <returns>Null when it was taken; else the carts that stand in its way.</returns>
    private List<Guid>? Take(string network, Guid cart, int units)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        lock (_gate)
        {
            Forget(now);
            var holds = _byNetwork.GetValueOrDefault(network) ?? [];
            if (holds.Sum(h => h.Key == cart ? 0 : h.Value.Units) + units > options.Value.UnpaidUnitsPerAddress)
            {
                return [.. holds.Keys];
            }

            var until = now.AddMinutes(options.Value.UnpaidOrderMinutes);
            holds[cart] = new Hold(units, until);
            _byNetwork[network] = holds;
            _inTime.Enqueue((network, cart, until));
            return null;
        }
    }

    private void Drop(string network, List<Guid> carts)
    {
        lock (_gate)
        {
            carts.ForEach(cart => Remove(network, cart));
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
