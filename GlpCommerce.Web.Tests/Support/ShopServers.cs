using System.Collections.Concurrent;
using GlpCommerce.Core.Data;

[assembly: AssemblyFixture(typeof(GlpCommerce.Web.Tests.Support.ShopServers))]

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// One running shop per database for all tests of a run, started by the first that asks. Tests share it as shoppers do:
/// each has browsers and, where stock or prices matter, products of its own.
/// </summary>
public sealed class ShopServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<ShopServer>>> _servers = new();

    public Task<ShopServer> OnAsync(DatabaseProvider provider) =>
        _servers.GetOrAdd(provider, p => new Lazy<Task<ShopServer>>(() => ShopServer.StartAsync(p, ("RateLimits:Checkout:PerSession", "100000")))).Value;

    /// <summary>The shop on SQLite, for what does not depend on the database.</summary>
    public Task<ShopServer> AnyAsync() => OnAsync(DatabaseProvider.Sqlite);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
