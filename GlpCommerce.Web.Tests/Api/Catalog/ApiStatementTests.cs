using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Catalog;

/// <summary>What a request asks the database depends on what it selects, never on how many products it meets.</summary>
public sealed class ApiStatementTests
{
    private const string Card = "id slug name price category inventoryCount glp1Stage summary label { serving kcal } needs { key } stages { key } images { url }";
    private const string Own = Card + " description descriptionHtml createdAt updatedAt allergens diets { key } cautions claim disclaimer weightGrams";
    private const string Whole = Own + " educationalContent article { title body bodyHtml sources { title } }";

    /// <summary>Operations with the statements they cost when nothing is remembered, and when everything is.</summary>
    private static readonly (string Operation, int Cold, int Warm)[] Operations =
    [
        ($"{{ products {{ {Card} }} }}", 1, 1),
        ($"{{ productsConnection(first: 100) {{ totalCount edges {{ cursor node {{ {Card} }} }} facets {{ needs {{ count }} }} }} }}", 1, 1),
        ("{ productsConnection(first: 100) { totalCount facets { needs { count } } pageInfo { endCursor } } }", 0, 0),
        ($"{{ products {{ {Own} }} }}", 3, 1),
        ($"{{ products {{ {Whole} }} }}", 4, 2),
        ($"{{ products {{ {Whole} related {{ {Whole} related {{ {Own} related {{ id }} }} }} }} }}", 5, 3),
        ($"{{ productsConnection(first: 5) {{ nodes {{ id related {{ id related {{ id related {{ id related {{ {Whole} }} }} }} }} }} }} }}", 16, 6),
        ($"{{ a: product(id: 1) {{ {Whole} related {{ id }} }} b: product(id: 2) {{ {Whole} related {{ id }} }} c: productBySlug(slug: \"loop-bands-set-of-5\") {{ {Whole} related {{ id }} }} }}", 7, 5),
        ($"{{ product(id: 1) {{ {Own} }} }}", 3, 1),
        ($"{{ recommendations(first: 24) {{ reason product {{ {Whole} related {{ {Card} }} }} }} }}", 5, 3),
    ];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_operation_costs_a_fixed_number_of_statements(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("GraphQL:MaxCost", "100000000"), ("GraphQL:MaxFields", "10000"));
        using var api = ApiClient.Of(shop);
        var measured = new List<(string, int, int)>();
        foreach (var (operation, _, _) in Operations)
        {
            await ForgetAsync(shop, api);
            measured.Add((operation, await FewestAsync(shop, api, operation, tries: 1), await FewestAsync(shop, api, operation, tries: 3)));
        }

        Assert.Equal(Operations, measured);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_list_of_cards_reads_no_description(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        await api.DataAsync("{ productsConnection { totalCount } }");

        var cards = await shop.Sql.DuringAsync(() => api.DataAsync($"{{ products {{ {Card} }} }}"));
        var descriptions = await shop.Sql.DuringAsync(() => api.DataAsync("{ products { description } }"));

        Assert.DoesNotContain(cards, sql => sql.Contains("Description", StringComparison.Ordinal));
        Assert.Single(descriptions, sql => sql.Contains("Description", StringComparison.Ordinal));
    }

    /// <summary>Has the shop begin a new snapshot, which remembers nothing; it then does not look at the catalogue's version for a second.</summary>
    private static async Task ForgetAsync(ShopServer shop, ApiClient api)
    {
        await shop.StockAsync(Some.Product());
        var published = (await shop.ProductsAsync()).Count;
        await Poll.UntilAsync(
            async () => (await api.DataAsync("{ productsConnection { totalCount } }")).Number("productsConnection.totalCount"), count => count == published, "a new snapshot");
    }

    /// <summary>The fewest of some tries: once a second the index asks for the catalogue's version as well.</summary>
    private static async Task<int> FewestAsync(ShopServer shop, ApiClient api, string operation, int tries)
    {
        var fewest = int.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            fewest = Math.Min(fewest, (await shop.Sql.DuringAsync(() => api.DataAsync(operation))).Count);
        }

        return fewest;
    }
}
