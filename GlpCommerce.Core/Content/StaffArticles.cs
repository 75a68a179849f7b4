using System.Linq.Expressions;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>What staff want to see of guides and articles. All that is set counts together.</summary>
/// <param name="Text">Of the title or the address.</param>
/// <param name="State">Null is everything but the archive.</param>
/// <param name="OnlyOverdue">Only what should have been reviewed by now.</param>
/// <param name="Page">From 0.</param>
public sealed record StaffArticleFilter(ArticleKind Kind, string? Text = null, ArticleState? State = null, bool OnlyOverdue = false, int Page = 0);

/// <summary>An article in the list.</summary>
public sealed record StaffArticleRow(int Id, string Slug, string Title, ArticleState State, DateOnly? ReviewBy, bool IsOverdue, DateTime UpdatedAt);

/// <summary>Guides and articles as staff see them, drafts and archive included.</summary>
public sealed class StaffArticles(IShopDbFactory shop, TimeProvider clock)
{
    public const int PageSize = 50;

    private const int LongestText = 100;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>What is overdue or soonest to be reviewed first; one row more than a page when there is another one.</summary>
    public async Task<IReadOnlyList<StaffArticleRow>> ListAsync(StaffArticleFilter filter, CancellationToken ct = default)
    {
        var today = Today;
        await using var db = shop.Open();
        var rows = await Filtered(db.Articles.AsNoTracking(), filter, today)
            .OrderBy(a => a.ReviewBy == null).ThenBy(a => a.ReviewBy).ThenBy(a => a.Title).ThenBy(a => a.Id)
            .Skip(Math.Max(0, filter.Page) * PageSize).Take(PageSize + 1)
            .Select(a => new { a.Id, a.Slug, a.Title, a.IsDraft, a.IsArchived, a.ReviewBy, a.UpdatedAt }).ToListAsync(ct);
        return rows.ConvertAll(row =>
        {
            var state = row.IsArchived ? ArticleState.Archived : row.IsDraft ? ArticleState.Draft : ArticleState.Published;
            return new StaffArticleRow(row.Id, row.Slug, row.Title, state, row.ReviewBy, state == ArticleState.Published && row.ReviewBy < today, row.UpdatedAt);
        });
    }

    /// <summary>In whatever state; or null.</summary>
    public async Task<Article?> FindAsync(int id, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
    }

    /// <summary>The titles of several, by their ids; those that are not there are left out.</summary>
    public async Task<IReadOnlyDictionary<int, string>> TitlesAsync(IReadOnlyCollection<int> ids, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return ids.Count == 0 ? new Dictionary<int, string>() : await db.Articles.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
    }

    /// <summary>How many guides should have been reviewed by now.</summary>
    public async Task<int> OverdueAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await Filtered(db.Articles, new StaffArticleFilter(ArticleKind.Guide, OnlyOverdue: true), Today).CountAsync(ct);
    }

    private IQueryable<Article> Filtered(IQueryable<Article> articles, StaffArticleFilter filter, DateOnly today)
    {
        articles = articles.Where(a => a.Kind == filter.Kind);
        articles = filter.State switch
        {
            ArticleState.Archived => articles.Where(a => a.IsArchived),
            ArticleState.Draft => articles.Where(a => a.IsDraft && !a.IsArchived),
            ArticleState.Published => articles.Published(),
            _ => articles.Where(a => !a.IsArchived),
        };
        articles = filter.OnlyOverdue ? articles.Published().Where(a => a.ReviewBy < today) : articles;
        return filter.Text?.Trim() is { Length: > 0 and <= LongestText } text ? articles.Where(Holds(text)) : articles;
    }

    /// <summary>Capitals and small letters are alike: SQLite's LIKE takes them so, PostgreSQL has a word of its own for it.</summary>
    private Expression<Func<Article, bool>> Holds(string text)
    {
        var pattern = $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return shop.Provider == DatabaseProvider.Postgres
            ? a => EF.Functions.ILike(a.Title, pattern, "\\") || EF.Functions.ILike(a.Slug, pattern, "\\")
            : a => EF.Functions.Like(a.Title, pattern, "\\") || EF.Functions.Like(a.Slug, pattern, "\\");
    }
}
