using System.Net.Http.Json;
using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A program that knows the address of the API and nothing else of the shop.</summary>
public sealed class ApiClient(HttpClient http) : IDisposable
{
    private const string MediaType = "application/graphql-response+json";

    /// <summary>Sends an operation.</summary>
    /// <returns>The whole answer, <c>data</c> and <c>errors</c>.</returns>
    public async Task<JsonElement> SendAsync(string operation, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = operation, variables }) };
        request.Headers.Accept.ParseAdd(MediaType);
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Sends an operation that must be answered without an error.</summary>
    /// <returns>Its data.</returns>
    public async Task<JsonElement> AskAsync(string operation, object? variables = null)
    {
        var answer = await SendAsync(operation, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>Sends an operation that must be refused as such.</summary>
    /// <returns>The codes of its errors.</returns>
    public async Task<IReadOnlyList<string?>> RefusedAsync(string operation, object? variables = null)
    {
        var answer = await SendAsync(operation, variables);
        Assert.True(answer.TryGetProperty("errors", out var errors), answer.ToString());
        return [.. errors.EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString())];
    }

    public void Dispose() => http.Dispose();
}

/// <summary>Short ways into an answer.</summary>
public static class Json
{
    /// <summary>The element at a path such as <c>cart.items</c>.</summary>
    public static JsonElement At(this JsonElement element, string path) =>
        path.Split('.').Aggregate(element, (at, name) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(name));

    public static string? Text(this JsonElement element, string path) => element.At(path).GetString();

    public static int Number(this JsonElement element, string path) => element.At(path).GetInt32();

    /// <summary>One field of each element of a list.</summary>
    public static IReadOnlyList<string?> Each(this JsonElement element, string list, string field) =>
        [.. element.At(list).EnumerateArray().Select(item => item.At(field) is var value && value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString())];
}
