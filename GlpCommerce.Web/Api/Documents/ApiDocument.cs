using GlpCommerce.Web.Api.Errors;
using GraphQLParser.AST;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>A document within the limits, parsed once for all requests that send the same text.</summary>
internal sealed class ApiDocument(GraphQLDocument parsed, IReadOnlyList<OperationFacts> operations)
{
    private volatile bool _isValid;

    public GraphQLDocument Parsed => parsed;

    /// <summary>Whether it fits the schema: an operation of it was executed, and the schema does not change while the shop runs.</summary>
    public bool IsValid
    {
        get => _isValid;
        set => _isValid = value;
    }

    /// <summary>The operation that is meant, as the executer would choose it.</summary>
    public (OperationFacts? Operation, ApiError? Error) Find(string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return operations.FirstOrDefault(o => o.Name == name) is { } named ? (named, null) : (null, Unknown("The document has no operation of this name."));
        }

        return operations.Count switch
        {
            1 => (operations[0], null),
            0 => (null, Unknown("The document has no operation.")),
            _ => (null, Unknown("The document has several operations: `operationName` must name one.")),
        };
    }

    private static ApiError Unknown(string message) => new(ErrorCodes.UnknownOperation, message);
}
