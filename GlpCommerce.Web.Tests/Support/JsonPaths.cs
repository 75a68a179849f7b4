using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Short ways into an answer about orders.</summary>
internal static class JsonPaths
{
    /// <summary>The text at the end of a way of names; null where it is null.</summary>
    public static string? Text(this JsonElement element, params string[] way) => way.Aggregate(element, (at, name) => at.GetProperty(name)).GetString();

    public static int Cents(this JsonElement order, string total) => order.GetProperty("totals").GetProperty(total).GetInt32();

    /// <summary>The codes of a payload's errors.</summary>
    public static IReadOnlyList<string?> Codes(this JsonElement payload) => [.. payload.GetProperty("errors").EnumerateArray().Select(e => e.Text("code"))];

    /// <summary>Each error's code with the way to its field.</summary>
    public static IReadOnlyList<string> Errors(this JsonElement payload) =>
        [.. payload.GetProperty("errors").EnumerateArray().Select(e => $"{e.Text("code")} {(e.GetProperty("field") is { ValueKind: JsonValueKind.Array } field ? string.Join('.', field.EnumerateArray()) : "-")}")];
}
