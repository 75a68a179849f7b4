using System.Globalization;
using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Short ways to an answer of the API, and into it.</summary>
public static class ApiAnswers
{
    /// <summary>The data of an operation that must be answered without an error.</summary>
    public static async Task<JsonElement> DataAsync(this ApiClient api, string operation, object? variables = null) =>
        (await api.AskAsync(operation, variables)).Data;

    /// <summary>The codes of an operation that must be refused as such.</summary>
    public static async Task<IReadOnlyList<string?>> RefusedAsync(this ApiClient api, string operation, object? variables = null)
    {
        var codes = (await api.AskAsync(operation, variables)).Codes;
        Assert.NotEmpty(codes);
        return codes;
    }

    /// <summary>The element at a path such as <c>cart.items.0.id</c>.</summary>
    public static JsonElement At(this JsonElement element, string path) => path.Split('.').Aggregate(
        element, (at, name) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name));

    public static string? Text(this JsonElement element, string path) => element.At(path).GetString();

    public static int Number(this JsonElement element, string path) => element.At(path).GetInt32();

    /// <summary>One field of each element of a list, as text.</summary>
    public static IReadOnlyList<string?> Each(this JsonElement element, string list, string field) =>
        [.. element.At(list).EnumerateArray().Select(item => item.At(field)).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString())];
}
