using System.Net.Http.Json;
using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Features.Orders;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Somebody who buys over the API alone: a session of their own, and the key of the order they placed last.</summary>
public sealed class ApiShopper(HttpMessageHandler server, Uri address) : IDisposable
{
    /// <summary>Everything that can be read of an order.</summary>
    public const string Whole = """
        id number status paymentStatus userEmail totalAmount isHolder canBePaid canBeCancelled expiresAt failureReason discountCode receiptUrl
        approvalUrl clientSecret url createdAt
        shippingAddress { name line1 line2 city state zip phone }
        totals { subtotalCents discountCents shippingCents taxCents totalCents currency taxKnown }
        items { id quantity price priceCents name sku discountCents taxCents refundedQuantity product { id name } }
        timeline { kind status text at }
        """;

    public static readonly object Address = new
    {
        name = Some.Form().Name, line1 = Some.Form().Line1, city = Some.Form().City, state = Some.Form().State, zip = Some.Form().Zip,
    };

    private readonly HttpClient _http = new(server) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public static ApiShopper At(ShopServer shop) => new(shop.Server.CreateHandler(), new Uri("http://localhost"));

    public static ApiShopper At(ShopProcess shop) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, shop.Address);

    public string Session { get; } = Secrets.New();

    /// <summary>The key of the order that was placed last, sent with everything.</summary>
    public string? Token { get; set; }

    /// <summary>For the header <c>Authorization</c>.</summary>
    public string? Bearer { get; set; }

    /// <summary>Sends an operation, and gives the answer as it came.</summary>
    public async Task<HttpResponseMessage> SendAsync(string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        Identify(request);
        return await _http.SendAsync(request);
    }

    /// <summary>Sends an operation, and gives all of its answer.</summary>
    public async Task<JsonElement> AnswerAsync(string query, object? variables = null)
    {
        using var answer = await SendAsync(query, variables);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Sends an operation that must not fail, and gives its one field.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null)
    {
        var answer = await AnswerAsync(query, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").EnumerateObject().Single().Value;
    }

    public async Task AddAsync(Product product, int quantity = 1)
    {
        var added = await AskAsync(
            "mutation ($input: AddToCartInput!) { addToCart(input: $input) { errors { code } } }",
            new { input = new { sessionId = Session, productId = product.Id, quantity } });
        Assert.Equal("[]", added.GetProperty("errors").ToString());
    }

    /// <summary>Asks for an order, and keeps its key.</summary>
    public async Task<JsonElement> CreateAsync(Dictionary<string, object?>? input = null)
    {
        var whole = new Dictionary<string, object?> { ["sessionId"] = Session, ["userEmail"] = Some.Form().Email };
        foreach (var (name, value) in input ?? [])
        {
            whole[name] = value;
        }

        var created = await AskAsync(
            $"mutation ($input: CreateOrderInput!) {{ createOrder(input: $input) {{ order {{ {Whole} }} orderAccessToken errors {{ code message field }} }} }}",
            new { input = whole });
        Token = created.GetProperty("orderAccessToken").GetString() ?? Token;
        return created;
    }

    /// <summary>Buys a product with an address, and gives the order as it was placed.</summary>
    public async Task<JsonElement> BuyAsync(Product product, string? card = SandboxGateway.Visa, int quantity = 1)
    {
        await AddAsync(product, quantity);
        var created = await CreateAsync(new() { ["shippingAddress"] = Address, ["paymentMethodId"] = card });
        Assert.Equal("[]", created.GetProperty("errors").ToString());
        return created.GetProperty("order");
    }

    public Task<JsonElement> OrderAsync(string id) => AskAsync($"query ($id: ID!) {{ order(id: $id) {{ {Whole} }} }}", new { id });

    public async Task<JsonElement> UntilAsync(string id, OrderStatus status) => await Poll.UntilAsync(
        () => OrderAsync(id), order => order.GetProperty("status").GetString() == OrderWords.Key(status), $"the order to be {status}");

    public async Task<JsonElement> UntilAsync(string id, PaymentStatus status) => await Poll.UntilAsync(
        () => OrderAsync(id), order => order.GetProperty("paymentStatus").GetString() == OrderWords.Key(status), $"the payment to be {status}");

    /// <summary>Sends one of the mutations about an order.</summary>
    /// <param name="name">Such as <c>payOrder</c>.</param>
    public Task<JsonElement> ChangeAsync(string name, object input) => AskAsync(
        $"mutation ($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ order {{ {Whole} }} errors {{ code message field }} }} }}",
        new { input });

    public Task<JsonElement> PayAsync(string orderId, string paymentMethodId = SandboxGateway.Visa) => ChangeAsync("payOrder", new { orderId, paymentMethodId });

    public Task<JsonElement> CancelAsync(string orderId) => ChangeAsync("cancelOrder", new { orderId });

    public Task<JsonElement> GiveAddressAsync(string orderId, object? address = null) => ChangeAsync("setOrderAddress", new { orderId, address = address ?? Address });

    /// <summary>Follows an order's events.</summary>
    /// <param name="known">The number of the last event that is known.</param>
    public async Task<OrderEventReader> FollowAsync(string id, int? known = null, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{id}/events");
        Identify(request);
        if (known is { } number)
        {
            request.Headers.Add("Last-Event-ID", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new OrderEventReader(await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct));
    }

    public Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        Identify(request);
        return _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private void Identify(HttpRequestMessage request)
    {
        if (Token is not null)
        {
            request.Headers.Add(CallerProof.Header, Token);
        }

        if (Bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", Bearer);
        }
    }
}
