using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>
/// Two strangers who know each other's e-mail address, and can count order numbers, learn nothing about each other: whatever
/// they ask, somebody with an account, orders and a cart looks like somebody without. Alike are the answer, its headers,
/// the statements and the passwords hashed, which is what time is made of.
/// </summary>
public sealed partial class StrangersTests(ShopServers servers)
{
    /// <summary>Inputs that name a person: what is known of one who is there, and of one who is not.</summary>
    private static readonly string[] Personal = ["email", "userEmail", "order", "orderId", "cartItemId"];

    /// <summary>Inputs that name nobody, or are secrets that nobody can guess.</summary>
    private static readonly string[] Impersonal =
    [
        "address", "after", "cartSessionId", "category", "city", "code", "currentPassword", "diets", "discountCode", "expectedTotal", "filter", "first", "from", "glp1Stage", "id", "idempotencyKey",
        "input", "line1", "line2", "name", "needs", "newPassword", "password", "paymentMethodId", "phone", "priceCents", "productId", "quantity", "refreshToken", "search",
        "sessionId", "shippingAddress", "slug", "sort", "state", "to", "token", "without", "zip",
    ];

    [Fact]
    public async Task Every_input_is_known_to_name_a_person_or_not()
    {
        using var client = ApiClient.Of(await servers.AnyAsync());

        var names = (await OperationsAsync(client)).SelectMany(o => o.Inputs).Select(input => input.Path[^1]).Distinct();

        Assert.Empty(names.Except(Personal).Except(Impersonal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Somebody_who_is_there_looks_like_somebody_who_is_not(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("RateLimits:Checkout:PerSession", "100000"));
        using var client = ApiClient.Of(shop);
        var (there, nobody) = (await SomebodyAsync(shop), Nobody("dora@example.com"));
        using var member = ApiShopper.At(shop);
        await member.SignInAsync(await member.JoinAsync(shop, "eve@example.com"));
        var operations = (await OperationsAsync(client)).Where(o => Ways(o).Count > 0).ToList();

        foreach (var bearer in new[] { null, member.Bearer })
        {
            foreach (var operation in operations)
            {
                // The first to ask pays for what is read once, and for no more hashing than all others.
                var first = await SeenAsync(shop, operation, Nobody("first@example.com"), Nobody("first@example.com"), bearer);
                var expected = await SeenAsync(shop, operation, nobody, nobody, bearer);
                Assert.Equal(Hashed().Match(expected).Value, Hashed().Match(first).Value);
                foreach (var (one, other) in new[] { (there, there), (there, nobody), (nobody, there) })
                {
                    Assert.Equal(expected, await SeenAsync(shop, operation, one, other, bearer));
                }
            }
        }

        Assert.Contains(operations, o => o.Field == "signIn");
        Assert.Contains(operations, o => o.Field == "orders");
    }

    /// <summary>Somebody with a confirmed account, a paid order as a guest, and a cart.</summary>
    private static async Task<Dictionary<string, string>> SomebodyAsync(ShopServer shop)
    {
        const string Email = "dana@example.com";
        using var guest = ApiShopper.At(shop);
        await guest.JoinAsync(shop, Email);
        // Of what stood on the shelf already: a new product would have the shelf read anew, at whoever asks next.
        var order = await guest.BuyAsync(await shop.InStockAsync());
        await guest.UntilAsync(order.Text("id")!, Core.Orders.OrderStatus.Confirmed);
        await guest.AddAsync(await shop.InStockAsync());
        var cart = await guest.AskAsync("query ($s: String!) { cart(sessionId: $s) { items { id } } }", new { s = guest.Session });
        Assert.Equal(Email, order.Text("userEmail"));
        return Person(Email, order.Text("number")!, order.Text("id")!, cart.GetProperty("items")[0].Text("id")!);
    }

    private static Dictionary<string, string> Nobody(string email) => Person(email, "GLP-987654", Secrets.New()[..22], "987654");

    private static Dictionary<string, string> Person(string email, string number, string orderId, string line) => new()
    {
        ["email"] = email, ["userEmail"] = email, ["order"] = number, ["orderId"] = orderId, ["cartItemId"] = line,
    };

    /// <summary>All that can be seen. Once in a second somebody looks whether the catalogue or the rates have changed; that is nobody's doing.</summary>
    /// <param name="one">Whose e-mail address is given.</param>
    /// <param name="other">Whose order or line is given.</param>
    private static async Task<string> SeenAsync(
        ShopServer shop, SchemaWalk.Operation operation, Dictionary<string, string> one, Dictionary<string, string> other, string? bearer)
    {
        using var stranger = ApiShopper.At(shop);
        stranger.Bearer = bearer;
        var variables = await VariablesAsync(shop, stranger, operation, one, other);
        var (answer, before) = (default(HttpResponseMessage), shop.Hashing.Count);
        var statements = await shop.Sql.DuringAsync(async () => answer = await stranger.SendAsync(Text(operation), variables));
        var body = Alike(await answer!.Content.ReadAsStringAsync(), one, other);
        return $"{operation.Field}: {(int)answer.StatusCode} {string.Join(' ', answer.Headers.Select(h => h.Key).Order())} {body}\n"
            + $"hashed {shop.Hashing.Count - before} times\n{string.Join("\n;\n", statements.Where(text => !SqlCounter.IsLook(text)))}";
    }

    private static async Task<Dictionary<string, object?>> VariablesAsync(
        ShopServer shop, ApiShopper stranger, SchemaWalk.Operation operation, Dictionary<string, string> one, Dictionary<string, string> other)
    {
        var variables = operation.Harmless;
        foreach (var (path, _) in operation.Inputs.Where(input => input.Path[^1] == "sessionId" || Personal.Contains(input.Path[^1])))
        {
            var value = path[^1] switch { "sessionId" => stranger.Session, "email" or "userEmail" => one[path[^1]], var name => other[name] };
            variables = (operation with { Harmless = variables }).With(path, value);
        }

        if (operation.Field == "createOrder")
        {
            await stranger.AddAsync(await shop.InStockAsync());
            variables = new() { ["input"] = new { sessionId = stranger.Session, userEmail = one["userEmail"] } };
        }

        return variables;
    }

    /// <summary>Whoever holds an order's random id may see that it is there. What is compared is what else they could do with it.</summary>
    private static string Text(SchemaWalk.Operation operation) => operation.Inputs.Any(input => input.Path[^1] == "orderId")
        ? $"mutation ($input: {char.ToUpperInvariant(operation.Field[0])}{operation.Field[1..]}Input!) {{ {operation.Field}(input: $input) {{ errors {{ code message field }} }} }}"
        : operation.Text;

    private static List<string> Ways(SchemaWalk.Operation operation) => [.. operation.Inputs.Select(input => input.Path[^1]).Where(Personal.Contains)];

    /// <summary>The answer without what differs between any two.</summary>
    private static string Alike(string body, params Dictionary<string, string>[] people)
    {
        foreach (var email in people.Select(p => p["email"]))
        {
            body = body.Replace(email, "(address)", StringComparison.Ordinal);
        }

        return Moment().Replace(Number().Replace(Secret().Replace(body, "(secret)"), "(number)"), "(moment)");
    }

    private static async Task<List<SchemaWalk.Operation>> OperationsAsync(ApiClient client) =>
        [.. new SchemaWalk((await client.AskAsync(Introspection.Query)).Data.GetProperty("__schema")).Operations()];

    [GeneratedRegex("hashed [0-9]+ times")]
    private static partial Regex Hashed();

    [GeneratedRegex("[A-Za-z0-9_-]{22,}")]
    private static partial Regex Secret();

    [GeneratedRegex("GLP-[0-9]+|\"id\":\"[0-9]+\"")]
    private static partial Regex Number();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Moment();
}
