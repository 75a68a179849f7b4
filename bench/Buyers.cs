using System.Collections.Concurrent;
using System.Diagnostics;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Bench;

/// <summary>How long one order took, in milliseconds: to be placed, and from then until it was confirmed.</summary>
internal sealed record Bought(double Placing, double Confirming);

/// <summary>Buyers in a hosted shop. One watcher looks for all of them which orders the database calls confirmed.</summary>
internal sealed class Buyers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ShippingAddress Address = new() { Name = "Bench Reader", Line1 = "1 Bench Street", City = "Chicago", State = "IL", Zip = "60614" };

    private readonly HostedShop _shop;
    private readonly IReadOnlyList<int> _products;
    private readonly TimeSpan _look;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _watching;
    private int _next;

    /// <param name="look">How often the watcher looks. Each look costs CPU that counts as the shop's.</param>
    public Buyers(HostedShop shop, IReadOnlyList<int> products, TimeSpan look)
    {
        (_shop, _products, _look) = (shop, products, look);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Puts one unit into a new cart, looks at the cart, places it, and waits until the order is confirmed.</summary>
    public async Task<Bought> BuyAsync(CancellationToken ct)
    {
        var session = Secrets.New();
        var product = _products[Interlocked.Increment(ref _next) % _products.Count];
        Accept(await _shop.Get<CartEditor>().AddAsync(session, product, 1, ct));
        var cart = await _shop.Get<CartQueries>().GetAsync(session, Address.State, ct: ct);
        var request = new PlaceOrder(session, cart.Id, $"{session[..8]}@example.com", Address, SandboxGateway.Visa, cart.Totals.Total);
        var began = Stopwatch.GetTimestamp();
        var order = Accept(await _shop.Get<Cashier>().PlaceAsync(request, ct));
        var placed = Stopwatch.GetTimestamp();
        var seen = _waiting.GetOrAdd(order.PublicId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var confirmed = await seen.Task.WaitAsync(Patience, ct);
        return new Bought(Milliseconds(began, placed), Milliseconds(placed, confirmed));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static T Accept<T>(Result<T> result) =>
        result.Succeeded ? result.Value! : throw new InvalidOperationException($"The shop refused: {result.Problem!.Code}.");

    private async Task WatchAsync()
    {
        using var clock = new PeriodicTimer(_look);
        while (await clock.WaitForNextTickAsync(_closing.Token))
        {
            if (_waiting.Keys is { Count: > 0 } ids)
            {
                await LookAsync([.. ids]);
            }
        }
    }

    private async Task LookAsync(string[] ids)
    {
        await using var db = _shop.Get<IShopDbFactory>().Open();
        var confirmed = await db.Orders.Where(o => ids.Contains(o.PublicId) && o.Status == OrderStatus.Confirmed).Select(o => o.PublicId).ToListAsync(_closing.Token);
        var now = Stopwatch.GetTimestamp();
        foreach (var id in confirmed)
        {
            if (_waiting.TryRemove(id, out var seen))
            {
                seen.SetResult(now);
            }
        }
    }
}
