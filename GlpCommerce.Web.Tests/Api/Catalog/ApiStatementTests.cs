using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
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

    /// <summary>Operations about a cart with the statements they cost, by how many lines it has.</summary>
    private static readonly (string Operation, int One, int Seven)[] CartOperations =
    [
        ($"{{ cart(sessionId: \"$s\") {{ items {{ quantity product {{ {Whole} related {{ {Whole} }} }} }} totals {{ totalCents }} }} }}", 5, 5),
        ($"{{ validateCart(sessionId: \"$s\", state: \"IL\") {{ canBeOrdered cart {{ items {{ product {{ {Whole} related {{ {Whole} }} }} }} }} }} }}", 5, 5),
        ($"{{ recommendations(cartSessionId: \"$s\", first: 24) {{ reason product {{ {Whole} related {{ {Card} }} }} }} }}", 4, 4),
        ("{ guides { title body bodyHtml sources { title } } }", 1, 1),
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
            measured.Add((operation, await shop.Sql.FewestAsync(() => api.DataAsync(operation), 1), await shop.Sql.FewestAsync(() => api.DataAsync(operation), 3)));
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

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cart_costs_as_much_with_seven_lines_as_with_one(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("GraphQL:MaxCost", "100000000"), ("GraphQL:MaxFields", "10000"));
        using var api = ApiClient.Of(shop);
        var measured = new List<(string, int, int)>();
        foreach (var (operation, _, _) in CartOperations)
        {
            var (one, seven) = (await CartAsync(shop, api, 1), await CartAsync(shop, api, 7));
            measured.Add((operation, await shop.Sql.FewestAsync(() => api.DataAsync(operation.Replace("$s", one, StringComparison.Ordinal)), 3), await shop.Sql.FewestAsync(() => api.DataAsync(operation.Replace("$s", seven, StringComparison.Ordinal)), 3)));
        }

        Assert.Equal(CartOperations, measured);
    }

    /// <summary>The most that one request may ask for: as many changes, or as many questions, as there may be.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Ten_of_the_dearest_changes_and_fifty_of_the_dearest_questions_cost_a_bounded_number_of_statements(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("RateLimits:Checkout:PerAddress", "100"));
        var (member, _) = await shop.TokenHolderAsync();
        var (product, sessions) = (await shop.StockAsync(Some.Product(stock: 500)), Enumerable.Range(0, 50).Select(_ => Secrets.New()).ToList());
        var card = SandboxGateway.ThreeDSecure;
        var (add, create) = (0, 0);
        for (var first = 0; first < 50; first += 10)
        {
            add = await CountAsync($"mutation {{ {Several(first, 10, i => $"addToCart(input: {{ sessionId: \"{sessions[i]}\", productId: {product.Id} }}) {{ cart {{ items {{ product {{ article {{ title }} related {{ id }} }} }} }} errors {{ code }} }}")} }}");
            create = await CountAsync($"mutation {{ {Several(first, 10, i => $"createOrder(input: {{ sessionId: \"{sessions[i]}\", userEmail: \"dana@example.com\", paymentMethodId: \"{card}\" }}) {{ order {{ id timeline {{ kind }} items {{ product {{ id }} }} }} errors {{ code }} }}")} }}");
        }

        var ids = await Poll.UntilAsync(WaitingAsync, waiting => waiting.Count == 50, "fifty orders to wait for their payer");
        var read = await CountAsync($"{{ {Several(0, 50, i => $"order(id: \"{ids[i]}\") {{ clientSecret approvalUrl timeline {{ kind }} items {{ product {{ id article {{ title }} }} }} }}")} }}");

        // What is remembered of the product and the rates, and who asks, is read once. Each order asks whether the rates still hold.
        Assert.InRange(add, 10, (10 * 6) + 10);
        Assert.InRange(create, 10, (10 * 17) + 10);
        Assert.InRange(read, 50, (50 * 6) + 10);

        async Task<int> CountAsync(string operation)
        {
            var answer = default(JsonElement);
            var statements = await shop.Sql.DuringAsync(async () => answer = await member.AnswerAsync(operation));
            Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
            Assert.DoesNotContain("\"code\"", answer.ToString(), StringComparison.Ordinal);
            return statements.Count;
        }

        async Task<List<string>> WaitingAsync() => [.. (await member.AskAsync("{ me { orders(first: 100) { id paymentStatus } } }")).GetProperty("orders").EnumerateArray()
            .Where(order => order.Text("paymentStatus") == "requires_action").Select(order => order.Text("id")!)];
    }

    private static string Several(int first, int count, Func<int, string> field) => string.Join(' ', Enumerable.Range(first, count).Select(i => $"a{i}: {field(i)}"));

    /// <summary>A cart with so many different products, by its session.</summary>
    private static async Task<string> CartAsync(ShopServer shop, ApiClient api, int lines)
    {
        var session = Secrets.New();
        foreach (var product in (await shop.ProductsAsync()).Where(p => p.Stock.Available > 0).Take(lines))
        {
            await api.DataAsync("mutation ($input: AddToCartInput!) { addToCart(input: $input) { errors { code } } }", new { input = new { sessionId = session, productId = product.Id } });
        }

        return session;
    }

    /// <summary>Has the shop begin a new snapshot, which remembers nothing; it then does not look at the catalogue's version for a second.</summary>
    private static async Task ForgetAsync(ShopServer shop, ApiClient api)
    {
        await shop.StockAsync(Some.Product());
        var published = (await shop.ProductsAsync()).Count;
        await Poll.UntilAsync(
            async () => (await api.DataAsync("{ productsConnection { totalCount } }")).Number("productsConnection.totalCount"), count => count == published, "a new snapshot");
    }
}
