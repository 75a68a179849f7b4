namespace GlpCommerce.Core.Content;

/// <summary>Whether shoppers read it.</summary>
public enum ArticleState
{
    Draft,
    Published,
    Archived,
}

public static class ArticleStates
{
    /// <summary>Under this name the history tells of states.</summary>
    public const string Field = "state";

    public static ArticleState StateOf(this Article article) =>
        article.IsArchived ? ArticleState.Archived : article.IsDraft ? ArticleState.Draft : ArticleState.Published;

    /// <summary>Whether somebody should have looked by now whether it still holds.</summary>
    public static bool IsOverdue(this Article article, DateOnly today) => article.StateOf() == ArticleState.Published && article.ReviewBy < today;

    internal static IQueryable<Article> Published(this IQueryable<Article> articles) => articles.Where(a => !a.IsDraft && !a.IsArchived);
}
