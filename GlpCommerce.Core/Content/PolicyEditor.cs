using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Content;

/// <summary>Changes the merchant's pages. They can be neither taken away nor renamed: the law and the shop's own links want them there.</summary>
public sealed class PolicyEditor(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    private static readonly Problem Unknown = new("policy.unknown", "There is no such page.");

    private static readonly Problem Changed = new(
        "policy.changed", "Somebody else changed this page since you opened it. Nothing of yours is lost, and nothing was overwritten: look at what differs and choose.");

    /// <summary>What history and audit log call a page.</summary>
    public static string SubjectOf(string slug) => $"policy:{slug}";

    public async Task<IReadOnlyList<Policy>> ListAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Policies.AsNoTracking().OrderBy(p => p.Title).ToListAsync(ct);
    }

    /// <summary>The page with its placeholders, or null.</summary>
    public async Task<Policy?> FindAsync(string slug, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Policies.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, ct);
    }

    /// <param name="version">The version that the form was made of.</param>
    /// <returns>The new version, or <c>staff.not_allowed</c>, <c>policy.invalid</c> for each field, <c>policy.unknown</c>, <c>policy.changed</c>,
    /// <c>claims.marked</c> for each field that is changed and says what a shop may not.</returns>
    public async Task<Result<int>> SaveAsync(Actor by, string slug, int version, FieldForm typed, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditContent) is { } refusal)
        {
            return refusal;
        }

        var form = typed.Read(PolicyForm.Fields, Invalid);
        return form.Value is { } clean ? await shop.InTransactionAsync(db => SaveAsync(db, by, slug, version, clean, ct), ct) : form.Problems.ToList();
    }

    private static Problem Invalid(FormField field, string refusal) => new("policy.invalid", refusal, field.Name);

    private async Task<Result<int>> SaveAsync(ShopDb db, Actor by, string slug, int version, FieldForm form, CancellationToken ct)
    {
        if (await db.Policies.SingleOrDefaultAsync(p => p.Slug == slug, ct) is not { } policy)
        {
            return Unknown;
        }

        if (policy.Version != version)
        {
            return Changed;
        }

        var (before, now) = (PolicyForm.Of(policy), clock.GetUtcNow().UtcDateTime);
        var changed = form.ChangesFrom(before, PolicyForm.Fields);
        var marked = changed.Select(change => (change.Field, Marks: PolicyForm.MarksOf(form[change.Field]))).Where(read => read.Marks.Count > 0).ToList();
        if (marked.Count > 0)
        {
            // There is no draft of a page: what is saved is read by shoppers.
            return marked.ConvertAll(read => new Problem("claims.marked", ClaimMark.Say(PolicyForm.Fields.Single(field => field.Name == read.Field).Title, read.Marks), read.Field));
        }

        if (changed.Count == 0)
        {
            return version;
        }

        (policy.Title, policy.Summary, policy.Body) = (form["title"], form["summary"], form["body"]);
        policy.UpdatedOn = changed.All(change => change.Field == PolicyForm.ReviewBy) ? policy.UpdatedOn : DateOnly.FromDateTime(now);
        (policy.ReviewBy, policy.Version) = (ArticleForm.Day(form[PolicyForm.ReviewBy]), version + 1);
        await db.SaveChangesAsync(ct);
        FieldHistory.Add(db, SubjectOf(slug), policy.Version, changed, by, now);
        await audit.AddAsync(db, by, "policy.saved", SubjectOf(slug), string.Join(", ", changed.Select(change => change.Field)), ct);
        return policy.Version;
    }
}
