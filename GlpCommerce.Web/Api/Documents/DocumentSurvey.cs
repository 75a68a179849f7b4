using GlpCommerce.Web.Api.Errors;
using GraphQLParser.AST;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>
/// Measures a parsed document before it is checked against the schema, so that nothing large is ever checked. Fragments
/// that use themselves count once here; the check names them.
/// </summary>
internal sealed class DocumentSurvey
{
    /// <summary>Lists of the schema within one another: types of fields of types. A whole introspection needs one.</summary>
    private const int SchemaLists = 2;

    private static readonly HashSet<string> PrivateFields = ["cart", "validateCart", "order", "orders", "me"];
    private static readonly HashSet<string> ListsOfTypes = ["fields", "inputFields", "interfaces", "possibleTypes"];

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    private readonly Dictionary<string, Extent> _measured = [];
    private readonly HashSet<string> _open = [];
    private readonly GraphQLDocument _document;

    public DocumentSurvey(GraphQLDocument document)
    {
        _document = document;
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            _fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        }
    }

    public List<OperationFacts> Operations() =>
        [.. _document.Definitions.OfType<GraphQLOperationDefinition>().Select(o => new OperationFacts(o.Name?.StringValue, o.Operation, SecretOf(o.SelectionSet, [])))];

    /// <returns>The first limit that an operation or a fragment goes beyond, or a definition that is neither; else null.</returns>
    public ApiError? Refuse(ApiOptions limits)
    {
        foreach (var definition in _document.Definitions)
        {
            if (definition is not GraphQLExecutableDefinition)
            {
                return new ApiError(ErrorCodes.Validation, "The document may hold operations and fragments only.");
            }

            var extent = definition switch
            {
                GraphQLOperationDefinition operation => Measure(operation.SelectionSet),
                GraphQLFragmentDefinition fragment when IsAboutSchema(fragment.TypeCondition.Type.Name) => Measure(fragment.SelectionSet) with { Depth = 0 },
                GraphQLFragmentDefinition fragment => Measure(fragment.SelectionSet),
                _ => default,
            };
            if (Refuse(extent, limits) is { } error)
            {
                return error;
            }

            if (definition is GraphQLOperationDefinition { Operation: OperationType.Mutation } && extent.Roots > limits.MaxChanges)
            {
                return new(ErrorCodes.FieldLimit, $"The mutation makes more than {limits.MaxChanges} changes. Send the rest in another request.");
            }
        }

        return null;
    }

    private static ApiError? Refuse(Extent extent, ApiOptions limits) => extent switch
    {
        { Depth: var depth } when depth > limits.MaxDepth => new(ErrorCodes.DepthLimit, $"The operation is {depth} fields deep; at most {limits.MaxDepth} are allowed."),
        { Aliases: var aliases } when aliases > limits.MaxAliases => new(ErrorCodes.AliasLimit, $"The operation has more than {limits.MaxAliases} aliases."),
        { Fields: var fields } when fields > limits.MaxFields => new(ErrorCodes.FieldLimit, $"The operation selects more than {limits.MaxFields} fields with its fragments written out."),
        { SchemaLists: > SchemaLists } => new(ErrorCodes.DepthLimit, "The question about the schema goes around in circles."),
        _ => null,
    };

    private Extent Measure(GraphQLSelectionSet? selections)
    {
        var extent = default(Extent);
        foreach (var selection in selections?.Selections ?? [])
        {
            extent = extent.Beside(selection switch
            {
                GraphQLField field => Measure(field),
                GraphQLInlineFragment inline => Measure(inline.SelectionSet),
                GraphQLFragmentSpread spread => Measure(spread.FragmentName.Name.StringValue),
                _ => default,
            });
        }

        return extent;
    }

    private Extent Measure(GraphQLField field)
    {
        var inner = Measure(field.SelectionSet);
        return new Extent(
            inner.Fields + 1,
            inner.Aliases + (field.Alias is null ? 0 : 1),
            IsAboutSchema(field.Name) ? 1 : inner.Depth + 1,
            inner.SchemaLists + (ListsOfTypes.Contains(field.Name.StringValue) ? 1 : 0),
            Roots: 1);
    }

    /// <summary>What is said about the schema is deep by nature, and known beforehand.</summary>
    private static bool IsAboutSchema(GraphQLName name) => name.StringValue.StartsWith("__", StringComparison.Ordinal);

    private Extent Measure(string fragment)
    {
        if (_measured.TryGetValue(fragment, out var known) || !_fragments.TryGetValue(fragment, out var definition) || !_open.Add(fragment))
        {
            return known;
        }

        var extent = _measured[fragment] = Measure(definition.SelectionSet);
        _open.Remove(fragment);
        return extent;
    }

    /// <summary>The first root field that is for POST only.</summary>
    private string? SecretOf(GraphQLSelectionSet selections, HashSet<string> seen)
    {
        foreach (var selection in selections.Selections)
        {
            var secret = selection switch
            {
                GraphQLField field => IsSecret(field) ? field.Name.StringValue : null,
                GraphQLInlineFragment inline => SecretOf(inline.SelectionSet, seen),
                GraphQLFragmentSpread spread when _fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment) && seen.Add(spread.FragmentName.Name.StringValue)
                    => SecretOf(fragment.SelectionSet, seen),
                _ => null,
            };
            if (secret is not null)
            {
                return secret;
            }
        }

        return null;
    }

    private static bool IsSecret(GraphQLField field) => field.Name.StringValue is var name
        && (PrivateFields.Contains(name) || (name == "recommendations" && field.Arguments?.Any(a => a.Name.StringValue == "cartSessionId") == true));
}
