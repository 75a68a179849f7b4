using System.Text.Json;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>The served schema is the written one, and keeps what other clients rely on.</summary>
public sealed class SchemaTests(ShopServers servers)
{
    private static readonly IReadOnlySet<string> Written = SchemaLines.Of(File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web", "Api", "schema.graphql")));
    private static readonly IReadOnlySet<string> Contract = SchemaLines.Of(ReadContract());

    [Fact]
    public async Task The_served_schema_is_the_one_that_is_checked_in()
    {
        var served = SchemaLines.Of(await ServedAsync());

        Assert.Empty(Written.Except(served));
        Assert.Empty(served.Except(Written));
    }

    [Fact]
    public void Everything_that_clients_rely_on_is_there_unchanged()
    {
        Assert.Contains("CreateOrderInput.expectedTotal: Float", Contract);
        Assert.Contains("AddToCartInput.quantity: Int = 1", Contract);
        Assert.Contains("Query.products(glp1Stage: String)", Contract);
        Assert.Empty(Contract.Except(Written));
    }

    [Fact]
    public void What_was_added_to_a_question_may_be_left_out()
    {
        var inputs = Contract.Where(line => line.StartsWith("INPUT_OBJECT ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToHashSet();
        var fields = Contract.Where(line => !line.Contains('(', StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal)).Select(line => line.Split(':')[0]).ToHashSet();

        var added = Written.Except(Contract).Where(line => line.Contains('(', StringComparison.Ordinal)
            ? fields.Contains(line.Split('(')[0])
            : inputs.Contains(line.Split('.')[0])).ToList();

        Assert.DoesNotContain(added, line => line.TrimEnd(')').EndsWith('!'));
    }

    [Fact]
    public async Task Everything_tells_what_it_is() => Assert.Empty(SchemaLines.Undescribed(await ServedAsync()));

    [Fact]
    public async Task Every_state_and_every_kind_of_a_step_is_named_where_it_is_told()
    {
        var schema = await ServedAsync();

        Assert.All(Enum.GetValues<OrderEventKind>(), kind => Assert.Contains($"`{OrderWords.Key(kind)}`", About("OrderStep", "kind"), StringComparison.Ordinal));
        Assert.All(Enum.GetValues<OrderStatus>(), status => Assert.Contains($"`{OrderWords.Key(status)}`", About("Order", "status"), StringComparison.Ordinal));
        Assert.All(Enum.GetValues<PaymentStatus>(), status => Assert.Contains($"`{OrderWords.Key(status)}`", About("Order", "paymentStatus"), StringComparison.Ordinal));

        string About(string type, string field) => SchemaLines.Text(
            SchemaLines.Items(SchemaLines.OwnTypes(schema).Single(t => SchemaLines.Text(t, "name") == type), "fields").Single(f => SchemaLines.Text(f, "name") == field), "description");
    }

    [Fact]
    public async Task In_production_neither_the_schema_nor_a_name_is_told()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("environment", "Production"));
        using var client = ApiClient.Of(shop);

        var schema = await client.AskAsync(Introspection.Query);
        var type = await client.AskAsync("{ __type(name: \"Query\") { name } }");
        var field = await client.AskAsync("{ product(id: 1) { nme } }");
        var argument = await client.AskAsync("{ product(idd: 1) { id } }");
        var typeName = await client.AskAsync("{ ... on Qery { __typename } }");
        var typename = await client.AskAsync("{ __typename }");

        Assert.All(schema.Codes.Concat(type.Codes), code => Assert.Equal("INTROSPECTION_OFF", code));
        Assert.NotEmpty(schema.Codes);
        Assert.NotEmpty(type.Codes);
        Assert.All([field, argument, typeName], answer => Assert.Contains("VALIDATION_ERROR", answer.Codes));
        Assert.All([field, argument, typeName], answer => Assert.DoesNotContain("Did you mean", answer.Text, StringComparison.Ordinal));
        Assert.Equal("Query", typename.Data.GetProperty("__typename").GetString());
    }

    [Fact]
    public async Task In_production_the_schema_is_told_when_the_operator_says_so()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("environment", "Production"), ("GraphQL:Introspection", "true"));
        using var client = ApiClient.Of(shop);

        Assert.NotEmpty(SchemaLines.Of((await client.AskAsync(Introspection.Query)).Data.GetProperty("__schema")));
        Assert.Contains("Did you mean", (await client.AskAsync("{ product(id: 1) { nme } }")).Message, StringComparison.Ordinal);
    }

    private async Task<JsonElement> ServedAsync()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());
        return (await client.AskAsync(Introspection.Query)).Data.GetProperty("__schema");
    }

    private static string ReadContract()
    {
        using var stream = typeof(SchemaTests).Assembly.GetManifestResourceStream("contract.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
