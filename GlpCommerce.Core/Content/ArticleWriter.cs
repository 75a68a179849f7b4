using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>An article as it stands after an act.</summary>
/// <param name="Version">What the next act has to name.</param>
public sealed record ArticleVersion(int Id, int Version, string Slug);

/// <summary>An article in the middle of an act.</summary>
/// <param name="Article">Tracked.</param>
/// <param name="Before">As it was.</param>
internal sealed record OpenArticle(Article Article, FieldForm Before, ArticleState StateBefore);

/// <summary>
/// The one way in which guides and articles are written. Every act ends here, so that nothing is published without sources or with
/// words that the claims guard has marked and nobody else approved, and no change goes without its history and its row in the audit log.
/// </summary>
internal sealed class ArticleWriter(AuditLog audit, TimeProvider clock)
{
    /// <summary>How the subjects of all articles begin.</summary>
    public const string Subjects = "article:";

    public static string SubjectOf(int id) => $"{Subjects}{id}";

    /// <returns>The article, or <c>article.unknown</c>, <c>article.changed</c>.</returns>
    public static async Task<Result<OpenArticle>> OpenAsync(ShopDb db, int id, int version, CancellationToken ct)
    {
        if (await db.Articles.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } article)
        {
            return ArticleProblems.Unknown;
        }

        return article.Version != version ? ArticleProblems.Changed : new OpenArticle(article, ArticleForm.Of(article), article.StateOf());
    }

    /// <param name="after">As it is to be; <see cref="OpenArticle.Before"/> when only its state changes.</param>
    /// <param name="action">For the audit log, such as <c>article.saved</c>.</param>
    /// <returns>The article, or why it may not be published so.</returns>
    public async Task<Result<ArticleVersion>> WriteAsync(ShopDb db, Actor by, OpenArticle open, FieldForm after, string action, CancellationToken ct)
    {
        var (article, state, now) = (open.Article, open.Article.StateOf(), clock.GetUtcNow().UtcDateTime);
        if (state == ArticleState.Published && await RefusalsAsync(db, open, after, ct) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        var changed = after.ChangesFrom(open.Before, ArticleForm.Fields);
        if (changed.Count == 0 && state == open.StateBefore)
        {
            return new ArticleVersion(article.Id, article.Version, article.Slug);
        }

        ArticleForm.Fill(article, after);
        (article.Version, article.UpdatedAt) = (article.Version + 1, now);
        await db.SaveChangesAsync(ct);
        IEnumerable<TextChange> ofState = state == open.StateBefore ? [] : [new TextChange(ArticleStates.Field, open.StateBefore.ToString(), state.ToString())];
        FieldHistory.Add(db, SubjectOf(article.Id), article.Version, changed.Concat(ofState), by, now);
        await audit.AddAsync(db, by, action, SubjectOf(article.Id), changed.Count > 0 ? string.Join(", ", changed.Select(change => change.Field)) : null, ct);
        return new ArticleVersion(article.Id, article.Version, article.Slug);
    }

    /// <summary>An article that was not there before; it is a draft.</summary>
    public async Task<ArticleVersion> AddAsync(ShopDb db, Actor by, ArticleKind kind, FieldForm form, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var article = ArticleForm.Shown(form, kind);
        (article.IsDraft, article.Version, article.UpdatedAt) = (true, 1, now);
        db.Articles.Add(article);
        await db.SaveChangesAsync(ct);
        FieldHistory.Add(db, SubjectOf(article.Id), article.Version, form.ChangesFrom(new FieldForm(), ArticleForm.Fields), by, now);
        await audit.AddAsync(db, by, "article.created", SubjectOf(article.Id), ct: ct);
        return new ArticleVersion(article.Id, article.Version, article.Slug);
    }

    /// <summary>What shoppers read already was let through once: only what is new to them is looked at.</summary>
    private static async Task<List<Problem>> RefusalsAsync(ShopDb db, OpenArticle open, FieldForm after, CancellationToken ct)
    {
        var (wasOut, refusals) = (open.StateBefore == ArticleState.Published, new List<Problem>());
        foreach (var (field, text, marks) in ArticleApprover.Marked(open.Article.Kind, after))
        {
            // What this very act changes nobody can have approved.
            if (text != open.Before[field.Name] || !(wasOut || await ArticleApprover.TextsOf(db, open.Article.Id).HoldAsync(field.Name, text, ct)))
            {
                refusals.Add(ArticleProblems.Marked(field, marks));
            }
        }

        var (sources, known) = (after.Lines("sources"), wasOut ? open.Before.Lines("sources") : []);
        if (sources.Count == 0)
        {
            refusals.Add(ArticleProblems.NoSource);
        }
        else if (sources.Except(known).FirstOrDefault(source => !ArticleForm.IsWhole(source)) is { } half)
        {
            refusals.Add(ArticleProblems.SourceWithoutLink(half));
        }

        if (after["reviewBy"] == "" && (!wasOut || open.Before["reviewBy"] != ""))
        {
            refusals.Add(ArticleProblems.NoReviewDay);
        }

        return refusals;
    }
}
