using System.Net;
using System.Text;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>Each limit as it comes: what just fits is answered, and one more is refused with its own code.</summary>
public sealed class LimitTests(ShopServers servers)
{
    public static TheoryData<string, string, string> Edges => new()
    {
        { "ALIAS_LIMIT", Repeated(50, i => $"a{i}: __typename"), Repeated(51, i => $"a{i}: __typename") },
        { "ALIAS_LIMIT", Spread(10, 5, i => $"a{i}: __typename"), Spread(10, 6, i => $"a{i}: __typename") },
        { "FIELD_LIMIT", Repeated(500, _ => "__typename"), Repeated(501, _ => "__typename") },
        { "FIELD_LIMIT", Spread(50, 10, _ => "__typename"), Spread(50, 11, _ => "__typename") },
        { "TOKEN_LIMIT", Tokens(2_000), Tokens(2_001) },
    };

    [Theory, MemberData(nameof(Edges))]
    public async Task A_document_may_be_as_large_as_this_and_no_larger(string code, string fits, string tooLarge)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var good = await client.AskAsync(fits);
        var bad = await client.AskAsync(tooLarge);

        Assert.DoesNotContain(good.Codes, c => c!.EndsWith("_LIMIT", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, code), (bad.Status, bad.Code));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("... { ", " }")]
    public async Task Fields_may_stand_ten_deep_in_one_another(string open, string close)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("GraphQL:MaxCost", "2147483647"));
        using var client = ApiClient.Of(shop);

        var good = await client.AskAsync(Deep(10, open, close));
        var bad = await client.AskAsync(Deep(11, open, close));

        Assert.Empty(good.Codes);
        Assert.Equal((HttpStatusCode.BadRequest, "DEPTH_LIMIT"), (bad.Status, bad.Code));
    }

    [Fact]
    public async Task Eleven_product_lists_cost_too_much_and_a_whole_shelf_does_not()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var lists = await client.AskAsync(Repeated(11, i => $"a{i}: products {{ id }}"));
        var shelf = await client.AskAsync(
            "{ products { id name description price category inventoryCount glp1Stage educationalContent createdAt updatedAt } }");

        Assert.Equal((HttpStatusCode.BadRequest, "COST_LIMIT"), (lists.Status, lists.Code));
        Assert.DoesNotContain("COST_LIMIT", shelf.Codes);
    }

    [Theory]
    [InlineData("ginger", true)]
    [InlineData(" ", false)]
    public async Task Nine_searches_fit_into_a_request_and_eleven_do_not_written_or_as_a_variable(string words, bool isSearch)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var nine = await client.AskAsync(Repeated(9, i => Shelf(i, $"\"{words}{i}\"")));
        var eleven = await client.AskAsync(Repeated(11, i => Shelf(i, $"\"{words}{(isSearch ? i : "")}\"")));
        var variable = await client.AskAsync("query($s: String) " + Repeated(11, i => Shelf(i, "$s")), new { s = words });
        var filter = await client.AskAsync("query($f: ProductFilter) " + Repeated(11, i => $"a{i}: productsConnection(filter: $f) {{ totalCount }}"), new { f = new { search = words } });

        Assert.Empty(nine.Codes);
        Assert.All([eleven, variable, filter], answer => Assert.Equal(isSearch ? ["COST_LIMIT"] : [], answer.Codes));

        static string Shelf(int i, string search) => $"a{i}: productsConnection(filter: {{ search: {search} }}) {{ totalCount }}";
    }

    [Theory]
    [InlineData("""{ "n": 100 }""", false)]
    [InlineData("""{ "n": 2147483647 }""", true)]
    public async Task A_list_is_priced_by_its_first_also_when_that_is_a_variable_of_a_document_seen_before(string variables, bool isTooMuch)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());
        var query = "query($n: Int) { " + string.Concat(Enumerable.Range(0, 10).Select(i => $"a{i}: productsConnection(first: $n) {{ nodes {{ id }} }} ")) + "}";
        await client.AskAsync(query, new { n = 1 });

        var answer = await client.PostAsync($$"""{"query":"{{query}}","variables":{{variables}}}""");

        Assert.Equal(isTooMuch, answer.Codes.Contains("COST_LIMIT"));
    }

    [Theory]
    [InlineData("a: productsConnection(first: -2000000000) { nodes { id } }")]
    [InlineData("a: productsConnection(first: 0) { nodes { id } }")]
    [InlineData("a: recommendations(first: -2000000000) { reason }")]
    public async Task A_list_of_less_than_nothing_makes_no_room_for_others(string cheap)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync($"{{ {cheap} {string.Concat(Enumerable.Range(0, 11).Select(i => $"p{i}: products {{ id }} "))} }}");

        Assert.Equal("COST_LIMIT", answer.Code);
    }

    [Theory]
    [InlineData("mutation { FIELDS }", "")]
    [InlineData("mutation { ... { FIELDS } }", "")]
    [InlineData("query Q { __typename } mutation M { ...F }", " fragment F on Mutation { FIELDS }")]
    public async Task One_mutation_makes_ten_changes_at_most(string operation, string fragment)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var good = await client.AskAsync(Written(10));
        var bad = await client.AskAsync(Written(11));

        Assert.DoesNotContain("FIELD_LIMIT", good.Codes);
        Assert.Equal((HttpStatusCode.BadRequest, "FIELD_LIMIT"), (bad.Status, bad.Code));

        string Written(int changes) => (operation + fragment).Replace(
            "FIELDS", string.Join(' ', Enumerable.Range(0, changes).Select(i => $"a{i}: requestPasswordReset(input: {{ email: \"nobody\" }}) {{ errors {{ code }} }}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_schema_can_be_asked_for_as_the_usual_tools_do()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync(Introspection.Query);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotEmpty(answer.Data.GetProperty("__schema").GetProperty("types").EnumerateArray());
    }

    [Theory]
    [InlineData("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "DEPTH_LIMIT")]
    [InlineData("{ a: __schema { types { name } } b: __schema { types { name } } c: __schema { types { name } } d: __schema { types { name } } e: __schema { types { name } } f: __schema { types { name } } }", "COST_LIMIT")]
    public async Task The_schema_cannot_be_asked_for_without_end(string query, string code)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        Assert.Equal(code, (await client.AskAsync(query)).Code);
    }

    [Fact]
    public async Task A_body_may_be_100_kilobytes_announced_or_not()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var fits = await client.PostAsync(Body(100_000));
        var tooLarge = await client.PostAsync(Body(100_001));
        var unannounced = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new Unannounced(Body(100_001)) });

        Assert.Equal(HttpStatusCode.OK, fits.Status);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_LIMIT"), (tooLarge.Status, tooLarge.Code));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_LIMIT"), (unannounced.Status, unannounced.Code));
    }

    [Fact]
    public async Task Every_limit_can_be_set()
    {
        await using var shop = await ShopServer.StartAsync(
            DatabaseProvider.Sqlite, ("GraphQL:MaxDepth", "2"), ("GraphQL:MaxAliases", "1"), ("GraphQL:MaxFields", "3"), ("GraphQL:MaxTokens", "20"),
            ("GraphQL:MaxCost", "5500"), ("GraphQL:MaxBodyBytes", "1000"), ("GraphQL:MaxChanges", "1"));
        using var client = ApiClient.Of(shop);

        Assert.Equal("DEPTH_LIMIT", (await client.AskAsync(Deep(3))).Code);
        Assert.Equal("ALIAS_LIMIT", (await client.AskAsync(Repeated(2, i => $"a{i}: __typename"))).Code);
        Assert.Equal("FIELD_LIMIT", (await client.AskAsync(Repeated(4, _ => "__typename"))).Code);
        Assert.Equal("TOKEN_LIMIT", (await client.AskAsync(Tokens(21))).Code);
        Assert.Equal("FIELD_LIMIT", (await client.AskAsync("mutation { __typename ...F } fragment F on Mutation { __typename }")).Code);
        Assert.Equal("COST_LIMIT", (await client.AskAsync("{ products { id name } }")).Code);
        Assert.Equal("BODY_LIMIT", (await client.PostAsync(Body(1_001))).Code);
    }

    [Fact]
    public async Task One_address_may_send_so_many_requests_a_minute_and_is_told_when_to_come_back()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:GraphQL", "3"));
        using var client = ApiClient.Of(shop);
        var answers = new List<ApiAnswer>();
        foreach (var query in new[] { "{ __typename }", "{ nonsense }", "{", "{ __typename }" })
        {
            answers.Add(await client.AskAsync(query));
        }

        Assert.DoesNotContain(answers.Take(3), a => a.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), (answers[3].Status, answers[3].Code));
        Assert.InRange(int.Parse(answers[3].RetryAfter!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }

    [Fact]
    public async Task Guessing_codes_over_the_api_counts_with_guessing_them_on_the_page()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        using var visitor = shop.NewVisitor();
        using var client = ApiClient.Of(shop);
        var cart = await (await visitor.ProductAsync(await shop.InStockAsync())).AddToCartAsync();
        await cart.UseCodeAsync("GUESS-1");
        var codes = new List<string?>();
        foreach (var guess in new[] { "GUESS-2", "GUESS-3", "GUESS-4" })
        {
            var answer = await client.AskAsync(
                "mutation($s: String!, $c: String!) { applyDiscountCode(input: { sessionId: $s, code: $c }) { errors { code } } }", new { s = visitor.Cookie("cart"), c = guess });
            codes.Add(Assert.Single(answer.Data.GetProperty("applyDiscountCode").GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
        }

        Assert.Equal(["discount.unknown", "discount.unknown", "rate.limited"], codes);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await cart.UseCodeAsync("GUESS-5")).Status);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    public void Addresses_of_one_customer_count_as_one(string one, string other, bool isSame) => Assert.Equal(
        isSame, Operations.ClientNetwork.Of(IPAddress.Parse(one)) == Operations.ClientNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task Three_hundred_networks_of_one_customer_are_not_three_hundred_strangers()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:GraphQL", "10"), ("Proxy:Known", "127.0.0.0/8"));
        using var client = ApiClient.Of(shop);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 300; i++)
        {
            answers.Add((await client.AskAsync("{ __typename }", null, ("X-Forwarded-For", $"2001:db8:1:{i:x}::1"))).Status);
        }

        var stranger = await client.AskAsync("{ __typename }", null, ("X-Forwarded-For", "2001:db8:2:1::1"));

        Assert.Equal((100, HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (answers.Count(status => status == HttpStatusCode.OK), answers[^1], stranger.Status));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:ff00::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:2:2::1", false)]
    public void Networks_of_one_site_count_as_one(string one, string other, bool isSame) => Assert.Equal(
        isSame, Operations.ClientNetwork.PlaceOf(IPAddress.Parse(one)).Site == Operations.ClientNetwork.PlaceOf(IPAddress.Parse(other)).Site);

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("::ffff:203.0.113.7")]
    public void Addresses_that_are_dealt_out_one_by_one_are_of_no_site(string address) =>
        Assert.Null(Operations.ClientNetwork.PlaceOf(IPAddress.Parse(address)).Site);

    [Fact]
    public async Task Only_the_scripts_of_named_sites_may_read_answers()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("GraphQL:AllowedOrigins", "https://app.example.com, http://localhost:3000"));
        using var client = ApiClient.Of(shop);

        var friend = await client.AskAsync("{ __typename }", null, ("Origin", "https://app.example.com"));
        var stranger = await client.AskAsync("{ __typename }", null, ("Origin", "https://evil.example"));
        var asked = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Options, "/graphql"), ("Origin", "http://localhost:3000"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,x-glp-client,authorization,x-order-token"));
        var refused = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Options, "/graphql"), ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
        var page = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/cart"), ("Origin", "https://app.example.com"));
        var events = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders/AAAAAAAAAAAAAAAAAAAAAA/events"), ("Origin", "https://app.example.com"));

        Assert.Equal("https://app.example.com", friend.Headers["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain("Access-Control-Allow-Credentials", friend.Headers.Keys);
        Assert.DoesNotContain("Access-Control-Allow-Origin", stranger.Headers.Keys);
        Assert.Equal("http://localhost:3000", asked.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("X-GLP-Client", asked.Headers["Access-Control-Allow-Headers"], StringComparison.OrdinalIgnoreCase);
        Assert.All([refused, page, events], answer => Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task No_site_is_named_unless_the_operator_does()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync("{ __typename }", null, ("Origin", "https://app.example.com"));

        Assert.DoesNotContain("Access-Control-Allow-Origin", answer.Headers.Keys);
    }

    /// <summary>A query so many fields deep.</summary>
    private static string Deep(int depth, string open = "", string close = "")
    {
        var text = "id";
        for (var i = 1; i < depth; i++)
        {
            text = (i < depth - 1 ? "related" : "product(id: 0)") + $" {{ {open}{text}{close} }}";
        }

        return $"{{ {text} }}";
    }

    private static string Repeated(int count, Func<int, string> field) => $"{{ {string.Join(' ', Enumerable.Range(0, count).Select(field))} }}";

    /// <summary>One fragment, spread as often as said.</summary>
    private static string Spread(int spreads, int fields, Func<int, string> field) =>
        $"{{ {string.Join(' ', Enumerable.Repeat("...F", spreads))} }} fragment F on Query {{ {string.Join(' ', Enumerable.Range(0, fields).Select(field))} }}";

    /// <summary>Two braces, a field, and then so many commas and names in an argument that nobody asks for.</summary>
    private static string Tokens(int count) => $"{{ products(category: [{string.Join(' ', Enumerable.Repeat("1", count - 9))}]) }} ";

    private static string Body(int bytes)
    {
        var start = """{"query":"{ __typename }","extensions":{"x":" """;
        return start + new string('x', bytes - start.Length - 3) + "\"}}";
    }

    /// <summary>A body that comes in pieces, without a length.</summary>
    private sealed class Unannounced : ByteArrayContent
    {
        public Unannounced(string body)
            : base(Encoding.UTF8.GetBytes(body)) => Headers.TryAddWithoutValidation("Content-Type", ApiClient.Json);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
