using System.Collections.Concurrent;
using GlpCommerce.Core.Data;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>One running shop per database that is paid through the stand-in of Stripe, for the tests of one class.</summary>
public sealed class StripeServers : IAsyncDisposable
{
    /// <summary>The signing secret that is being replaced.</summary>
    public const string OlderSecret = "whsec_older";

    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<ShopServer>>> _servers = new();
    private readonly Lazy<Task<FakeStripe>> _stripe = new(FakeStripe.StartAsync);

    public Task<FakeStripe> StripeAsync() => _stripe.Value;

    public Task<ShopServer> OnAsync(DatabaseProvider provider) =>
        _servers.GetOrAdd(provider, p => new Lazy<Task<ShopServer>>(() => StartAsync(p))).Value;

    /// <summary>A shop of a test's own, which it may break.</summary>
    public async Task<ShopServer> StartAsync(DatabaseProvider provider)
    {
        var stripe = await StripeAsync();
        return await ShopServer.StartAsync(
            provider, [.. stripe.Settings.Where(s => s.Key != "Stripe:WebhookSecret"), ("Stripe:WebhookSecret", $"{OlderSecret}, {FakeStripe.WebhookSecret}")]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await (await server.Value).DisposeAsync();
        }

        if (_stripe.IsValueCreated)
        {
            await (await _stripe.Value).DisposeAsync();
        }
    }
}
