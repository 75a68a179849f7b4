using System.Text.RegularExpressions;
using GlpCommerce.Core.Data;

namespace GlpCommerce.Web.Tests.Architecture;

public sealed partial class LayeringTests
{
    private static readonly string Core = Path.Combine(FindRoot(), "GlpCommerce.Core");

    /// <summary>The plan of GlpCommerce.Core: each folder may name the folders beside it, and no others.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        ["Common"] = [],
        ["Data"] = ["Common"],
        ["Jobs"] = ["Common", "Data"],
        ["Inventory"] = ["Common", "Data"],
        ["Catalog"] = ["Common", "Data", "Inventory"],
        ["Content"] = ["Common", "Data", "Catalog"],
        ["Pricing"] = ["Common"],
        ["Carts"] = ["Common", "Data", "Catalog", "Inventory", "Pricing"],
        ["Orders"] = ["Common", "Data"],
        ["Payments"] = ["Common", "Data"],
        ["Notifications"] = ["Common", "Data"],
        ["Checkout"] = ["Common", "Data", "Jobs", "Inventory", "Catalog", "Pricing", "Carts", "Orders", "Payments", "Notifications"],
        ["Startup"] = ["Common", "Data", "Jobs", "Inventory", "Catalog", "Content", "Pricing", "Carts", "Orders", "Payments", "Notifications"],
    };

    public static TheoryData<string> Folders => [.. Plan.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_of_the_core_uses_only_what_the_plan_allows(string folder)
    {
        var used = Directory.EnumerateFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => CoreFolder().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Distinct().Except([folder]);

        Assert.Empty(used.Except(Plan[folder]));
    }

    [Fact]
    public void Every_folder_of_the_core_is_in_the_plan() => Assert.Equal(
        Plan.Keys.Order(),
        Directory.EnumerateDirectories(Core).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]).Order());

    [Fact]
    public void The_core_knows_no_web() => Assert.DoesNotContain(
        typeof(ShopDb).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name is "MudBlazor" or "Coravel" or "Hangfire.Core" or "GraphQL");

    /// <summary>A using, or a name written out in full or from the folder on.</summary>
    [GeneratedRegex(@"(?:using (?:static )?GlpCommerce\.Core|(?<![\w.])(?:GlpCommerce\.)?Core)\.(\w+)")]
    private static partial Regex CoreFolder();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(directory!.FullName, "GlpCommerce.Core")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
