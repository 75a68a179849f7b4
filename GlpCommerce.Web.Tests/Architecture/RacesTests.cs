using System.Reflection;
using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Architecture;

public sealed partial class RacesTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "races.md"));

    [Fact]
    public void Every_test_that_the_table_of_races_names_is_there()
    {
        var there = typeof(RacesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))).Select(method => $"{type.Name}.{method.Name}"));

        Assert.Empty(Named().Matches(Page).Select(name => name.Groups[1].Value).Except(there));
    }

    [Fact]
    public void Every_race_in_the_table_is_proven_by_a_test() => Assert.All(
        Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| race |", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)),
        race => Assert.Matches(Named(), race.Split('|')[^2]));

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex Named();
}
