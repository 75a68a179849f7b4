using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>An approval of a guide's or an article's text.</summary>
public sealed class ArticleApproval : Approval
{
    public int ArticleId { get; init; }
}

/// <summary>Lets a manager vouch for words in a guide or an article that the claims guard has marked.</summary>
public sealed class ArticleApprover(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <summary>The texts that the claims guard has marked.</summary>
    public static IReadOnlyList<(FormField Field, IReadOnlyList<ClaimMark> Marks)> Marked(Article article) =>
        [.. Marked(article.Kind, ArticleForm.Of(article)).Select(marked => (marked.Field, marked.Marks))];

    /// <summary>Those of the marked fields that a manager has approved as they stand.</summary>
    public async Task<IReadOnlySet<string>> ApprovedAsync(Article article, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var approved = new HashSet<string>();
        foreach (var (field, text, _) in Marked(article.Kind, ArticleForm.Of(article)))
        {
            if (await TextsOf(db, article.Id).HoldAsync(field.Name, text, ct))
            {
                approved.Add(field.Name);
            }
        }

        return approved;
    }

    /// <summary>Approves the text of a field as it stands; any change of it ends that.</summary>
    /// <param name="version">The version in which the text was read.</param>
    /// <returns>The version, or <c>staff.not_allowed</c>, <c>article.unknown</c>, <c>article.changed</c>, <c>claims.reason_missing</c>,
    /// <c>claims.not_marked</c>, <c>claims.own_text</c>.</returns>
    public async Task<Result<ArticleVersion>> ApproveAsync(Actor by, int id, int version, string field, string reason, CancellationToken ct = default)
    {
        var words = Approval.ReasonOf(by, reason);
        return words.Value is { } why ? await shop.InTransactionAsync(db => ApproveAsync(db, by, id, version, field, why, ct), ct) : words.Problem!;
    }

    internal static IEnumerable<(FormField Field, string Text, IReadOnlyList<ClaimMark> Marks)> Marked(ArticleKind kind, FieldForm form)
    {
        foreach (var field in ArticleForm.Fields)
        {
            if (ArticleForm.CopyOf(kind, field.Name) is { } copy && ClaimsGuard.Read(form[field.Name], copy) is { Count: > 0 } marks)
            {
                yield return (field, form[field.Name], marks);
            }
        }
    }

    internal static ApprovedTexts TextsOf(ShopDb db, int id)
    {
        var subject = ArticleWriter.SubjectOf(id);
        return new(db.FieldChanges.AsNoTracking().Where(c => c.Subject == subject), db.ArticleApprovals.Where(a => a.ArticleId == id));
    }

    private async Task<Result<ArticleVersion>> ApproveAsync(ShopDb db, Actor by, int id, int version, string field, string reason, CancellationToken ct)
    {
        var opened = await ArticleWriter.OpenAsync(db, id, version, ct);
        if (opened.Value is not { } open)
        {
            return opened.Problem!;
        }

        if (Marked(open.Article.Kind, open.Before).FirstOrDefault(marked => marked.Field.Name == field) is not { Field: not null } found)
        {
            return ApprovalProblems.NotMarked;
        }

        if (await IsAuthorAsync(db, by.AccountId, id, field, new MarkedWords(found.Text, found.Marks), ct))
        {
            return ApprovalProblems.OwnText;
        }

        var approval = await TextsOf(db, id).ApproveAsync(new ArticleApproval { ArticleId = id }, by, field, found.Text, reason, clock.GetUtcNow().UtcDateTime, ct);
        db.ArticleApprovals.Add(approval);
        await audit.AddAsync(db, by, "claims.approved", ArticleWriter.SubjectOf(id), $"{field}: {reason}", ct);
        return new ArticleVersion(id, version, open.Article.Slug);
    }

    /// <summary>
    /// Whether somebody ever wrote any of the words in this field of it, or the sentence that they stand in anywhere in a guide or an
    /// article: whoever copies or moves it makes it nobody else's. The history of these is short.
    /// </summary>
    private static async Task<bool> IsAuthorAsync(ShopDb db, long accountId, int id, string field, MarkedWords words, CancellationToken ct)
    {
        var subject = ArticleWriter.SubjectOf(id);
        var own = db.FieldChanges.AsNoTracking().Where(c => c.AccountId == accountId && c.Subject.StartsWith(ArticleWriter.Subjects));
        await foreach (var change in own.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (change.Subject == subject && change.Field == field ? words.WordsAreIn(change.After) : words.SentencesAreIn(change.After))
            {
                return true;
            }
        }

        return false;
    }
}
