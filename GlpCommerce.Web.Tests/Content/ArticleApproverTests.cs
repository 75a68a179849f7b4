using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Content;

public sealed class ArticleApproverTests
{
    private const string Marked = "Drink when you are thirsty. Water cures thirst.";
    private const string Reason = "It quotes the title of the second source.";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_another_manager_has_approved_is_published_until_the_text_changes(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (approver, editor) = (shop.Get<ArticleApprover>(), shop.Get<ArticleEditor>());
        var draft = await shop.ArticleAsync(published: false, fields: ("body", Marked));
        Assert.Equal("claims.marked", (await editor.PublishAsync(Typed.Manager, draft.Id, draft.Version)).Problem?.Code);

        Assert.Empty((await approver.ApproveAsync(Typed.OtherManager, draft.Id, draft.Version, "body", Reason)).Problems);

        var published = (await editor.PublishAsync(Typed.Manager, draft.Id, draft.Version)).Value!;
        Assert.Equal(Marked, (await shop.Get<ContentQueries>().GuideAsync(draft.Slug))!.Body);
        var hidden = (await editor.UnpublishAsync(Typed.Manager, draft.Id, published.Version)).Value!;
        var changed = await SaveAsync(shop, hidden, Marked + " Truly.");
        var changedBack = await SaveAsync(shop, changed, Marked);
        Assert.Equal("claims.marked", (await editor.PublishAsync(Typed.Manager, draft.Id, changedBack.Version)).Problem?.Code);
        Assert.Empty(await approver.ApprovedAsync(await ArticleAsync(shop, draft.Id)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_approval_is_for_one_field_and_lets_the_others_be_changed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (approver, editor) = (shop.Get<ArticleApprover>(), shop.Get<ArticleEditor>());
        var draft = await shop.ArticleAsync(published: false, fields: [("body", Marked), ("summary", "A miracle.")]);
        Assert.Empty((await approver.ApproveAsync(Typed.OtherManager, draft.Id, draft.Version, "body", Reason)).Problems);

        var refused = await editor.PublishAsync(Typed.Manager, draft.Id, draft.Version);

        Assert.Equal(["summary"], refused.Problems.Select(problem => problem.Field));
        var form = ArticleForm.Of(await ArticleAsync(shop, draft.Id));
        form["summary"] = "Small sips.";
        var saved = (await editor.SaveAsync(Typed.Manager, draft.Id, draft.Version, form)).Value!;
        Assert.Equal(["body"], await approver.ApprovedAsync(await ArticleAsync(shop, draft.Id)));
        Assert.Empty((await editor.PublishAsync(Typed.Manager, draft.Id, saved.Version)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_a_manager_approves_and_never_words_of_their_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", Marked));

        Assert.Equal("claims.own_text", await CodeAsync(Typed.Manager, draft.Version, "body", Reason));
        Assert.Equal("staff.not_allowed", await CodeAsync(Typed.Dana, draft.Version, "body", Reason));
        Assert.Equal("claims.reason_missing", await CodeAsync(Typed.OtherManager, draft.Version, "body", " "));
        Assert.Equal("claims.reason_missing", await CodeAsync(Typed.OtherManager, draft.Version, "body", new string('x', Approval.LongestReason + 1)));
        Assert.Equal("claims.not_marked", await CodeAsync(Typed.OtherManager, draft.Version, "title", Reason));
        Assert.Equal("article.changed", await CodeAsync(Typed.OtherManager, draft.Version + 1, "body", Reason));
        await using var db = shop.Db();
        Assert.False(await db.ArticleApprovals.AnyAsync());

        async Task<string?> CodeAsync(Actor by, int version, string field, string reason) =>
            (await shop.Get<ArticleApprover>().ApproveAsync(by, draft.Id, version, field, reason)).Problem?.Code;
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_stay_ones_own_when_somebody_else_changes_something_beside_them_or_brings_them_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", Marked));
        var editor = shop.Get<ArticleEditor>();
        var form = ArticleForm.Of(await ArticleAsync(shop, draft.Id));
        var version = draft.Version;

        foreach (var text in new[] { Marked + " Truly.", "Water is good.", Marked })
        {
            form["body"] = text;
            version = (await editor.SaveAsync(Typed.OtherManager, draft.Id, version, form)).Value!.Version;
            if (text.Contains("cures", StringComparison.Ordinal))
            {
                Assert.Equal("claims.own_text", (await shop.Get<ArticleApprover>().ApproveAsync(Typed.Manager, draft.Id, version, "body", Reason)).Problem?.Code);
            }
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Ones_own_text_that_somebody_else_puts_into_another_guide_stays_ones_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.ArticleAsync(published: false, fields: ("body", Marked));
        var copy = (await shop.Get<ArticleEditor>().CreateAsync(Typed.OtherManager, ArticleKind.Guide, Typed.Guide(("title", "A copy"), ("slug", "a-copy"), ("body", Marked)))).Value!;

        Assert.Equal("claims.own_text", (await shop.Get<ArticleApprover>().ApproveAsync(Typed.Manager, copy.Id, copy.Version, "body", Reason)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Ones_own_sentence_stays_ones_own_in_another_field_of_another_guide(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.ArticleAsync(published: false, fields: ("body", "Drink when you are thirsty. Water always cures every thirst."));
        var guide = Typed.Guide(("title", "A copy"), ("slug", "a-copy"), ("summary", "Remember: water always cures every thirst!"));
        var copy = (await shop.Get<ArticleEditor>().CreateAsync(Typed.OtherManager, ArticleKind.Guide, guide)).Value!;
        var other = (await shop.Get<ArticleEditor>().CreateAsync(Typed.OtherManager, ArticleKind.Guide, Typed.Guide(("title", "Another"), ("slug", "another"), ("summary", "Nothing cures it.")))).Value!;

        Assert.Equal("claims.own_text", (await shop.Get<ArticleApprover>().ApproveAsync(Typed.Manager, copy.Id, copy.Version, "summary", Reason)).Problem?.Code);
        Assert.Empty((await shop.Get<ArticleApprover>().ApproveAsync(Typed.Manager, other.Id, other.Version, "summary", Reason)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_that_came_with_the_shop_have_no_author_and_the_approval_is_written_down(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();
        var old = new Article { Slug = "old", Title = "Old", Summary = "Old.", Body = Marked, Sources = ["A book https://example.com/"], ReviewBy = new(2026, 12, 31), IsDraft = true };
        db.Articles.Add(old);
        await db.SaveChangesAsync();

        Assert.Empty((await shop.Get<ArticleApprover>().ApproveAsync(Typed.Manager, old.Id, 0, "body", Reason)).Problems);

        Assert.Empty((await shop.Get<ArticleEditor>().PublishAsync(Typed.Manager, old.Id, 0)).Problems);
        var rows = await db.AuditEntries.OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([("claims.approved", $"article:{old.Id}", $"body: {Reason}"), ("article.published", $"article:{old.Id}", null)], rows.Select(e => (e.Action, e.Subject, e.Note)));
    }

    /// <summary>Whichever comes first: what is published was approved as it stands.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_approval_and_a_change_at_once_never_publish_a_text_that_nobody_approved(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", Marked));

        var changed = Task.Run(() => SaveAsync(shop, draft, Marked + " Truly."));
        await Task.WhenAll(changed, Task.Run(() => shop.Get<ArticleApprover>().ApproveAsync(Typed.OtherManager, draft.Id, draft.Version, "body", Reason)));

        Assert.Equal("claims.marked", (await shop.Get<ArticleEditor>().PublishAsync(Typed.Manager, draft.Id, (await changed).Version)).Problem?.Code);
    }

    private static async Task<Article> ArticleAsync(TestShop shop, int id) => (await shop.Get<StaffArticles>().FindAsync(id))!;

    private static async Task<ArticleVersion> SaveAsync(TestShop shop, ArticleVersion from, string body)
    {
        var form = ArticleForm.Of(await ArticleAsync(shop, from.Id));
        form["body"] = body;
        var saved = await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, from.Id, from.Version, form);
        Assert.Empty(saved.Problems);
        return saved.Value!;
    }
}
