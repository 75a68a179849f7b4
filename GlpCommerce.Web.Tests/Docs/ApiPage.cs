using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>What stands in <c>docs/api.md</c>.</summary>
internal static partial class ApiPage
{
    /// <summary>Where the page's snippets look for the shop.</summary>
    public const string Address = "http://localhost:5080";

    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));

    /// <summary>The snippets in a language, from the top.</summary>
    public static IReadOnlyList<string> Snippets(string language) =>
        [.. Fence().Matches(Text).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["code"].Value)];

    public static IReadOnlyList<string> Languages() => [.. Fence().Matches(Text).Select(m => m.Groups["language"].Value).Distinct()];

    /// <summary>The codes that the tables under a heading explain, each as often as it stands there.</summary>
    public static IReadOnlyList<string> Codes(string heading)
    {
        var section = Text.Split($"\n### {heading}\n")[1].Split("\n#")[0];
        return [.. Row().Matches(section).SelectMany(row => Quoted().Matches(row.Groups["codes"].Value)).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| (?<codes>`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
