using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

public sealed class ChangelogTests
{
    private static readonly IReadOnlySet<string> Written = SchemaLines.Of(File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web", "Api", "schema.graphql")));
    private static readonly IReadOnlySet<string> Contract = SchemaLines.Of(File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Api", "contract.graphql")));

    [Fact]
    public async Task Each_addition_to_the_contract_stands_there()
    {
        var changelog = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "CHANGELOG.md"));
        var types = Contract.Where(line => line.StartsWith("OBJECT ", StringComparison.Ordinal) || line.StartsWith("INPUT_OBJECT ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

        // Name.field: Type, and not its arguments.
        var added = Written.Except(Contract).Where(line => types.Contains(line.Split('.')[0]) && !line.Contains('(', StringComparison.Ordinal)).Select(line => line.Split('.', ':')[1]).ToList();

        Assert.Contains("productsConnection", added);
        Assert.DoesNotContain(added, name => !changelog.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
