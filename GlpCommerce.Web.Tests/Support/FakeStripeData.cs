using System.Net;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Stripe's own examples of its objects, and forms as Stripe reads them.</summary>
internal static class FakeStripeData
{
    private static readonly JsonObject Objects = Read("objects");

    public static JsonObject Contract { get; } = Read("contract");

    /// <summary>A new object of the kind, as Stripe shows one, with these values in place of the example's.</summary>
    public static JsonObject New(string kind, params (string Name, JsonNode? Value)[] values)
    {
        var made = Objects[kind]!.DeepClone().AsObject();
        foreach (var (name, value) in values)
        {
            made[name] = value;
        }

        return made;
    }

    /// <summary>Reads <c>a=1&amp;b[c]=2&amp;d[0]=3</c> into objects, lists and texts.</summary>
    public static JsonObject Form(string text)
    {
        var form = new JsonObject();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var names = WebUtility.UrlDecode(parts[0]).Replace("]", "", StringComparison.Ordinal).Split('[');
            Put(form, names, WebUtility.UrlDecode(parts.Length > 1 ? parts[1] : ""));
        }

        Listed(form);

        return form;
    }

    private static void Put(JsonObject into, string[] names, string value)
    {
        for (var i = 0; i < names.Length - 1; i++)
        {
            into[names[i]] ??= new JsonObject();
            into = into[names[i]]!.AsObject();
        }

        into[names[^1]] = value;
    }

    /// <summary>Turns objects whose names are numbers into lists.</summary>
    private static void Listed(JsonObject form)
    {
        foreach (var (name, value) in form.ToList())
        {
            if (value is JsonObject inner)
            {
                Listed(inner);
                if (inner.All(p => p.Key.Length == 0 || p.Key.All(char.IsAsciiDigit)))
                {
                    form[name] = new JsonArray([.. inner.Select(p => p.Value!.DeepClone())]);
                }
            }
        }
    }

    private static JsonObject Read(string name)
    {
        using var file = typeof(FakeStripeData).Assembly.GetManifestResourceStream($"stripe-{name}.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
