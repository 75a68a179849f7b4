using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>What is said about Stripe, which nobody could reach who wrote this.</summary>
public sealed partial class StripePageTests
{
    /// <summary>Before anything else on the page.</summary>
    [Fact]
    public void The_page_says_plainly_that_none_of_it_has_met_the_real_Stripe()
    {
        var words = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "stripe.md")).First(line => line.Length > 0 && !line.StartsWith('#'));

        Assert.Contains("**None of this has met the real Stripe**", words, StringComparison.Ordinal);
    }

    [Fact]
    public void One_small_file_speaks_to_Stripes_script_and_says_that_it_has_not_met_the_real_one()
    {
        var web = Path.Combine(Repository.Root, "GlpCommerce.Web");
        var speaks = Directory.EnumerateFiles(web, "*", SearchOption.AllDirectories).Where(file => IsOurs(Path.GetRelativePath(web, file)))
            .Where(file => StripesWords().IsMatch(File.ReadAllText(file))).ToList();

        var script = Assert.Single(speaks);
        Assert.Equal(Path.Combine("wwwroot", "pay.js"), Path.GetRelativePath(web, script));
        Assert.InRange(File.ReadLines(script).Count(), 1, 100);
        Assert.Contains("never against the real one", File.ReadLines(script).First(), StringComparison.Ordinal);
    }

    private static bool IsOurs(string file) => Path.GetExtension(file) is ".cs" or ".razor" or ".js" or ".mjs" or ".ts" or ".html"
        && file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj" or "data" or "node_modules");

    [GeneratedRegex("createConfirmationToken|handleNextAction")]
    private static partial Regex StripesWords();
}
