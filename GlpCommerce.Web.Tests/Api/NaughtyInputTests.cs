using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;

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
        var product = await shop.StockAsync(Some.Product(stock: 100_000));
        using var stranger = ApiShopper.At(shop);

        var done = await TryAllAsync(shop, product, operation => Task.FromResult((stranger, operation)));

        Assert.Superset(new HashSet<string> { "addToCart", "createOrder", "register", "requestOrderCode" }, done.Keys.ToHashSet());
        Assert.InRange(done["createOrder"], 100, int.MaxValue);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_value_breaks_a_field_for_somebody_with_an_account_and_an_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 100_000));
        var (member, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var guest = ApiShopper.At(shop);

        var done = await TryAllAsync(shop, product, async operation =>
        {
            var names = operation.Inputs.Where(input => input.Path[^1] is "orderId" or "order" || (operation.Field == "order" && input.Path[^1] == "id")).ToList();
            if (names.Count == 0)
            {
                return (member, operation);
            }

            await guest.AddAsync(product);
            var id = (await guest.CreateAsync(new() { ["userEmail"] = account.Email })).Text("order", "id")!;
            member.Token = guest.Token;
            return (member, operation with { Harmless = names.Aggregate(operation.Harmless, (harmless, name) => (operation with { Harmless = harmless }).With(name.Path, id)) });
        });

        Assert.Superset(new HashSet<string> { "createOrder", "payOrder", "requestOrderCode", "setOrderAddress" }, done.Keys.ToHashSet());
        Assert.InRange(done["setOrderAddress"], 100, int.MaxValue);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_answers_harmless_values(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var client = ApiClient.Of(shop);
        var wrong = new List<string>();
        foreach (var operation in await OperationsAsync(client))
        {
            await FillAsync(client, operation, product);
            var answer = await client.AskAsync(operation.Text, operation.Harmless);
            if (Complaint(operation, answer) is { } complaint || (complaint = answer.Codes.FirstOrDefault(c => c!.Any(char.IsUpper)) ?? "") != "")
            {
                wrong.Add($"{operation.Field}: {complaint} {Short(answer.Text)}");
            }

            Assert.True(operation.Field != "createOrder" || answer.Data.At("createOrder.order").ValueKind == JsonValueKind.Object, answer.Text);
        }

        Assert.Empty(wrong);
    }

    /// <summary>Puts every value into every input.</summary>
    /// <param name="prepare">Who asks, and with what otherwise.</param>
    /// <returns>How often each mutation was done all the same.</returns>
    private static async Task<Dictionary<string, int>> TryAllAsync(ShopServer shop, Product product, Func<SchemaWalk.Operation, Task<(ApiShopper Asker, SchemaWalk.Operation Operation)>> prepare)
    {
        using var client = ApiClient.Of(shop);
        var (wrong, done) = (new List<string>(), new Dictionary<string, int>());
        foreach (var known in await OperationsAsync(client))
        {
            foreach (var (path, type) in known.Inputs)
            {
                foreach (var value in ValuesFor(type))
                {
                    await FillAsync(client, known, product);
                    var (asker, operation) = await prepare(known);
                    var answer = await Prompt.AnswerAsync($"{operation.Field} {path[^1]}", () => client.AskAsync(operation.Text, operation.With(path, value), Headers(asker)));
                    done[operation.Field] = done.GetValueOrDefault(operation.Field) + (IsDone(operation, answer) ? 1 : 0);
                    if (Complaint(operation, answer) is { } complaint)
                    {
                        wrong.Add($"{operation.Field} {string.Join('.', path)} = {Short(value)}: {complaint}");
                    }
                }
            }
        }

        Assert.Empty(wrong.Take(30));
        return done.Where(field => field.Value > 0).ToDictionary();
    }

    private static (string, string)[] Headers(ApiShopper asker) =>
    [
        ("Accept", ApiClient.Response),
        .. asker.Bearer is { } bearer ? ((string, string)[])[("Authorization", $"Bearer {bearer}")] : [],
        .. asker.Token is { } token ? ((string, string)[])[(CallerProof.Header, token)] : [],
    ];

    /// <summary>Without something in the cart no order reaches the database.</summary>
    private static async Task FillAsync(ApiClient client, SchemaWalk.Operation operation, Product product)
    {
        if (operation.Field == "createOrder")
        {
            await client.DataAsync("mutation ($input: AddToCartInput!) { addToCart(input: $input) { errors { code } } }", new { input = new { sessionId = SchemaWalk.HarmlessSession, productId = product.Id } });
        }
    }

    private static bool IsDone(SchemaWalk.Operation operation, ApiAnswer answer) =>
        operation.Root == "Mutation" && answer.Errors.Count == 0
        && answer.Body.GetProperty("data").GetProperty(operation.Field) is { ValueKind: JsonValueKind.Object } payload
        && payload.GetProperty("errors").GetArrayLength() == 0;

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
        : Regex.IsMatch(answer.Text, Leaks.Pattern) ? $"tells of the inside: {Short(answer.Text)}"
        : operation.Root == "Mutation" && IsSilent(operation, answer) ? $"silently nothing: {Short(answer.Text)}"
        : null;

    /// <summary>A mutation that neither did something nor says why not. One whose payload has errors alone tells nothing by design.</summary>
    private static bool IsSilent(SchemaWalk.Operation operation, ApiAnswer answer) =>
        IsDone(operation, answer)
        && answer.Body.GetProperty("data").GetProperty(operation.Field).EnumerateObject().Where(m => m.Name is not "errors" and not "__typename").ToList() is { Count: > 0 } results
        && results.All(m => m.Value.ValueKind == JsonValueKind.Null);

    private static string Short(object? value)
    {
        var text = value as string ?? JsonSerializer.Serialize(value);
        return text[..Math.Min(300, text.Length)];
    }
}
