using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>Writes guides and the articles of products' pages. Each act is one transaction, and says which version it starts from.</summary>
public sealed partial class ArticleEditor
{
    private readonly IShopDbFactory _shop;
    private readonly ArticleWriter _writer;
    private readonly TimeProvider _clock;

    internal ArticleEditor(IShopDbFactory shop, ArticleWriter writer, TimeProvider clock) => (_shop, _writer, _clock) = (shop, writer, clock);

    /// <summary>What history and audit log call an article.</summary>
    public static string SubjectOf(int id) => ArticleWriter.SubjectOf(id);

    /// <summary>Adds a draft. Without an address it gets one from its title.</summary>
    /// <returns>The draft, or <c>staff.not_allowed</c>, <c>article.invalid</c>, <c>article.slug_taken</c>.</returns>
    public Task<Result<ArticleVersion>> CreateAsync(Actor by, ArticleKind kind, FieldForm typed, CancellationToken ct = default) =>
        CheckedAsync(by, typed, async (db, form) =>
        {
            var problems = await ConflictsAsync(db, null, form, ct);
            return problems.Count > 0 ? problems : await _writer.AddAsync(db, by, kind, form, ct);
        }, ct);

    /// <summary>Saves all fields, or none.</summary>
    /// <param name="version">The version that the form was made of.</param>
    /// <returns>The article, or what <see cref="CreateAsync"/> refuses, or <c>article.unknown</c>, <c>article.changed</c>,
    /// <c>article.slug_fixed</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ArticleVersion>> SaveAsync(Actor by, int id, int version, FieldForm typed, CancellationToken ct = default) =>
        CheckedAsync(by, typed, async (db, form) =>
        {
            var opened = await ArticleWriter.OpenAsync(db, id, version, ct);
            if (opened.Value is not { } open)
            {
                return opened.Problem!;
            }

            var problems = await ConflictsAsync(db, open, form, ct);
            return problems.Count > 0 ? problems : await _writer.WriteAsync(db, by, open, form, "article.saved", ct);
        }, ct);

    /// <returns>The article, or <c>staff.not_allowed</c>, <c>article.unknown</c>, <c>article.changed</c>, <c>article.archived</c>,
    /// <c>article.invalid</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ArticleVersion>> PublishAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "article.published", article => article.IsDraft = false, ct);

    /// <summary>Takes it out of the shop; it is a draft again.</summary>
    public Task<Result<ArticleVersion>> UnpublishAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "article.unpublished", article => article.IsDraft = true, ct);

    /// <summary>Out of use for good.</summary>
    public Task<Result<ArticleVersion>> ArchiveAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "article.archived", article => (article.IsArchived, article.IsDraft) = (true, true), ct);

    /// <summary>Out of the archive: a draft again.</summary>
    public Task<Result<ArticleVersion>> RestoreAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "article.restored", article => article.IsArchived = false, ct, fromArchive: true);

    private async Task<Result<ArticleVersion>> ActAsync(
        Actor by, int id, int version, string action, Action<Article> change, CancellationToken ct, bool fromArchive = false)
    {
        if (by.Refuse(Rights.EditContent) is { } refusal)
        {
            return refusal;
        }

        return await _shop.InTransactionAsync<Result<ArticleVersion>>(
            async db =>
            {
                var opened = await ArticleWriter.OpenAsync(db, id, version, ct);
                if (opened.Value is not { } open || (open.Article.IsArchived && !fromArchive))
                {
                    return opened.Problem ?? ArticleProblems.Archived;
                }

                change(open.Article);
                return await _writer.WriteAsync(db, by, open, open.Before, action, ct);
            },
            ct);
    }

    private async Task<Result<ArticleVersion>> CheckedAsync(
        Actor by, FieldForm typed, Func<ShopDb, FieldForm, Task<Result<ArticleVersion>>> work, CancellationToken ct)
    {
        if (by.Refuse(Rights.EditContent) is { } refusal)
        {
            return refusal;
        }

        var read = typed.Read(ArticleForm.Fields, ArticleProblems.Invalid);
        if (read.Value is not { } form)
        {
            return read.Problems.ToList();
        }

        try
        {
            return await _shop.InTransactionAsync(db => work(db, form.Copy()), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Somebody else took the address at the same moment.
            return ArticleProblems.SlugTaken;
        }
    }

    /// <summary>What the rest of the shop has against the form.</summary>
    private async Task<List<Problem>> ConflictsAsync(ShopDb db, OpenArticle? open, FieldForm form, CancellationToken ct)
    {
        var problems = new List<Problem>();
        form["slug"] = form["slug"] is { Length: > 0 } typed ? typed : open?.Article.Slug ?? SlugOf(form["title"]);
        var (id, slug) = (open?.Article.Id ?? 0, form["slug"]);
        if (slug == "")
        {
            problems.Add(ArticleProblems.NoSlug);
        }
        else if (slug != open?.Article.Slug)
        {
            problems.AddRange(open is not null && await WasPublishedAsync(db, open, ct) ? [ArticleProblems.SlugFixed]
                : await db.Articles.AnyAsync(a => a.Slug == slug && a.Id != id, ct) ? [ArticleProblems.SlugTaken] : []);
        }

        var skus = form.Lines("skus");
        var known = await db.Products.Where(p => skus.Contains(p.Sku)).Select(p => p.Sku).ToListAsync(ct);
        problems.AddRange(skus.Except(known).Take(1).Select(ArticleProblems.NoSuchProduct));
        if (form["reviewedBy"] == "" != (form["reviewedOn"] == ""))
        {
            problems.Add(ArticleProblems.ReviewHalf);
        }
        else if (ArticleForm.Day(form["reviewedOn"]) > DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime))
        {
            problems.Add(ArticleProblems.ReviewToCome);
        }

        return problems;
    }

    /// <summary>What came with the shop was published from the start, and has no history yet.</summary>
    private static async Task<bool> WasPublishedAsync(ShopDb db, OpenArticle open, CancellationToken ct)
    {
        var (subject, published) = (ArticleWriter.SubjectOf(open.Article.Id), nameof(ArticleState.Published));
        return open.StateBefore == ArticleState.Published || await db.FieldChanges.AnyAsync(
            c => c.Subject == subject && c.Field == ArticleStates.Field && (c.Before == published || c.After == published), ct);
    }

    private static string SlugOf(string title)
    {
        var letters = string.Concat(title.Normalize(NormalizationForm.FormKD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
        var slug = NotWordLike().Replace(letters.ToLowerInvariant(), "-").Trim('-');
        return slug.Length > 100 ? slug[..100].Trim('-') : slug;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWordLike();
}
