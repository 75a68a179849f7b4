using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Architecture;

/// <summary>Nothing reaches shoppers past the claims guard: the places that bring something out are few, named, and ask it.</summary>
public sealed partial class PublishingPlacesTests
{
    private static readonly string[] Projects = ["GlpCommerce.Core", "GlpCommerce.Web"];

    /// <summary>Who may set whether a product or an article is read by shoppers, and how that ends at the guard.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["GlpCommerce.Core/Merchandising/ProductPublisher.cs"] = "one product: each act is written by ProductWriter",
        ["GlpCommerce.Core/Merchandising/ProductStates.cs"] = "Enter, which ManyProducts calls on what GuardedProducts holds",
        ["GlpCommerce.Core/Merchandising/StagedProduct.cs"] = "a copy of what ManyProducts has read",
        ["GlpCommerce.Core/Merchandising/ManySql.cs"] = "many products: brings in what GuardedProducts has put down",
        ["GlpCommerce.Core/Content/ArticleEditor.cs"] = "each act is written by ArticleWriter",
        ["GlpCommerce.Core/Content/ArticleWriter.cs"] = "a new article is a draft",
        ["GlpCommerce.Core/Startup/Seeder.cs"] = "the opening catalogue, which the tests of the guard read as a whole",
    };

    [Fact]
    public void Only_the_named_places_publish() => Assert.Equal(
        Places.Keys.Order(StringComparer.Ordinal),
        Sources().Where(source => Publishes(source.Text)).Select(source => source.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("product.IsPublished = true;")]
    [InlineData("(product.IsPublished, product.PublishAt) = (true, null);")]
    [InlineData("new Product { Name = name, IsPublished = true }")]
    [InlineData("set.SetProperty(p => p.PublishAt, now)")]
    [InlineData("set.SetProperty(\n    p => p.IsDraft, false)")]
    [InlineData("UPDATE \"Products\" SET \"IsPublished\" = TRUE")]
    [InlineData("entry.Property(\"PublishAt\").CurrentValue = now;")]
    [InlineData("entry.Property(nameof(Product.IsPublished)).CurrentValue = true;")]
    [InlineData("article.IsDraft |= false;")]
    public void A_place_that_publishes_is_seen_however_it_is_written(string code) => Assert.True(Publishes(code));

    [Theory]
    [InlineData("products.Where(p => p.IsPublished && p.PublishAt == null)")]
    [InlineData("SELECT 1 FROM \"Products\" p WHERE p.\"IsPublished\"")]
    [InlineData("// product.IsPublished = true would go past the guard")]
    [InlineData("var isOut = product.IsPublished;")]
    [InlineData("public static readonly Problem IsPublished = new(code, words);")]
    public void What_only_reads_is_no_such_place(string code) => Assert.False(Publishes(code));

    /// <summary>Each place of the table ends at one of these, and each of these asks the guard.</summary>
    [Theory]
    [InlineData("Merchandising/ProductWriter.cs", "if (product.GoesOut() && await MarkedAsync(", "ClaimsGate.RefusalsAsync(")]
    [InlineData("Merchandising/ProductPublisher.cs", "_writer.WriteAsync(", "ClaimsGate.RefusalsAsync(")]
    [InlineData("Merchandising/ManyChecks.cs", "wish.GoesOut", "ClaimsGate.RefusalsAsync(")]
    [InlineData("Merchandising/ManyProducts.cs", "guarded.Add(", "ManyChecks.ClaimsAsync(")]
    [InlineData("Content/ArticleEditor.cs", "_writer.WriteAsync(", "_writer.AddAsync(")]
    [InlineData("Content/ArticleWriter.cs", "ArticleState.Published", "ArticleApprover.Marked(")]
    [InlineData("Content/ArticleApprover.cs", "ClaimsGuard.Read(")]
    [InlineData("Content/PolicyEditor.cs", "PolicyForm.MarksOf(", "ClaimMark.Say(")]
    public void Whoever_publishes_asks_the_guard(string file, params string[] calls) =>
        Assert.All(calls, call => Assert.Contains(call, File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Core", file)), StringComparison.Ordinal));

    /// <summary>What is put down for a batch was let through, since nobody else can put anything down.</summary>
    [Fact]
    public void Only_guarded_products_are_put_down() => Assert.Equal(
        "GlpCommerce.Core/Merchandising/GuardedProducts.cs",
        Assert.Single(Sources(), source => PutsDown().IsMatch(source.Text)).Path);

    private static bool Publishes(string code) => Sets().IsMatch(Comment().Replace(code, ""));

    private static IEnumerable<(string Path, string Text)> Sources() =>
        from project in Projects
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    [GeneratedRegex(@"(?<!Problem )\b(IsPublished|PublishAt|IsDraft)\b\)?(,[^=;{}\n]{0,80}\))? ?(\|=|&=|\?\?=|=(?![=>]))|SetProperty\(\s{0,40}\w+ => \w+\.(IsPublished|PublishAt|IsDraft)\b|""(IsPublished|PublishAt|IsDraft)\\?"" ?=|Property\((nameof\(\w+\.|"")(IsPublished|PublishAt|IsDraft)\b|\(""(IsPublished|PublishAt|IsDraft)"", \[")]
    private static partial Regex Sets();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"AddRange\(_staged\)|StagedProducts\.Add|Add(Range)?\([^)\n]{0,40}StagedProduct\b")]
    private static partial Regex PutsDown();
}
