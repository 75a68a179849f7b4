using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class CatalogIndexTests
{
    private const string Loading = "\"IsSuggested\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_waits_while_a_large_catalogue_is_loaded_anew(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        using var index = Index(shop, large: 3);
        await shop.StockAsync(Some.Product(), Some.Product());
        Assert.Equal(2, (await index.CurrentAsync()).Count);
        await shop.StockAsync(Some.Product());

        var loaded = new TaskCompletionSource();
        shop.Sql.Once(Loading, () => loaded.Task);
        var first = await index.CurrentAsync().AsTask().WaitAsync(Patience);
        var second = await index.CurrentAsync().AsTask().WaitAsync(Patience);
        loaded.SetResult();

        Assert.Equal((2, 2), (first.Count, second.Count));
        Assert.Equal(3, (await Poll.UntilAsync(() => index.CurrentAsync().AsTask(), snapshot => snapshot.Count == 3, "the newer catalogue")).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_comes_after_a_pause_sees_the_newer_catalogue_at_once_however_large_it_is(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        using var index = Index(shop, large: 1);
        await shop.StockAsync(Some.Product());
        await index.CurrentAsync();

        await shop.StockAsync(Some.Product());
        shop.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(2, (await index.CurrentAsync()).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_loading_that_fails_is_tried_again_by_the_next_reader(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        using var index = Index(shop, large: 1);
        await shop.StockAsync(Some.Product());
        await index.CurrentAsync();
        await shop.StockAsync(Some.Product());

        shop.Sql.Once(Loading, () => throw new InvalidOperationException("It breaks off."));

        Assert.Equal(1, (await index.CurrentAsync()).Count);
        await Poll.UntilAsync(() => index.CurrentAsync().AsTask(), snapshot => snapshot.Count == 2, "the newer catalogue");
    }

    private static CatalogIndex Index(TestShop shop, int large) =>
        new(shop.Databases, shop.Get<IProductSearch>(), shop.Clock, NullLogger<CatalogIndex>.Instance) { Large = large };
}
