using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>Reads guides and product articles as shoppers do: what is published.</summary>
public sealed class ContentQueries(IShopDbFactory shop)
{
    /// <summary>All guides in their reading order. There are a dozen, each a page long.</summary>
    public async Task<IReadOnlyList<Article>> GuidesAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Articles.AsNoTracking().Published().Where(a => a.Kind == ArticleKind.Guide).OrderBy(a => a.Id).ToListAsync(ct);
    }

    /// <summary>A guide, or null.</summary>
    public Task<Article?> GuideAsync(string slug, CancellationToken ct = default) => FindAsync(slug, ArticleKind.Guide, ct);

    /// <summary>The article of a product's page, or null.</summary>
    public Task<Article?> ProductArticleAsync(string slug, CancellationToken ct = default) => FindAsync(slug, ArticleKind.Product, ct);

    /// <summary>The articles of several products' pages, by their slugs; what does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<string, Article>> ProductArticlesAsync(IReadOnlyList<string> slugs, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Articles.AsNoTracking().Published().Where(a => slugs.Contains(a.Slug) && a.Kind == ArticleKind.Product).ToDictionaryAsync(a => a.Slug, ct);
    }

    private async Task<Article?> FindAsync(string slug, ArticleKind kind, CancellationToken ct)
    {
        if (!Input.IsKey(slug))
        {
            return null;
        }

        await using var db = shop.Open();
        return await db.Articles.AsNoTracking().Published().SingleOrDefaultAsync(a => a.Slug == slug && a.Kind == kind, ct);
    }
}
