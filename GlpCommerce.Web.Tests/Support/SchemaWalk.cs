using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Makes operations out of a schema: for every field of a root type one with harmless values, and for every input of it one with any value in its place.</summary>
internal sealed class SchemaWalk
{
    public const string HarmlessSession = "0123456789abcdef-harmless";

    private static readonly string[] Roots = ["Query", "Mutation"];

    /// <summary>What is harmless only when it is not given: the total of a cart that nobody knows here, and the same key for another order.</summary>
    private static readonly string[] LeftOut = ["expectedTotal", "discountCode", "idempotencyKey", "paymentMethodId"];

    private readonly Dictionary<string, JsonElement> _types;

    public SchemaWalk(JsonElement schema) =>
        _types = SchemaLines.Items(schema, "types").ToDictionary(type => SchemaLines.Text(type, "name"));

    /// <param name="Root"><c>Query</c> or <c>Mutation</c>.</param>
    /// <param name="Inputs">The way to each value, and the named type of it.</param>
    public sealed record Operation(string Root, string Field, string Text, Dictionary<string, object?> Harmless, IReadOnlyList<(string[] Path, string Type)> Inputs)
    {
        /// <summary>The operation's variables with one of them replaced.</summary>
        public Dictionary<string, object?> With(string[] path, object? value)
        {
            var copy = (Dictionary<string, object?>)Copy(Harmless)!;
            var at = copy;
            foreach (var step in path[..^1])
            {
                at = (Dictionary<string, object?>)at[step]!;
            }

            at[path[^1]] = value;
            return copy;
        }

        private static object? Copy(object? value) => value is Dictionary<string, object?> map ? map.ToDictionary(pair => pair.Key, pair => Copy(pair.Value)) : value;
    }

    public IEnumerable<Operation> Operations() => Roots.SelectMany(root => SchemaLines.Items(_types[root], "fields").Select(field => Of(root, field)));

    private Operation Of(string root, JsonElement field)
    {
        var own = SchemaLines.Items(field, "args").ToList();
        var name = SchemaLines.Text(field, "name");
        // The longest list shows plain values only: more of five hundred products would cost too much.
        var inner = new List<JsonElement>();
        var selection = Selection(NamedType(field), name == "products" ? 1 : 3, inner);
        List<JsonElement> args = [.. own, .. inner];
        var declared = string.Join(", ", args.Select(a => $"${SchemaLines.Text(a, "name")}: {SchemaLines.TypeOf(a)}"));
        var text = $"{root.ToLowerInvariant()}{(args.Count > 0 ? $"({declared})" : "")} {{ {name}{Given(own)} {selection} }}";
        var harmless = args.ToDictionary(a => SchemaLines.Text(a, "name"), a => Harmless(SchemaLines.Text(a, "name"), a));
        return new Operation(root, name, text, harmless, [.. args.SelectMany(a => Inputs([SchemaLines.Text(a, "name")], a))]);
    }

    /// <summary>Every field, so deep. What arguments the fields take stands in <paramref name="args"/> then.</summary>
    private string Selection(string type, int depth, List<JsonElement> args)
    {
        if (SchemaLines.Text(_types[type], "kind") != "OBJECT")
        {
            return "";
        }

        var fields = SchemaLines.Items(_types[type], "fields").Select(f => (Name: SchemaLines.Text(f, "name"), Type: NamedType(f), Args: SchemaLines.Items(f, "args").ToList()));
        // What products show of each other would be asked for without end.
        var taken = fields.Where(f => SchemaLines.Text(_types[f.Type], "kind") != "OBJECT" || (depth > 1 && f.Name is not "related" and not "article" and not "product"));
        return $"{{ __typename {string.Join(' ', taken.Select(Written))} }}";

        string Written((string Name, string Type, List<JsonElement> Args) field)
        {
            args.AddRange(field.Args);
            return $"{field.Name}{Given(field.Args)} {Selection(field.Type, depth - 1, args)}";
        }
    }

    /// <summary>Each argument by the variable of its name.</summary>
    private static string Given(List<JsonElement> args) =>
        args.Count == 0 ? "" : $"({string.Join(", ", args.Select(a => $"{SchemaLines.Text(a, "name")}: ${SchemaLines.Text(a, "name")}"))})";

    private IEnumerable<(string[] Path, string Type)> Inputs(string[] path, JsonElement input)
    {
        var type = NamedType(input);
        var inner = SchemaLines.Items(_types[type], "inputFields").SelectMany(f => Inputs([.. path, SchemaLines.Text(f, "name")], f));
        return inner.Prepend((path, type));
    }

    private object? Harmless(string name, JsonElement input)
    {
        var type = NamedType(input);
        if (LeftOut.Contains(name) && !SchemaLines.TypeOf(input).EndsWith('!'))
        {
            return null;
        }

        var value = SchemaLines.Text(_types[type], "kind") switch
        {
            "INPUT_OBJECT" => SchemaLines.Items(_types[type], "inputFields").ToDictionary(f => SchemaLines.Text(f, "name"), f => Harmless(SchemaLines.Text(f, "name"), f)),
            "ENUM" => SchemaLines.Text(SchemaLines.Items(_types[type], "enumValues").First(), "name"),
            _ => HarmlessValue(name, type),
        };
        return SchemaLines.TypeOf(input).Contains('[', StringComparison.Ordinal) ? new List<object?> { value } : value;
    }

    private static object HarmlessValue(string name, string type) => (type, name) switch
    {
        ("Int", _) => 1,
        ("Float", _) => 1.5,
        ("Boolean", _) => true,
        (_, "sessionId" or "cartSessionId") => HarmlessSession,
        (_, "email" or "userEmail") => "harmless@example.com",
        (_, "category") => "fitness",
        (_, "glp1Stage") => "active",
        (_, "needs") => "protein",
        (_, "state") => "IL",
        (_, "zip") => "60601",
        (_, "password" or "newPassword" or "currentPassword") => "a harmless long password",
        _ => "1",
    };

    private static string NamedType(JsonElement thing) => SchemaLines.TypeOf(thing).Trim('[', ']', '!');
}
