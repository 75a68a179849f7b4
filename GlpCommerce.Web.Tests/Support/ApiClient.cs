using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Talks to the shop's API as a program does: with headers of its own and without cookies.</summary>
public sealed class ApiClient(HttpMessageHandler server, Uri address) : IDisposable
{
    public const string Json = "application/json";
    public const string Response = "application/graphql-response+json";

    private readonly HttpClient _client = new(server) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public static ApiClient Of(ShopServer shop) => new(shop.Server.CreateHandler(), new Uri("http://localhost"));

    public static ApiClient Of(ShopProcess shop) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, shop.Address);

    /// <summary>Sends an operation by POST.</summary>
    public Task<ApiAnswer> AskAsync(string query, object? variables = null, params (string Name, string Value)[] headers) =>
        PostAsync(JsonSerializer.Serialize(new { query, variables }), Json, headers);

    /// <summary>Sends whatever it is as a body.</summary>
    public Task<ApiAnswer> PostAsync(string body, string? type = Json, params (string Name, string Value)[] headers) =>
        PostAsync(Encoding.UTF8.GetBytes(body), type, headers);

    public Task<ApiAnswer> PostAsync(byte[] body, string? type = Json, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content }, headers);
    }

    /// <summary>Sends an operation by GET, in the address.</summary>
    public Task<ApiAnswer> GetAsync(string query, string more = "", params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}{more}"), headers);

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers.Length == 0 ? [("Accept", Response)] : headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var started = Stopwatch.GetTimestamp();
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new ApiAnswer(answer, text, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>An answer of the API.</summary>
public sealed class ApiAnswer(HttpResponseMessage answer, string text, TimeSpan elapsed)
{
    private readonly string? _retryAfter = answer.Headers.RetryAfter?.ToString();

    public HttpStatusCode Status { get; } = answer.StatusCode;

    public string? Type { get; } = answer.Content.Headers.ContentType?.ToString();

    public IReadOnlyCollection<string> Allow { get; } = [.. answer.Content.Headers.Allow];

    public string? RetryAfter => _retryAfter;

    public Dictionary<string, string> Headers { get; } = answer.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);

    public string Text => text;

    /// <summary>From the sending to the last byte.</summary>
    public TimeSpan Elapsed => elapsed;

    public JsonElement Body => text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;

    /// <summary>The <c>data</c> of the answer, which must be without errors.</summary>
    public JsonElement Data => Errors.Count == 0 ? Body.GetProperty("data") : throw new InvalidOperationException($"The API refused: {text}");

    public bool HasData => Body.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null;

    public IReadOnlyList<JsonElement> Errors => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray()] : [];

    public IReadOnlyList<string?> Codes => [.. Errors.Select(e => e.GetProperty("extensions").GetProperty("code").GetString())];

    /// <summary>The code of the only error.</summary>
    public string? Code => Assert.Single(Codes);

    public string Message => Errors[0].GetProperty("message").GetString()!;
}
