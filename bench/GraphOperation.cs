using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Payments;

namespace GlpCommerce.Bench;

/// <summary>Something that clients of the API do, and what it may cost.</summary>
/// <param name="NewClient">Makes a client; it does the thing once at each call and says whether the answer was right.</param>
internal sealed record GraphOperation(string Name, Func<GraphShop, Func<Wire, CancellationToken, Task<bool>>> NewClient)
{
    private const int Remembered = 2_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Card = "id slug name price category inventoryCount glp1Stage summary label { serving servings kcal proteinGrams fiberGrams sodiumMilligrams } needs { key label }";

    private const string List = $"query List($category: String!, $stage: String) {{ productsConnection(first: 24, filter: {{ category: $category, glp1Stage: $stage }}) {{ totalCount nodes {{ {Card} }} pageInfo {{ hasNextPage endCursor }} }} }}";

    private const string Detail = $"query Detail($id: ID!) {{ product(id: $id) {{ {Card} description stages {{ key label }} allergens diets {{ key label }} cautions claim disclaimer weightGrams images {{ url alt }} }} }}";

    private const string Page = $"query Page($id: ID!) {{ product(id: $id) {{ {Card} description stages {{ key label }} allergens diets {{ key label }} cautions claim disclaimer weightGrams images {{ url alt }} educationalContent related {{ id slug name price inventoryCount }} }} }}";

    private const string Add = "mutation Add($input: AddToCartInput!) { addToCart(input: $input) { cart { id count totalAmount items { id quantity product { id name price } } } errors { code message field } } }";

    private const string Order = "mutation Order($input: CreateOrderInput!) { createOrder(input: $input) { order { id number status totalAmount } orderAccessToken errors { code message field } } }";

    private const string Status = "query Status($id: ID!) { order(id: $id) { status paymentStatus } }";

    private static int _next;

    public double? MostCpu { get; init; }

    public double? MostWait { get; init; }

    public double? LeastPerSecond { get; init; }

    /// <summary>How many times as much it may cost in each of the larger shops as in the smallest.</summary>
    public IReadOnlyList<double> Growth { get; init; } = [];

    public static IReadOnlyList<GraphOperation> All { get; } =
    [
        new("list by category", shop => Over(Lists(shop.Port), 5_000)) { MostCpu = 1.2, MostWait = 20, LeastPerSecond = 1_400, Growth = [1.15, 1.3] },
        new("product detail", shop => Over(Details(shop, Detail), 500)) { MostCpu = 0.9, MostWait = 15, Growth = [1.15, 1.3] },
        new("product page: detail, article, related", shop => Over(Details(shop, Page), 500)),
        new("product detail, over the whole catalogue", shop => EachOnceAsync(shop)),
        new("add to cart, new session", shop => (wire, ct) => AddAsync(shop, wire, Secrets.New(), ct)) { MostCpu = 3, MostWait = 40 },
        new("whole order", shop => (wire, ct) => BuyAsync(shop, wire, ct)),
    ];

    /// <summary>Whether the shop answers the operation at all.</summary>
    public async Task<bool> IsServedAsync(GraphShop shop, CancellationToken ct)
    {
        using var wire = await Wire.ConnectAsync(shop.Port, ct);
        return await NewClient(shop)(wire, ct);
    }

    private static List<byte[]> Lists(int port) =>
    [
        .. Vocabulary.Categories.SelectMany(category => Vocabulary.Stages.Select(stage => (string?)stage.Key).Prepend(null)
            .Select(stage => Wire.Post(port, List, new { category = category.Key, stage }))),
    ];

    private static List<byte[]> Details(GraphShop shop, string operation) =>
        [.. shop.InStock.Take(Remembered).Select(id => Wire.Post(shop.Port, operation, new { id }))];

    /// <summary>The requests one after another, shared among the clients; a right answer holds data of some length and no error.</summary>
    private static Func<Wire, CancellationToken, Task<bool>> Over(List<byte[]> requests, int shortest) => async (wire, ct) =>
    {
        var answer = await wire.AskAsync(requests[(Interlocked.Increment(ref _next) & int.MaxValue) % requests.Count], ct);
        return answer.Status == 200 && answer.BodyBytes > shortest && wire.StartsWith("{\"data\":{"u8);
    };

    private static Func<Wire, CancellationToken, Task<bool>> EachOnceAsync(GraphShop shop) => async (wire, ct) =>
    {
        var id = shop.InStock[(Interlocked.Increment(ref _next) & int.MaxValue) % shop.InStock.Count];
        var answer = await wire.AskAsync(Wire.Post(shop.Port, Detail, new { id }), ct);
        return answer is { Status: 200, BodyBytes: > 500 };
    };

    private static async Task<bool> AddAsync(GraphShop shop, Wire wire, string session, CancellationToken ct)
    {
        var product = shop.InStock[(Interlocked.Increment(ref _next) & int.MaxValue) % Math.Min(Remembered, shop.InStock.Count)];
        var answer = await wire.AskAsync(Wire.Post(shop.Port, Add, new { input = new { sessionId = session, productId = product } }), ct);
        return answer.Status == 200 && wire.Holds("\"count\":1"u8);
    }

    /// <summary>A product into a new cart, the order, and a look every 25 ms until it is confirmed.</summary>
    private static async Task<bool> BuyAsync(GraphShop shop, Wire wire, CancellationToken ct)
    {
        var session = Secrets.New();
        if (!await AddAsync(shop, wire, session, ct))
        {
            return false;
        }

        var address = new { name = "Bench Reader", line1 = "1 Bench Street", city = "Chicago", state = "IL", zip = "60614" };
        var input = new { sessionId = session, userEmail = $"{session[..8]}@example.com", paymentMethodId = SandboxGateway.Visa, shippingAddress = address };
        await wire.AskAsync(Wire.Post(shop.Port, Order, new { input }), ct);
        if (IdOf(wire.Body()) is not { } id)
        {
            return false;
        }

        var look = Wire.Post(shop.Port, Status, new { id });
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(Look, ct))
        {
            await wire.AskAsync(look, ct);
            if (wire.Holds("\"confirmed\""u8))
            {
                return true;
            }
        }

        return false;
    }

    private static string? IdOf(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("data", out var data) && data is { ValueKind: JsonValueKind.Object } && data.GetProperty("createOrder") is { ValueKind: JsonValueKind.Object } payload
            && payload.GetProperty("order") is { ValueKind: JsonValueKind.Object } order ? order.GetProperty("id").GetString() : null;
    }
}
