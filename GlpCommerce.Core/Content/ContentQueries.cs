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

    /// <summary>Guides that speak of any of these words, those that speak of most of them first.</summary>
    /// <param name="words">As <see cref="Catalog.SearchText.Words"/> gives them; a long word is also found with another ending.</param>
    public async Task<IReadOnlyList<Article>> GuidesAboutAsync(IReadOnlyList<string> words, int count, CancellationToken ct = default)
    {
        var stems = words.Where(word => word.Length > 3).Select(word => word.Length > 6 ? word[..^2] : word).ToList();
        return stems.Count == 0 ? [] : [.. (await GuidesAsync(ct)).Select(guide => (Guide: guide, Found: stems.Count(stem => Speaks(guide, stem))))
            .Where(guide => guide.Found > 0).OrderByDescending(guide => guide.Found).Take(count).Select(guide => guide.Guide)];
    }

    private static bool Speaks(Article guide, string stem) =>
        new[] { guide.Title, guide.Summary, guide.Body }.Any(text => text.Contains(stem, StringComparison.OrdinalIgnoreCase));

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
