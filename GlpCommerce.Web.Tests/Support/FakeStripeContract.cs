using System.Globalization;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// What Stripe's published description says about the requests that the shop makes, cut to those. It is of API 2023-08-16:
/// what Stripe has added since stands in <see cref="Newer"/>, each with its type.
/// </summary>
internal static class FakeStripeContract
{
    private static readonly Dictionary<string, JsonObject> Operations = FakeStripeData.Contract["operations"]!.AsArray()
        .ToDictionary(o => (string)o!["name"]!, o => o!["parameters"]!.AsObject());

    private static readonly Dictionary<string, string> Newer = new()
    {
        ["POST /v1/payment_intents/{intent}/confirm confirmation_token"] = "string",
        ["POST /v1/payment_intents automatic_payment_methods[allow_redirects]"] = "string",
        ["POST /v1/checkout/sessions adaptive_pricing[enabled]"] = "boolean",
    };

    /// <summary>The operation's name with its ids left open, and the ids.</summary>
    public static (string Name, string[] Ids)? Match(string method, string path)
    {
        var parts = path.Split('/');
        var fits = Operations.Keys.Where(name => Fits(name, method, parts)).OrderBy(name => name.Count(c => c == '{')).FirstOrDefault();
        return fits is null ? null : (fits, [.. fits.Split(' ')[1].Split('/').Zip(parts).Where(p => p.First.StartsWith('{')).Select(p => p.Second)]);
    }

    /// <returns>Every way in which the request differs from the description.</returns>
    public static List<string> Check(string operation, JsonObject form)
    {
        var wrong = new List<string>();
        CheckObject(operation, "", form, Operations[operation], wrong);
        return wrong;
    }

    private static bool Fits(string name, string method, string[] parts)
    {
        var (verb, template) = (name.Split(' ')[0], name.Split(' ')[1].Split('/'));
        return verb == method && template.Length == parts.Length && template.Zip(parts).All(p => p.First.StartsWith('{') || p.First == p.Second);
    }

    private static void CheckObject(string operation, string path, JsonObject form, JsonObject schema, List<string> wrong)
    {
        var known = schema["properties"] as JsonObject ?? [];
        foreach (var missing in (schema["required"] as JsonArray ?? []).Select(r => (string)r!).Where(r => !form.ContainsKey(r)))
        {
            wrong.Add($"{operation} lacks {Inside(path, missing)}");
        }

        foreach (var (name, value) in form)
        {
            if ((known[name] ?? schema["additionalProperties"] as JsonObject) is JsonObject part)
            {
                CheckValue(operation, Inside(path, name), value!, part, wrong);
            }
            else
            {
                CheckNewer(operation, Inside(path, name), value!, wrong);
            }
        }
    }

    private static void CheckNewer(string operation, string path, JsonNode value, List<string> wrong)
    {
        if (value is JsonObject inner)
        {
            CheckObject(operation, path, inner, [], wrong);
        }
        else if (!Newer.TryGetValue($"{operation} {path}", out var type) || !IsA(value, type))
        {
            wrong.Add($"{operation} {path} is not known");
        }
    }

    private static void CheckValue(string operation, string path, JsonNode value, JsonObject schema, List<string> wrong)
    {
        if (schema["anyOf"] is JsonArray choices)
        {
            var tries = choices.Select(choice => Tried(operation, path, value, choice!.AsObject())).ToList();
            wrong.AddRange(tries.MinBy(t => t.Count)!);
            return;
        }

        var type = (string?)schema["type"] ?? "object";
        if (!IsA(value, type) || (schema["enum"] is JsonArray allowed && !allowed.Any(a => (string)a! == (string)value!)))
        {
            wrong.Add($"{operation} {path} is no {type} that is allowed");
        }
        else if (value is JsonObject inner && (schema.ContainsKey("properties") || schema["additionalProperties"] is JsonObject))
        {
            CheckObject(operation, path, inner, schema, wrong);
        }
        else if (value is JsonArray list)
        {
            wrong.AddRange(list.SelectMany((item, i) => Tried(operation, Inside(path, $"{i}"), item!, schema["items"]!.AsObject())));
        }
        else if (value is JsonValue text && schema["maxLength"] is { } most && ((string)text!).Length > (int)most)
        {
            wrong.Add($"{operation} {path} is too long");
        }
    }

    private static List<string> Tried(string operation, string path, JsonNode value, JsonObject schema)
    {
        var wrong = new List<string>();
        CheckValue(operation, path, value, schema, wrong);
        return wrong;
    }

    private static bool IsA(JsonNode value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "integer" => value is JsonValue && long.TryParse((string)value!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "number" => value is JsonValue && decimal.TryParse((string)value!, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "boolean" => value is JsonValue && (string)value! is "true" or "false",
        _ => value is JsonValue,
    };

    private static string Inside(string path, string name) => path.Length == 0 ? name : $"{path}[{name}]";
}
