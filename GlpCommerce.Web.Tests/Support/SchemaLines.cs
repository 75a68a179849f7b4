using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A schema as a set of statements, one for each type, field, argument and value, so that two can be compared.</summary>
internal static class SchemaLines
{
    /// <summary>What an SDL text states.</summary>
    public static IReadOnlySet<string> Of(string sdl)
    {
        var document = Parser.Parse(sdl);
        return document.Definitions.OfType<GraphQLTypeDefinition>().SelectMany(Of).ToHashSet();
    }

    /// <summary>What a server says of itself when it is asked by introspection; GraphQL's own types are left out.</summary>
    public static IReadOnlySet<string> Of(JsonElement schema) => OwnTypes(schema).SelectMany(type =>
    {
        var (kind, name) = (Text(type, "kind"), Text(type, "name"));
        return Items(type, "fields").SelectMany(field => Items(field, "args").Select(arg => $"{name}.{Text(field, "name")}({Input(arg)})").Append($"{name}.{Text(field, "name")}: {TypeOf(field)}"))
            .Concat(Items(type, "inputFields").Select(field => $"{name}.{Input(field)}"))
            .Concat(Items(type, "enumValues").Select(value => $"{name}.{Text(value, "name")}"))
            .Append($"{kind} {name}");
    }).ToHashSet();

    /// <summary>Everything that people read about and that says nothing of itself.</summary>
    public static IEnumerable<string> Undescribed(JsonElement schema) => OwnTypes(schema).SelectMany(type =>
        new[] { type }.Concat(Items(type, "fields")).Concat(Items(type, "inputFields")).Concat(Items(type, "enumValues"))
            .Concat(Items(type, "fields").SelectMany(field => Items(field, "args")).Where(arg => Text(arg, "name") != "input"))
            .Where(thing => string.IsNullOrWhiteSpace(Text(thing, "description")))
            .Select(thing => $"{Text(type, "name")}.{Text(thing, "name")}"));

    public static IEnumerable<JsonElement> OwnTypes(JsonElement schema) =>
        Items(schema, "types").Where(type => Text(type, "kind") != "SCALAR" && !Text(type, "name").StartsWith("__", StringComparison.Ordinal));

    public static IEnumerable<JsonElement> Items(JsonElement thing, string name) =>
        thing.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>A type as SDL writes it.</summary>
    public static string TypeOf(JsonElement thing)
    {
        var type = thing.TryGetProperty("type", out var inner) ? inner : thing;
        return Text(type, "kind") switch
        {
            "NON_NULL" => TypeOf(type.GetProperty("ofType")) + "!",
            "LIST" => $"[{TypeOf(type.GetProperty("ofType"))}]",
            _ => Text(type, "name"),
        };
    }

    public static string Text(JsonElement thing, string name) => thing.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static string Input(JsonElement input) => $"{Text(input, "name")}: {TypeOf(input)}{(Text(input, "defaultValue") is { Length: > 0 } value ? $" = {value}" : "")}";

    private static IEnumerable<string> Of(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition output => output.Fields!.SelectMany(field => (field.Arguments?.Items ?? []).Select(arg => $"{type.Name}.{field.Name}({Input(arg)})").Append($"{type.Name}.{field.Name}: {Written(field.Type)}"))
            .Append($"OBJECT {type.Name}"),
        GraphQLInputObjectTypeDefinition input => input.Fields!.Select(field => $"{type.Name}.{Input(field)}").Append($"INPUT_OBJECT {type.Name}"),
        GraphQLEnumTypeDefinition values => values.Values!.Select(value => $"{type.Name}.{value.EnumValue.Name}").Append($"ENUM {type.Name}"),
        _ => throw new NotSupportedException($"The comparison does not know {type.Kind}."),
    };

    private static string Input(GraphQLInputValueDefinition input) => $"{input.Name}: {Written(input.Type)}{(input.DefaultValue is { } value ? $" = {Written(value)}" : "")}";

    private static string Written(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Written(required.Type) + "!",
        GraphQLListType list => $"[{Written(list.Type)}]",
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new NotSupportedException($"The comparison does not know {type.Kind}."),
    };

    private static string Written(GraphQLValue value) => value switch
    {
        GraphQLIntValue number => number.Value.ToString(),
        GraphQLEnumValue name => name.Name.StringValue,
        _ => throw new NotSupportedException($"The comparison does not know {value.Kind}."),
    };
}
