using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Content;

/// <summary>Guides and product articles as staff type them.</summary>
public static partial class ArticleForm
{
    /// <summary>Three times as long as the longest that is there, and short enough to be read to its end.</summary>
    public const int LongestBody = 20_000;
    public const int LongestSources = 12_000;

    private const int MostSources = 30;
    private const int LongestSource = 400;

    public static readonly IReadOnlyList<FormField> Fields =
    [
        new("title", "Title", FormRules.Line(200, required: true)),
        new("slug", "Address", FormRules.Slug(120, "protein-first")),
        new("summary", "Summary", FormRules.Line(400, required: true)),
        new("body", "Text", FormRules.Prose(LongestBody, required: true)),
        new("sources", "Sources", FormRules.List(LongestSource, MostSources)),
        new("stages", "Stages", FormRules.Some([.. Vocabulary.Stages.Select(term => term.Key)])),
        new("skus", "Products it speaks of", FormRules.List(32, 30)),
        new("reviewedBy", "Reviewed by", FormRules.Line(160)),
        new("reviewedOn", "Reviewed on", FormRules.Date),
        new("reviewBy", "To be reviewed by", FormRules.Date),
    ];

    public static FieldForm Of(Article article) => new()
    {
        ["title"] = article.Title,
        ["slug"] = article.Slug,
        ["summary"] = article.Summary,
        ["body"] = article.Body,
        ["sources"] = string.Join('\n', article.Sources),
        ["stages"] = string.Join('\n', article.Stages.Order().Select(stage => stage.Key())),
        ["skus"] = string.Join('\n', article.Skus),
        ["reviewedBy"] = article.ReviewedBy ?? "",
        ["reviewedOn"] = Text(article.ReviewedOn),
        ["reviewBy"] = Text(article.ReviewBy),
    };

    /// <summary>As what the claims guard reads a field; null when it does not.</summary>
    public static CopyKind? CopyOf(ArticleKind kind, string field) => field switch
    {
        "title" or "slug" or "summary" or "body" or "reviewedBy" => kind == ArticleKind.Guide ? CopyKind.Guide : CopyKind.Article,
        "sources" => CopyKind.Source,
        _ => null,
    };

    /// <summary>Whether a source says what it is and where it can be read.</summary>
    public static bool IsWhole(string source) => LinkOf(source) is { } link && source.Length > link.Length + 2;

    /// <summary>The https address at the end of a source, or null.</summary>
    public static string? LinkOf(string source) => Link().Match(source) is { Success: true } match ? match.Value : null;

    /// <summary>An article as a form describes it, also one that is still being typed.</summary>
    public static Article Shown(FieldForm form, ArticleKind kind)
    {
        var article = new Article { Slug = form["slug"], Title = "", Summary = "", Body = "", Kind = kind };
        Fill(article, form);
        return article;
    }

    internal static void Fill(Article article, FieldForm form)
    {
        (article.Slug, article.Title, article.Summary, article.Body) = (form["slug"], form["title"], form["summary"], form["body"]);
        (article.Sources, article.Skus) = ([.. form.Lines("sources")], [.. form.Lines("skus")]);
        article.Stages = [.. form.Lines("stages").Select(Vocabulary.StageOf).OfType<JourneyStage>()];
        article.ReviewedBy = form["reviewedBy"] is { Length: > 0 } name ? name : null;
        (article.ReviewedOn, article.ReviewBy) = (Day(form["reviewedOn"]), Day(form["reviewBy"]));
        article.IsClinicallyReviewed = article.ReviewedBy is not null && article.ReviewedOn is not null;
        article.Words = form["body"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));
    }

    internal static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, FormRules.Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static string Text(DateOnly? day) => day?.ToString(FormRules.Day, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"https://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
