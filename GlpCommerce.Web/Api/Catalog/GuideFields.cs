using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Content;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>An article and the page it stands on.</summary>
internal sealed record GuideText(Article Article, string Url);

/// <summary>Articles as one text.</summary>
internal static class ArticleText
{
    /// <summary>Markdown with the title above and the sources below.</summary>
    public static string WithSources(Article article)
    {
        var text = new StringBuilder("# ").Append(article.Title).Append("\n\n").Append(article.Body.Trim()).Append('\n');
        if (article.Sources.Count > 0)
        {
            text.Append("\n## Sources\n\n");
            foreach (var source in article.Sources)
            {
                text.Append("- ").Append(source).Append('\n');
            }
        }

        return text.ToString();
    }
}

/// <summary>The fields of a guide and of its sources.</summary>
internal static partial class GuideFields
{
    public static void Describe(TypeSettings types)
    {
        new Fields<GuideText>(types, "Guide")
            .Read("slug", guide => guide.Article.Slug)
            .Read("title", guide => guide.Article.Title)
            .Read("summary", guide => guide.Article.Summary)
            .Read("body", guide => guide.Article.Body)
            .Find("bodyHtml", (context, guide) => context.Service<MarkdownRenderer>().Render(guide.Article.Body).Html)
            .Read("updatedAt", guide => guide.Article.UpdatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Read("sources", guide => guide.Article.Sources)
            .Read("url", guide => guide.Url);
        new Fields<string>(types, "Source")
            .Read("title", source => source)
            .Read("url", UrlOf);
    }

    /// <summary>The address that a source names, in full or as a DOI.</summary>
    private static string? UrlOf(string source) => Address().Match(source) switch
    {
        { Success: false } => null,
        { Groups: [_, { Success: true } doi, ..] } => "https://doi.org/" + Trimmed(doi.Value),
        var match when match.Value.StartsWith("http", StringComparison.Ordinal) => Trimmed(match.Value),
        var match => "https://" + Trimmed(match.Value),
    };

    private static string Trimmed(string address) => address.TrimEnd('.', ',', ';', ')');

    [GeneratedRegex(@"doi:(10\.\S+)|https?://\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|edu|gov|int|org)/\S+")]
    private static partial Regex Address();
}
