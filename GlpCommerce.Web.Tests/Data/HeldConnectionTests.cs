using System.Data;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Data;

/// <summary>Who holds a connection while waiting for another one stops the whole shop as soon as there are as many of them as connections.</summary>
public sealed class HeldConnectionTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_context_holds_no_connection_between_two_statements_whoever_had_it_before(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Some.Product());
        var catalog = shop.Get<CatalogQueries>();
        foreach (var filter in new ShopFilter[] { new(), new(), new() { Text = "product" } })
        {
            Assert.Equal(1, (await catalog.BrowseAsync(filter)).Total);

            await using var db = shop.Db();
            Assert.Equal(1, await db.Set<Product>().CountAsync());
            Assert.Equal(ConnectionState.Closed, db.Database.GetDbConnection().State);
        }
    }
}
