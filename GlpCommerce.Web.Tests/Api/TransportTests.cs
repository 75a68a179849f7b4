using System.Net;
using System.Text;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>GraphQL over HTTP where the published audit does not look.</summary>
public sealed class TransportTests(ShopServers servers)
{
    private const string Hello = "{ __typename }";
    private const string Session = "0123456789abcdef0123";

    [Theory]
    [InlineData(null, ApiClient.Json)]
    [InlineData("*/*", ApiClient.Json)]
    [InlineData("application/*", ApiClient.Json)]
    [InlineData("application/json", ApiClient.Json)]
    [InlineData("APPLICATION/JSON", ApiClient.Json)]
    [InlineData("application/graphql-response+json", ApiClient.Response)]
    [InlineData("application/graphql-response+json; charset=utf-8", ApiClient.Response)]
    [InlineData("application/graphql-response+json; charset=\"UTF-8\"", ApiClient.Response)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", ApiClient.Response)]
    [InlineData("application/json, application/graphql-response+json", ApiClient.Response)]
    [InlineData("application/graphql-response+json;q=0.5, application/json", ApiClient.Json)]
    [InlineData("application/graphql-response+json;q=0, */*", ApiClient.Json)]
    [InlineData("application/json;q=0, */*", ApiClient.Response)]
    [InlineData("text/html, */*;q=0.1", ApiClient.Json)]
    public async Task The_answer_takes_the_form_that_was_asked_for(string? accept, string expected)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync(Hello, null, accept is null ? ("X-Nothing", "1") : ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($"{expected}; charset=utf-8", answer.Type);
        Assert.Equal("Query", answer.Data.GetProperty("__typename").GetString());
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json;q=0")]
    [InlineData("*/*;q=0")]
    [InlineData("nonsense")]
    [InlineData(";;;")]
    public async Task An_answer_that_cannot_be_given_is_refused(string accept)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync(Hello, null, ("Accept", accept));

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.Status);
        Assert.Equal("NOT_ACCEPTABLE", answer.Code);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/json;charset=UTF-8", true)]
    [InlineData("Application/Json", true)]
    [InlineData(null, false)]
    [InlineData("text/plain", false)]
    [InlineData("application/json; charset=iso-8859-1", false)]
    [InlineData("application/graphql", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    public async Task Only_json_in_utf8_is_read(string? type, bool isRead)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.PostAsync("""{"query":"{__typename}"}""", type);

        Assert.Equal(isRead ? HttpStatusCode.OK : HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal(isRead ? [] : ["UNSUPPORTED_MEDIA_TYPE"], answer.Codes);
    }

    public static TheoryData<string, string> WrongBodies => new()
    {
        { "", "BAD_REQUEST" },
        { "null", "BAD_REQUEST" },
        { "\"{ __typename }\"", "BAD_REQUEST" },
        { "{", "BAD_REQUEST" },
        { "{}", "BAD_REQUEST" },
        { """{"query":null}""", "BAD_REQUEST" },
        { """{"query":1}""", "BAD_REQUEST" },
        { """{"query":"{__typename}"} {"query":"{__typename}"}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","query":"{__typename}"}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":{"a":1,"a":2}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":[]}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":"{}"}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","operationName":{}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","extensions":7}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","documentId":7}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":{"a":1e999}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":{"a":"\u0000"}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":{"a":"\ud800"}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}","variables":{"\ud800":1}}""", "BAD_REQUEST" },
        { """{"query":"{__typename}",}""", "BAD_REQUEST" },
        { """{"query":"{__typename}" /* so */}""", "BAD_REQUEST" },
        { "[]", "BATCHING_NOT_SUPPORTED" },
        { """[{"query":"{__typename}"}]""", "BATCHING_NOT_SUPPORTED" },
        { """{"documentId":"abc"}""", "PERSISTED_QUERY_NOT_SUPPORTED" },
        { """{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}""", "PERSISTED_QUERY_NOT_SUPPORTED" },
    };

    [Theory, MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_no_request_is_400_in_both_forms(string body, string code)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        foreach (var form in new[] { ApiClient.Json, ApiClient.Response })
        {
            var answer = await client.PostAsync(body, ApiClient.Json, ("Accept", form));

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal(code, answer.Code);
            Assert.False(answer.Body.TryGetProperty("data", out _));
        }
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());
        byte[] body = [.. "{\"query\":\"{ product(id: \\\""u8, 0xC3, 0x28, .. "\\\") { id } }\"}"u8];

        Assert.Equal("BAD_REQUEST", (await client.PostAsync(body)).Code);
    }

    public static TheoryData<string, object?, string> WrongDocuments => new()
    {
        { "{", null, "SYNTAX_ERROR" },
        { "", null, "UNKNOWN_OPERATION" },
        { "# nothing", null, "UNKNOWN_OPERATION" },
        { "{ a: \u0001 }", null, "SYNTAX_ERROR" },
        { "{ product(id: \"\\u0000\") { id } }", null, "SYNTAX_ERROR" },
        { "{ product(id: 1e999) { id } }", null, "SYNTAX_ERROR" },
        { "{ nothing }", null, "VALIDATION_ERROR" },
        { "{ products }", null, "VALIDATION_ERROR" },
        { "{ product { id } }", null, "VALIDATION_ERROR" },
        { "{ product(id: {}) { id } }", null, "VALIDATION_ERROR" },
        { "query($id: ID!) { product(id: $id) { id } }", null, "INVALID_VARIABLES" },
        { "query($id: ID!) { product(id: $id) { id } }", new { id = (string?)null }, "INVALID_VARIABLES" },
        { "query($id: ID!) { product(id: $id) { id } }", new { id = new { } }, "INVALID_VARIABLES" },
        { "query($id: ID!) { product(id: $id) { id } }", new { id = true }, "INVALID_VARIABLES" },
        { "query($n: Int) { productsConnection(first: $n) { totalCount } }", new { n = 3_000_000_000 }, "INVALID_VARIABLES" },
        { "query($n: Int) { productsConnection(first: $n) { totalCount } }", new { n = "1" }, "INVALID_VARIABLES" },
        { "query($n: Int) { productsConnection(first: $n) { totalCount } }", new { n = 1.5 }, "INVALID_VARIABLES" },
        { "query($f: ProductFilter) { productsConnection(filter: $f) { totalCount } }", new { f = new { colour = "red" } }, "INVALID_VARIABLES" },
        { "query A { __typename } query B { __typename }", null, "UNKNOWN_OPERATION" },
        { "fragment F on Query { __typename }", null, "UNKNOWN_OPERATION" },
        { "subscription { __typename }", null, "VALIDATION_ERROR" },
        { "fragment F on Query { ...F } query { ...F }", null, "VALIDATION_ERROR" },
        { "fragment F on Query { ...G } fragment G on Query { ...F } query { ...F }", null, "VALIDATION_ERROR" },
    };

    [Theory, MemberData(nameof(WrongDocuments))]
    public async Task A_document_that_cannot_be_executed_is_400_in_the_new_form_and_200_in_the_old_and_has_no_data(string query, object? variables, string code)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var now = await client.AskAsync(query, variables);
        var old = await client.AskAsync(query, variables, ("Accept", ApiClient.Json));

        Assert.Equal(HttpStatusCode.BadRequest, now.Status);
        Assert.Equal(HttpStatusCode.OK, old.Status);
        Assert.All(now.Codes, c => Assert.Equal(code, c));
        Assert.NotEmpty(now.Codes);
        Assert.Equal(now.Text, old.Text);
        Assert.False(now.Body.TryGetProperty("data", out _));
        Assert.DoesNotMatch(Leaks.Pattern, now.Text);
    }

    [Fact]
    public async Task An_operation_is_chosen_by_its_name()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var named = await client.PostAsync("""{"query":"query A { a: __typename } query B { b: __typename }","operationName":"B"}""");
        var unknown = await client.PostAsync("""{"query":"query A { a: __typename }","operationName":"C"}""");

        Assert.Equal("Query", named.Data.GetProperty("b").GetString());
        Assert.Equal("UNKNOWN_OPERATION", unknown.Code);
    }

    [Theory]
    [InlineData("mutation { __typename }")]
    [InlineData("query A { __typename } mutation B { __typename }", "&operationName=B")]
    [InlineData($"{{ cart(sessionId: \"{Session}\") {{ id }} }}")]
    [InlineData($"{{ shop: cart(sessionId: \"{Session}\") {{ id }} }}")]
    [InlineData($"{{ ... {{ ... on Query {{ cart(sessionId: \"{Session}\") {{ id }} }} }} }}")]
    [InlineData($"{{ ...F }} fragment F on Query {{ ...G }} fragment G on Query {{ cart(sessionId: \"{Session}\") {{ id }} }}")]
    [InlineData($"{{ cart(sessionId: \"{Session}\") @skip(if: true) {{ id }} __typename }}")]
    [InlineData($"{{ validateCart(sessionId: \"{Session}\") {{ canBeOrdered }} }}")]
    [InlineData("{ recommendations(cartSessionId: null) { reason } }")]
    [InlineData("{ order(id: \"x\") { id } }")]
    [InlineData("{ orders(userEmail: \"a@example.com\") { id } }")]
    [InlineData("{ me { email } }")]
    public async Task What_changes_or_tells_secrets_is_not_answered_by_get(string query, string more = "")
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        foreach (var form in new[] { ApiClient.Json, ApiClient.Response })
        {
            var answer = await client.GetAsync(query, more, ("Accept", form));

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
            Assert.Equal(["POST"], answer.Allow);
            Assert.Equal("POST_REQUIRED", answer.Code);
        }
    }

    [Fact]
    public async Task Whatever_takes_a_secret_or_tells_of_somebody_is_not_answered_by_get_or_head()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());
        var schema = (await client.AskAsync(Introspection.Query)).Data.GetProperty("__schema");
        var types = SchemaLines.Items(SchemaLines.OwnTypes(schema).Single(type => SchemaLines.Text(type, "name") == "Query"), "fields")
            .ToDictionary(field => SchemaLines.Text(field, "name"), field => SchemaLines.TypeOf(field).Trim('[', ']', '!'));

        var secret = new SchemaWalk(schema).Operations().Where(operation => operation.Root == "Query"
            && (types[operation.Field] is "Order" or "Cart" or "Account" || operation.Inputs.Any(input => input.Path[^1] is "sessionId" or "cartSessionId" or "userEmail"))).ToList();

        Assert.Equal(["cart", "me", "order", "orders", "recommendations", "validateCart"], secret.Select(operation => operation.Field).Order());
        foreach (var operation in secret)
        {
            var address = $"/graphql?query={Uri.EscapeDataString(operation.Text)}&variables={Uri.EscapeDataString(System.Text.Json.JsonSerializer.Serialize(operation.Harmless))}";
            Assert.Equal("POST_REQUIRED", (await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, address))).Code);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address))).Status);
        }
    }

    [Fact]
    public async Task A_harmless_query_is_answered_by_get()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());
        var variables = Uri.EscapeDataString("""{"c":"fitness"}""");

        var answer = await client.GetAsync("query A($c: String) { products(category: $c) { id } } mutation B { __typename }", $"&operationName=A&variables={variables}&extensions=");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotEmpty(answer.Data.GetProperty("products").EnumerateArray());
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Contains("Accept", answer.Headers["Vary"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?query={__typename}&query={__typename}")]
    [InlineData("?query={__typename}&variables=%5B%5D")]
    [InlineData("?query={__typename}&variables=%7B")]
    [InlineData("?query={__typename}&extensions=1")]
    [InlineData("?query={__typename}&operationName=%EF%BF%BD")]
    [InlineData("?query=")]
    [InlineData("")]
    public async Task A_wrong_address_is_no_request(string parameters)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql" + parameters));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("BAD_REQUEST", answer.Code);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("PROPFIND")]
    public async Task Other_methods_are_refused(string method)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(["GET", "HEAD", "POST", "OPTIONS"], answer.Allow);
        Assert.Equal("METHOD_NOT_ALLOWED", answer.Code);
    }

    [Fact]
    public async Task Options_tells_the_methods_and_head_answers_as_get_without_a_body()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var options = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/graphql"));
        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql?query={__typename}"));

        Assert.Equal((HttpStatusCode.NoContent, ""), (options.Status, options.Text));
        Assert.Equal(["GET", "HEAD", "POST", "OPTIONS"], options.Allow);
        Assert.Equal((HttpStatusCode.OK, ""), (head.Status, head.Text));
        Assert.StartsWith(ApiClient.Response, head.Type, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mutation { __typename }", "Cookie: cart=b", false)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|X-GLP-Client: a test", true)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|Authorization: Bearer of nobody", true)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|Authorization: bearer of-nobody", true)]
    // What is no token leaves it to the cookie who asks.
    [InlineData("mutation { __typename }", "Cookie: cart=b|Authorization: a=b", false)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|Authorization: Basic YTpi", false)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|Authorization: Bearer", false)]
    [InlineData("mutation { __typename }", "Cookie: cart=b|X-Order-Token: b", true)]
    [InlineData("mutation { __typename }", "Cookie: __Host-cart=b", false)]
    [InlineData("mutation { __typename }", "Cookie: account=b", false)]
    [InlineData("mutation { __typename }", "Cookie: _ga=b; __Host-account=chunks-2; __Host-accountC1=b", false)]
    [InlineData("mutation { __typename }", "Cookie: order=b", false)]
    [InlineData("mutation { __typename }", "Cookie: __Secure-order=b", false)]
    [InlineData("mutation { __typename }", "Cookie: CART=b", false)]
    // What a load balancer or a counter of visitors leaves in a client proves nothing to the shop.
    [InlineData("mutation { __typename }", "Cookie: AWSALB=b; _ga=b; stage=active", true)]
    [InlineData("mutation { __typename }", "", true)]
    [InlineData("query { __typename }", "Cookie: cart=b", true)]
    public async Task A_mutation_with_cookies_needs_a_header_that_no_other_site_can_send(string query, string headers, bool isAnswered)
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.AskAsync(query, null, [("Accept", ApiClient.Json), .. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => (header.Split(": ")[0], header.Split(": ")[1]))]);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(isAnswered ? [] : ["CLIENT_HEADER_REQUIRED"], answer.Codes);
    }

    [Fact]
    public async Task Somebody_who_is_signed_in_on_the_site_changes_things_with_the_header_and_not_without()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using var browser = member;

        var (bare, named) = (await ClaimAsync(), await ClaimAsync(("X-GLP-Client", "a test")));

        Assert.Contains("CLIENT_HEADER_REQUIRED", bare, StringComparison.Ordinal);
        // Somebody who is not signed in would hear auth.required.
        Assert.Contains("order.unknown", named, StringComparison.Ordinal);

        async Task<string> ClaimAsync(params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = System.Net.Http.Json.JsonContent.Create(new { query = "mutation { claimOrder(input: { orderId: \"AAAAAAAAAAAAAAAAAAAAAA\" }) { errors { code } } }" }),
            };
            Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
            using var answer = await browser.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Letters_of_every_script_come_and_go_unharmed()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var answer = await client.PostAsync(Encoding.UTF8.GetBytes("""{"query":"{ product(id: \"Ž 🏃 漢\") { id } Ž: __typename }"}"""));
        var literal = await client.AskAsync("query($id: ID!) { product(id: $id) { id } }", new { id = "Ž 🏃 漢" });

        Assert.Equal("SYNTAX_ERROR", answer.Code);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, literal.Data.GetProperty("product").ValueKind);
    }
}
