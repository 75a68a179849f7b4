using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Catalog;

public sealed class CursorTests
{
    private const string Page = """
        query($after: String, $sort: ProductSort!, $search: String) { productsConnection(first: 20, after: $after, sort: $sort, filter: { search: $search }) {
          totalCount nodes { id name } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    private static readonly string[] Names = ["SUGGESTED", "PRICE_UP", "PRICE_DOWN", "PROTEIN", "NAME"];

    public static IEnumerable<TheoryDataRow<DatabaseProvider, string>> Sorts => TestDatabase.Each.SelectMany(row =>
        Names.Select(sort => new TheoryDataRow<DatabaseProvider, string>(row.Data, sort) { Skip = row.Skip }));

    [Theory, MemberData(nameof(Sorts))]
    public async Task A_walk_meets_every_product_once_while_others_come_go_and_change(DatabaseProvider provider, string sort)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var before = await shop.ProductsAsync();
        var gone = new HashSet<string>();
        var seen = new List<string>();
        string? after = null;
        JsonElement page;
        do
        {
            page = (await api.DataAsync(Page, new { after, sort })).At("productsConnection");
            seen.AddRange(page.Each("nodes", "id")!);
            after = page.Text("pageInfo.endCursor");
            // Two products that were just met: one moves to another place, one leaves the shelf.
            if (before.Where(p => page.Each("nodes", "id").TakeLast(4).Contains($"{p.Id}")).TakeLast(2).ToList() is [var moved, var left])
            {
                await shop.ChangeAsync(moved, p => (p.Price, p.Name) = (p.Price + Money.Of(1), "Z" + p.Name));
                await shop.ChangeAsync(left, p => p.IsPublished = false);
                gone.UnionWith([$"{moved.Id}", $"{left.Id}"]);
            }

            await shop.StockAsync([Some.Product("Aaa", price: 1m), Some.Product("Mmm", price: 25m, protein: 12m), Some.Product("Zzz", price: 500m)]);
            await CaughtUpAsync(shop, api);
        }
        while (page.At("pageInfo.hasNextPage").GetBoolean());

        var old = before.Select(p => $"{p.Id}").ToList();
        // What moved behind the reader's place is met again where it stands now; nothing else is.
        Assert.Equal(old.Except(gone).Order(), seen.Where(id => old.Contains(id) && !gone.Contains(id)).Order());
        Assert.DoesNotContain(seen.Where(id => !gone.Contains(id)).GroupBy(id => id), id => id.Count() > 1);
    }

    [Theory, MemberData(nameof(Sorts))]
    public async Task The_pages_of_a_walk_are_the_shelf_cut_into_pieces(DatabaseProvider provider, string sort)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var whole = (await api.DataAsync("query($sort: ProductSort!) { a: productsConnection(first: 100, sort: $sort) { totalCount nodes { id } pageInfo { endCursor } } }", new { sort })).At("a");
        var walked = new List<string?>();

        var page = (await api.DataAsync(Page, new { sort })).At("productsConnection");
        Assert.False(page.At("pageInfo.hasPreviousPage").GetBoolean());
        while (true)
        {
            walked.AddRange(page.Each("nodes", "id"));
            Assert.Equal(whole.Number("totalCount"), page.Number("totalCount"));
            Assert.Equal(page.Each("nodes", "id"), page.Each("edges", "node.id"));
            Assert.Equal((page.Each("edges", "cursor")[0], page.Each("edges", "cursor")[^1]), (page.Text("pageInfo.startCursor"), page.Text("pageInfo.endCursor")));
            if (!page.At("pageInfo.hasNextPage").GetBoolean())
            {
                break;
            }

            page = (await api.DataAsync(Page, new { sort, after = page.Text("pageInfo.endCursor") })).At("productsConnection");
            Assert.True(page.At("pageInfo.hasPreviousPage").GetBoolean());
        }

        Assert.Equal(127, walked.Distinct().Count());
        Assert.Equal(127, walked.Count);
        Assert.Equal(whole.Each("nodes", "id"), walked.Take(100));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_search_is_walked_by_its_rank(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        const string Search = "protein";

        var first = (await api.DataAsync(Page, new { sort = "SUGGESTED", search = Search })).At("productsConnection");
        var second = (await api.DataAsync(Page, new { sort = "SUGGESTED", search = Search, after = first.Text("pageInfo.endCursor") })).At("productsConnection");
        var all = (await api.DataAsync("{ a: productsConnection(first: 100, filter: { search: \"protein\" }) { nodes { id } } }")).Each("a.nodes", "id");

        Assert.Equal(all.Take(40), first.Each("nodes", "id").Concat(second.Each("nodes", "id")));
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var api = ApiClient.Of(shop);
        var cursor = (await api.DataAsync(Page, new { sort = "NAME" })).Text("productsConnection.pageInfo.endCursor");

        Assert.Equal(["cursor.invalid"], await api.RefusedAsync(Page, new { sort = "PRICE_UP", after = cursor }));
        Assert.Equal(["cursor.invalid"], await api.RefusedAsync(Page, new { sort = "SUGGESTED", search = "protein", after = cursor }));
    }

    /// <summary>Waits until the index shows what the database holds; it looks once a second.</summary>
    private static async Task CaughtUpAsync(ShopServer shop, ApiClient api)
    {
        var published = (await shop.ProductsAsync()).Count;
        await Poll.UntilAsync(
            async () => (await api.DataAsync("{ productsConnection { totalCount } }")).Number("productsConnection.totalCount"), count => count == published, "the shelf to have caught up");
    }
}
