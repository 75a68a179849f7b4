using GraphQLParser.AST;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>How large a selection is with every fragment written out.</summary>
/// <param name="Roots">Its own fields, without what stands in them.</param>
internal readonly record struct Extent(int Fields, int Aliases, int Depth, int SchemaLists, int Roots)
{
    /// <summary>Fragments that use each other twice grow beyond any number.</summary>
    private const int Countless = 1_000_000;

    public Extent Beside(Extent other) => new(
        Math.Min(Fields + other.Fields, Countless),
        Math.Min(Aliases + other.Aliases, Countless),
        Math.Max(Depth, other.Depth),
        Math.Max(SchemaLists, other.SchemaLists),
        Math.Min(Roots + other.Roots, Countless));
}

/// <summary>What is known of an operation from its text alone.</summary>
/// <param name="Secret">A root field that takes secrets or tells of persons, so that the operation is answered by POST only; null without one.</param>
internal sealed record OperationFacts(string? Name, OperationType Type, string? Secret);
