using System.Net;
using System.Text.Json;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>Whatever stands in whichever input of whichever field, it is answered or refused: never a failure of the shop's own.</summary>
public sealed class NaughtyInputTests(ShopServers servers)
{
    private static readonly string[] Texts =
    [
        "", " ", "'", "\"", "\\", "%", "*", "' OR 1=1 --", "'; DROP TABLE \"Products\"; --", "NEAR(a b)", "name:x AND NOT y", "a & !b | (c", "-1", "0",
        "99999999999999999999", "1e308", "NaN", "null", "undefined", "<script>alert(1)</script>", "\u0001\u001f", "\u202egnp.exe", "\u200b", "😀", "e\u0301", "\ufffd", "\uffff",
        "../../../etc/passwd", "{{7*7}}", "${7*7}", "{ __schema }", "a@b", "@", "x@example.com\r\nBcc: y@example.com", new('x', 10_000), new('(', 2_000), string.Concat(Enumerable.Repeat("word ", 2_000)),
    ];

    private static readonly object?[] Strange = [null, true, Array.Empty<object>(), new object?[] { null }, new { }, new { sessionId = "x" }, -1, 1.5];

    private static readonly object[] Numbers = [int.MinValue, -1, 0, 1, 100, 101, 500, int.MaxValue, 2_147_483_648L, long.MinValue, long.MaxValue, 1e15, 1e308, -1e308, 1e-320, 0.001, -0.0];

    private static readonly HttpStatusCode[] Usual = [HttpStatusCode.OK, HttpStatusCode.BadRequest];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_value_breaks_a_field(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var client = ApiClient.Of(shop);
        var answered = AnsweredFields(shop);
        var wrong = new List<string>();
        foreach (var operation in await OperationsAsync(client))
        {
            var isAnswered = answered.Contains($"{operation.Root}.{operation.Field}");
            foreach (var (path, type) in operation.Inputs)
            {
                foreach (var value in ValuesFor(type))
                {
                    var answer = await Prompt.AnswerAsync(operation.Field, () => client.AskAsync(operation.Text, operation.With(path, value)));
                    if (isAnswered && Complaint(operation, answer) is { } complaint)
                    {
                        wrong.Add($"{operation.Field} {string.Join('.', path)} = {Short(value)}: {complaint}");
                    }
                }
            }
        }

        Assert.Empty(wrong.Take(30));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_answers_harmless_values(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var client = ApiClient.Of(shop);
        var answered = AnsweredFields(shop);
        Assert.Superset(new HashSet<string> { "Query.products", "Query.validateCart", "Mutation.addToCart" }, answered);
        var wrong = new List<string>();
        foreach (var operation in (await OperationsAsync(client)).Where(o => answered.Contains($"{o.Root}.{o.Field}")))
        {
            var answer = await client.AskAsync(operation.Text, operation.Harmless);
            if (Complaint(operation, answer) is { } complaint || (complaint = answer.Codes.FirstOrDefault(c => c!.Any(char.IsUpper)) ?? "") != "")
            {
                wrong.Add($"{operation.Field}: {complaint} {Short(answer.Text)}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>The root fields that have a resolver.</summary>
    private static HashSet<string> AnsweredFields(ShopServer shop)
    {
        var schema = shop.Services.GetRequiredService<ISchema>();
        return [.. new IObjectGraphType[] { schema.Query, schema.Mutation! }.SelectMany(root => root.Fields.Where(f => f.Resolver is not null).Select(f => $"{root.Name}.{f.Name}"))];
    }

    private static async Task<List<SchemaWalk.Operation>> OperationsAsync(ApiClient client) =>
        [.. new SchemaWalk((await client.AskAsync(Introspection.Query)).Data.GetProperty("__schema")).Operations()];

    private static IEnumerable<object?> ValuesFor(string type) => Strange.Concat(type switch
    {
        "Int" or "Float" => Numbers,
        "String" or "ID" => Texts.Concat(Numbers.Take(3)),
        _ => Texts.Take(3),
    });

    private static string? Complaint(SchemaWalk.Operation operation, ApiAnswer answer) =>
        !Usual.Contains(answer.Status) ? $"{answer.Status} {Short(answer.Text)}"
        : answer.Codes.Contains("INTERNAL") || answer.Codes.Contains("UNAVAILABLE") ? Short(answer.Text)
        : operation.Root == "Mutation" && IsSilent(operation, answer) ? $"silently nothing: {Short(answer.Text)}"
        : null;

    /// <summary>A mutation that neither did something nor says why not. One whose payload has errors alone tells nothing by design.</summary>
    private static bool IsSilent(SchemaWalk.Operation operation, ApiAnswer answer) =>
        answer.Errors.Count == 0
        && answer.Body.GetProperty("data").GetProperty(operation.Field) is { ValueKind: JsonValueKind.Object } payload
        && payload.GetProperty("errors").GetArrayLength() == 0
        && payload.EnumerateObject().Where(m => m.Name is not "errors" and not "__typename").ToList() is { Count: > 0 } results
        && results.All(m => m.Value.ValueKind == JsonValueKind.Null);

    private static string Short(object? value)
    {
        var text = value as string ?? JsonSerializer.Serialize(value);
        return text[..Math.Min(300, text.Length)];
    }
}
