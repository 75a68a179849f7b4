using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

public sealed partial class ChangelogTests
{
    private static readonly IReadOnlySet<string> Written = SchemaLines.Of(File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web", "Api", "schema.graphql")));
    private static readonly IReadOnlySet<string> Contract = SchemaLines.Of(File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Api", "contract.graphql")));

    /// <summary>The lines of the list of what was added.</summary>
    private static readonly string[] Entries = [.. File.ReadLines(Path.Combine(Repository.Root, "CHANGELOG.md")).Where(line => line.StartsWith("  - ", StringComparison.Ordinal))];

    [Fact]
    public void Each_addition_to_a_type_of_the_contract_stands_in_the_entry_of_its_type()
    {
        // Name.field: Type, and not its arguments.
        var added = Written.Except(Contract).Where(line => line.Contains('.', StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal))
            .Select(line => line.Split('.', ':')).Where(parts => TypesOf(Contract).Contains(parts[0])).ToLookup(parts => parts[0], parts => parts[1]);

        Assert.Contains("productsConnection", added["Query"]);
        Assert.All(added, type => Assert.Equal(type.Order(), Named($"`{type.Key}`").Order()));
    }

    [Fact]
    public void Each_new_type_stands_there() => Assert.Equal(TypesOf(Written).Except(TypesOf(Contract)).Order(), Named("new types").Order());

    private static HashSet<string> TypesOf(IReadOnlySet<string> schema) => [.. schema.Where(line => line.Contains(' ', StringComparison.Ordinal) && !line.Contains('.', StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];

    /// <summary>The names in the one entry that begins so.</summary>
    private static IEnumerable<string> Named(string head) =>
        Name().Matches(Assert.Single(Entries, entry => entry.StartsWith($"  - {head}: ", StringComparison.Ordinal))[$"  - {head}: ".Length..]).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
