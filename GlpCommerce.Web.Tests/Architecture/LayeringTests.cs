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
        ["Jobs"] = ["Common", "Data", "Staff"],
        ["Staff"] = ["Common", "Data"],
        ["Media"] = ["Common"],
        ["Inventory"] = ["Common", "Data", "Staff"],
        ["Catalog"] = ["Common", "Data", "Staff", "Inventory"],
        ["Content"] = ["Common", "Data", "Staff", "Claims", "Catalog"],
        ["Claims"] = ["Common"],
        ["Merchandising"] = ["Common", "Data", "Staff", "Jobs", "Media", "Claims", "Inventory", "Catalog", "Content"],
        ["BulkEdits"] = ["Common", "Data", "Staff", "Jobs", "Media", "Catalog", "Content", "Merchandising"],
        ["Pricing"] = ["Common", "Data", "Staff", "Claims"],
        ["Carts"] = ["Common", "Data", "Catalog", "Inventory", "Pricing"],
        ["Orders"] = ["Common", "Data", "Staff", "Inventory"],
        ["Payments"] = ["Common", "Data"],
        ["Notifications"] = ["Common", "Data", "Jobs", "Staff"],
        ["Receipts"] = ["Common", "Jobs", "Media"],
        ["Accounts"] = ["Common", "Data", "Staff", "Jobs", "Carts", "Orders", "Notifications"],
        ["Refunds"] = ["Common", "Data", "Staff", "Jobs", "Inventory", "Pricing", "Orders", "Payments", "Notifications", "Receipts"],
        ["Checkout"] = ["Common", "Data", "Staff", "Jobs", "Media", "Inventory", "Catalog", "Pricing", "Carts", "Orders", "Payments", "Notifications", "Receipts", "Accounts", "Refunds"],
        ["Privacy"] = ["Common", "Data", "Staff", "Jobs", "Carts", "Orders", "Notifications", "Receipts", "Accounts", "Refunds"],
        ["Fulfilment"] = ["Common", "Data", "Staff", "Jobs", "Orders", "Payments", "Notifications", "Receipts", "Accounts", "Refunds", "Checkout"],
        ["Reports"] = ["Common", "Data", "Catalog", "Carts", "Orders", "Payments"],
        ["Startup"] = ["Common", "Data", "Staff", "Jobs", "Media", "Inventory", "Catalog", "Content", "Pricing", "Carts", "Orders", "Payments", "Notifications", "Accounts"],
    };

    public static TheoryData<string> Folders => [.. Plan.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_of_the_core_uses_only_what_the_plan_allows(string folder)
    {
        var used = Directory.EnumerateFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => FoldersIn(File.ReadAllText(file)))
            .Distinct().Except([folder]);

        Assert.Empty(used.Except(Plan[folder]));
    }

    [Theory]
    [InlineData("using GlpCommerce.Core.Inventory;")]
    [InlineData("using static GlpCommerce.Core.Inventory.StockLedger;")]
    [InlineData("var ledger = new GlpCommerce.Core.Inventory.StockLedger();")]
    [InlineData("await db.Set<Core.Inventory.StockItem>().SingleAsync();")]
    [InlineData("product.HasOne(p => p.Stock).WithOne().HasForeignKey<Inventory.StockItem>(s => s.ProductId);")]
    [InlineData("var url = \"https://example.com\"; Inventory.StockItem stock;")]
    public void A_folder_is_seen_however_its_name_is_written(string code) => Assert.Equal(["Inventory"], FoldersIn(code));

    [Theory]
    [InlineData("// Inventory.StockItem is not named here.")]
    [InlineData("/// <see cref=\"Inventory.StockItem\"/>")]
    [InlineData("SeedFiles.Texts(\"Inventory.Seed.pages\")")]
    [InlineData("db.Inventory.CountAsync()")]
    public void What_only_looks_like_a_folder_is_none(string code) => Assert.Empty(FoldersIn(code));

    [Fact]
    public void Every_folder_of_the_core_is_in_the_plan() => Assert.Equal(
        Plan.Keys.Order(),
        Directory.EnumerateDirectories(Core).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]).Order());

    [Fact]
    public void The_core_knows_no_web() => Assert.DoesNotContain(
        typeof(ShopDb).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name is "MudBlazor" or "Coravel" or "Hangfire.Core" or "GraphQL");

    /// <summary>It asks the Queries and Editors that the pages ask, so that both agree.</summary>
    [Fact]
    public void The_api_never_goes_to_the_database_by_itself() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Path.Combine(FindRoot(), "GlpCommerce.Web", "Api"), "*.cs", SearchOption.AllDirectories),
        file => File.ReadAllText(file) is var code && (code.Contains("ShopDb", StringComparison.Ordinal) || code.Contains("EntityFrameworkCore", StringComparison.Ordinal)));

    /// <summary>The folders of the core that a piece of code names, each once.</summary>
    private static IEnumerable<string> FoldersIn(string code)
    {
        var uncommented = Comment().Replace(code, "");
        var inFull = FullName().Matches(uncommented).Select(m => m.Groups[1].Value);
        var inShort = ShortName().Matches(uncommented).Select(m => m.Groups[1].Value).Where(Plan.ContainsKey);
        return inFull.Concat(inShort).Distinct();
    }

    /// <summary>What follows two slashes, unless they belong to an address.</summary>
    [GeneratedRegex("(?<!:)//.*")]
    private static partial Regex Comment();

    /// <summary>A using, or a name written out in full or from the core on.</summary>
    [GeneratedRegex(@"(?:using (?:static )?GlpCommerce\.Core|(?<![\w.])(?:GlpCommerce\.)?Core)\.(\w+)")]
    private static partial Regex FullName();

    /// <summary>A name from the folder on, outside of a text.</summary>
    [GeneratedRegex(@"(?<![\w.""])([A-Z]\w+)\.[A-Z]")]
    private static partial Regex ShortName();

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
