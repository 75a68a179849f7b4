using System.Globalization;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Api.Catalog;
using GlpCommerce.Web.Api.Errors;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>
/// What an operation costs: 10 for every object and 1 for every plain value. A list with <c>first</c> is taken at its word,
/// one of products or orders by how long it may get, and the small ones within an object by how long they usually are.
/// A search for words comes on top: it is a statement of its own that reads much to show little.
/// </summary>
internal static class OperationCost
{
    private const int Object = 10;
    private const int Value = 1;
    private const int Search = 5_000;
    private const int UsualLength = 10;
    private const int Longest = CatalogResolvers.LongestList;

    /// <summary>A whole description of the schema.</summary>
    private const int Introspection = 10_000;

    /// <summary>How long lists are that no argument limits. A cart or an order may have as many lines as <c>CartLimits</c> say; nearly all have few.</summary>
    private static readonly Dictionary<string, int> Lengths = new()
    {
        ["Query.products"] = Longest, ["Query.orders"] = OrderQueries.MostListed, ["Query.guides"] = 20,
        ["Product.stages"] = 2, ["Product.needs"] = 3, ["Product.diets"] = 3, ["Product.allergens"] = 2, ["Product.cautions"] = 3,
        ["Product.images"] = 1, ["Product.related"] = 4, ["Guide.sources"] = 4, ["Order.items"] = 5, ["UserError.field"] = 1,
    };

    public static ComplexityValidationRule Rule(int most) => new(new ComplexityOptions
    {
        MaxComplexity = most,
        DefaultComplexityImpactDelegate = Price,
        ValidateComplexityDelegate = check =>
        {
            if (check.Error is not null)
            {
                var cost = Math.Min(check.TotalImpact, 1e12).ToString("N0", CultureInfo.InvariantCulture);
                check.Error = new TooExpensive(
                    $"The operation may cost {cost}; at most {most.ToString("N0", CultureInfo.InvariantCulture)} is allowed. Ask for fewer items with `first`, for fewer fields, or for fewer searches at once.");
            }

            return Task.CompletedTask;
        },
    });

    /// <summary>Puts a price on what the library brings along.</summary>
    public static void Mark(ISchema schema)
    {
        schema.SchemaMetaFieldType.WithComplexityImpact(Introspection, 0);
        schema.TypeMetaFieldType.WithComplexityImpact(Introspection, 0);
    }

    private static FieldComplexityResult Price(FieldImpactContext field)
    {
        var type = field.FieldDefinition.ResolvedType!;
        var price = type.GetNamedType() is ScalarGraphType ? Value : Object;
        if ((type is NonNullGraphType required ? required.ResolvedType : type) is not ListGraphType)
        {
            return new FieldComplexityResult(price + (IsSearch(field) ? Search : 0), 1);
        }

        var length = LengthOf(field);
        return new FieldComplexityResult(price * (double)length, length);
    }

    private static int LengthOf(FieldImpactContext field) =>
        Asked(field) ?? (field.Parent is { } parent && !IsList(parent) ? Asked(parent) : null)
        ?? Lengths.GetValueOrDefault($"{field.ParentType.Name}.{field.FieldDefinition.Name}", UsualLength);

    /// <summary>The field's <c>first</c>, written or by default; what is impossible is refused by who answers, and makes nothing else cheaper.</summary>
    private static int? Asked(FieldImpactContext field)
    {
        if (field.FieldDefinition.Arguments?.Find("first") is not { } argument)
        {
            return null;
        }

        var first = field.Arguments is { } given && given.TryGetValue("first", out var written) ? written.Value : argument.DefaultValue;
        return first is int number and > 0 ? Math.Min(number, Longest) : first is null ? UsualLength : 1;
    }

    /// <summary>Whether the field's <c>filter</c> has words to search for.</summary>
    private static bool IsSearch(FieldImpactContext field) =>
        field.Arguments is { } given && given.TryGetValue("filter", out var filter) && filter.Value is IDictionary<string, object?> keys
        && !string.IsNullOrWhiteSpace(keys.Text("search"));

    private static bool IsList(FieldImpactContext field) =>
        field.FieldDefinition.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType };

    /// <summary>The cost is above the limit.</summary>
    internal sealed class TooExpensive(string message) : ValidationError(message);
}
