using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Content;

public sealed class ArticleEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_draft_is_read_by_nobody_and_what_is_published_by_everybody_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (content, editor) = (shop.Get<ContentQueries>(), shop.Get<ArticleEditor>());
        var draft = await shop.ArticleAsync(published: false, fields: ("title", "Café & water"));
        Assert.Equal("cafe-water", draft.Slug);
        Assert.Null(await content.GuideAsync(draft.Slug));
        Assert.Empty(await content.GuidesAsync());

        var published = (await editor.PublishAsync(Typed.Manager, draft.Id, draft.Version)).Value!;

        Assert.Equal(("Café & water", 5), (await content.GuideAsync(draft.Slug))! is var guide ? (guide.Title, guide.Words) : default);
        Assert.Single(await content.GuidesAsync());
        var archived = (await editor.ArchiveAsync(Typed.Manager, draft.Id, published.Version)).Value!;
        Assert.Empty(await content.GuidesAsync());
        Assert.Equal("article.archived", (await editor.PublishAsync(Typed.Manager, draft.Id, archived.Version)).Problem?.Code);
        var restored = (await editor.RestoreAsync(Typed.Manager, draft.Id, archived.Version)).Value!;
        Assert.Empty(await content.GuidesAsync());
        Assert.Null((await editor.PublishAsync(Typed.Manager, draft.Id, restored.Version)).Problem);
        Assert.Single(await content.GuidesAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_article_of_a_products_page_is_there_while_it_is_published(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var content = shop.Get<ContentQueries>();
        var article = await shop.ArticleAsync(ArticleKind.Product);
        Assert.NotNull(await content.ProductArticleAsync(article.Slug));
        Assert.Single(await content.ProductArticlesAsync([article.Slug]));

        Assert.Null((await shop.Get<ArticleEditor>().UnpublishAsync(Typed.Manager, article.Id, article.Version)).Problem);

        Assert.Null(await content.ProductArticleAsync(article.Slug));
        Assert.Empty(await content.ProductArticlesAsync([article.Slug]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_reads_as_it_was_saved(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var sku = (await shop.StockAsync(Some.Product()))[0].Sku;
        var form = Typed.Guide(
            ("slug", "water"), ("sources", "One https://a.example.com/\nTwo https://b.example.com/x"), ("stages", "starting\nmaintenance"), ("skus", sku),
            ("reviewedBy", "R. Diaz, RD"), ("reviewedOn", "2026-01-04"));

        var made = await shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, form);

        Assert.Empty(made.Problems);
        var article = (await shop.Get<StaffArticles>().FindAsync(made.Value!.Id))!;
        Assert.Empty(ArticleForm.Of(article).DifferingFrom(form));
        Assert.True(article.IsClinicallyReviewed);
    }

    [Theory]
    [InlineData(ArticleKind.Guide, "Semaglutide slows the stomach.", null)]
    [InlineData(ArticleKind.Guide, "It cures everything.", "cures")]
    [InlineData(ArticleKind.Product, "It goes well with Ozempic.", "Ozempic")]
    public async Task A_guide_may_name_a_medicine_an_article_may_not_and_neither_may_promise(ArticleKind kind, string text, string? marked)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(kind, published: false, ("body", text));

        var published = await shop.Get<ArticleEditor>().PublishAsync(Typed.Manager, draft.Id, draft.Version);

        Assert.Equal(marked is null ? [] : ["claims.marked: body"], published.Problems.Select(problem => $"{problem.Code}: {problem.Field}"));
        Assert.Contains(marked ?? "", published.Problem?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Marked_words_do_not_come_into_what_is_published_by_way_of_a_change(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var guide = await shop.ArticleAsync();
        var form = await FormAsync(shop, guide.Id);
        form["summary"] = "A miracle.";

        var saved = await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, guide.Id, guide.Version, form);

        Assert.Equal(("claims.marked", "summary"), (saved.Problem?.Code, saved.Problem?.Field));
        Assert.Equal("Small sips count.", (await shop.Get<ContentQueries>().GuideAsync(guide.Slug))!.Summary);
    }

    [Theory]
    [InlineData("sources", "", "What is published names its sources.")]
    [InlineData("sources", "A book that I read", "Each source has its name and then its https address. This one has not: \"A book that I read\".")]
    [InlineData("sources", "https://example.com/", "Each source has its name and then its https address. This one has not: \"https://example.com/\".")]
    [InlineData("sources", "Mine http://example.com/", "Each source has its name and then its https address. This one has not: \"Mine http://example.com/\".")]
    [InlineData("reviewBy", "", "Say until when somebody is to look whether it still holds.")]
    public async Task What_is_published_has_whole_sources_and_a_day_of_review(string field, string text, string sentence)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false, fields: (field, text));

        var published = await shop.Get<ArticleEditor>().PublishAsync(Typed.Manager, draft.Id, draft.Version);

        Assert.Equal([(field, sentence)], published.Problems.Select(p => (p.Field, p.Message)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_came_with_the_shop_is_corrected_without_making_its_sources_anew_and_keeps_its_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();
        var old = new Article { Slug = "old", Title = "Old", Summary = "Old.", Body = "Drnk.", Sources = ["A book"] };
        db.Articles.Add(old);
        await db.SaveChangesAsync();
        var (editor, form) = (shop.Get<ArticleEditor>(), await FormAsync(shop, old.Id));
        form["body"] = "Drink.";

        var saved = await editor.SaveAsync(Typed.Manager, old.Id, 0, form);

        Assert.Empty(saved.Problems);
        Assert.Equal("Drink.", (await shop.Get<ContentQueries>().GuideAsync("old"))!.Body);
        form["sources"] = "A book\nAnother book";
        Assert.Equal("article.invalid", (await editor.SaveAsync(Typed.Manager, old.Id, 1, form)).Problem?.Code);
        (form["sources"], form["slug"]) = ("A book", "new");
        Assert.Equal("article.slug_fixed", (await editor.SaveAsync(Typed.Manager, old.Id, 1, form)).Problem?.Code);
        var taken = await editor.UnpublishAsync(Typed.Manager, old.Id, 1);
        Assert.Equal("article.slug_fixed", (await editor.SaveAsync(Typed.Manager, old.Id, taken.Value!.Version, form)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_editors_at_once_the_slower_one_is_told_and_nothing_is_overwritten(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var guide = await shop.ArticleAsync();

        var saved = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(async () =>
        {
            var form = await FormAsync(shop, guide.Id);
            (form["title"], form["body"]) = ($"Title {number}", $"Text {number}");
            return await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, guide.Id, guide.Version, form);
        })));

        Assert.Equal(["article.changed", "article.changed", "article.changed"], saved.Select(result => result.Problem?.Code).OfType<string>());
        var after = (await shop.Get<ContentQueries>().GuideAsync(guide.Slug))!;
        Assert.Equal(after.Title[^1], after.Body[^1]);
        Assert.Equal(["body", "title"], (await shop.Get<FieldHistory>().SinceAsync(ArticleEditor.SubjectOf(guide.Id), guide.Version)).Select(c => c.Field).Order());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_changed_what_is_kept_and_a_save_that_changes_nothing_leaves_no_trace(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var guide = await shop.ArticleAsync(fields: ("title", "First"));
        var form = await FormAsync(shop, guide.Id);
        form["title"] = "  Second ";

        var saved = (await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, guide.Id, guide.Version, form)).Value!;
        Assert.Equal(saved, (await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, guide.Id, saved.Version, await FormAsync(shop, guide.Id))).Value);

        var history = await shop.Get<FieldHistory>().ReadAsync(ArticleEditor.SubjectOf(guide.Id), null, 2);
        Assert.Equal([("title", "First", "Second", 9), ("state", "Draft", "Published", 9)], history.Select(c => (c.Field, c.Before, c.After, c.AccountId)));
        await using var db = shop.Db();
        Assert.Equal(
            [("article.created", null), ("article.published", null), ("article.saved", "title")],
            (await db.AuditEntries.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Note)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_overdue_stands_first_and_is_counted(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.ArticleAsync(fields: [("title", "Later"), ("reviewBy", "2026-06-01")]);
        await shop.ArticleAsync(fields: [("title", "Over"), ("reviewBy", "2026-01-04")]);
        await shop.ArticleAsync(published: false, fields: [("title", "A draft"), ("reviewBy", "2025-12-01")]);
        await shop.ArticleAsync(fields: [("title", "Today"), ("reviewBy", "2026-01-05")]);
        await shop.ArticleAsync(published: false, fields: [("title", "No day"), ("reviewBy", "")]);
        var articles = shop.Get<StaffArticles>();

        var all = await articles.ListAsync(new StaffArticleFilter(ArticleKind.Guide));

        Assert.Equal(["A draft", "Over", "Today", "Later", "No day"], all.Select(row => row.Title));
        Assert.Equal(["Over"], all.Where(row => row.IsOverdue).Select(row => row.Title));
        Assert.Equal(["Over"], (await articles.ListAsync(new StaffArticleFilter(ArticleKind.Guide, OnlyOverdue: true))).Select(row => row.Title));
        Assert.Equal(1, await articles.OverdueAsync());
        Assert.Equal(["Later"], (await articles.ListAsync(new StaffArticleFilter(ArticleKind.Guide, Text: " LATE "))).Select(row => row.Title));
        Assert.Equal(["A draft", "No day"], (await articles.ListAsync(new StaffArticleFilter(ArticleKind.Guide, State: ArticleState.Draft))).Select(row => row.Title));
    }

    [Theory]
    [InlineData("title", "", "This is missing.")]
    [InlineData("slug", "Not an address", "An address has small letters, digits and single dashes, such as protein-first.")]
    [InlineData("stages", "sleeping", "Choose from these: starting, active, maintenance.")]
    [InlineData("skus", "NO-1", "There is no product with the SKU NO-1.")]
    [InlineData("reviewBy", "31.12.2026", "A day, please, such as 2027-03-31.")]
    [InlineData("reviewedBy", "R. Diaz", "A review has a name and a day: give both, or none.")]
    public async Task What_cannot_stand_is_refused_at_its_field(string field, string text, string sentence)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var made = await shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide((field, text)));

        Assert.Equal([("article.invalid", field, sentence)], made.Problems.Select(p => (p.Code, p.Field, p.Message)));
    }

    [Fact]
    public async Task A_title_of_which_no_address_can_be_made_asks_for_one()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var made = await shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide(("title", "語")));

        Assert.Equal(["slug"], made.Problems.Select(p => p.Field));
    }

    [Fact]
    public async Task The_longest_text_is_saved_and_one_letter_more_is_refused()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var longest = new string('語', ArticleForm.LongestBody);

        Assert.Empty((await shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide(("body", longest)))).Problems);

        Assert.Equal(
            "At most 20,000 characters, please. These are 20,001.",
            (await shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide(("body", longest + "語")))).Problem?.Message);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_address_is_given_once_however_many_ask_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => shop.Get<ArticleEditor>().CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide(("slug", "the-one"))))));

        Assert.Equal(["article.slug_taken", "article.slug_taken", "article.slug_taken"], made.Select(result => result.Problem?.Code).OfType<string>());
    }

    [Fact]
    public async Task Staff_who_are_no_managers_write_and_publish_nothing()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (guide, editor) = (await shop.ArticleAsync(), shop.Get<ArticleEditor>());
        var form = await FormAsync(shop, guide.Id);

        var refused = new[]
        {
            await editor.CreateAsync(Typed.Dana, ArticleKind.Guide, Typed.Guide()), await editor.SaveAsync(Typed.Dana, guide.Id, guide.Version, form),
            await editor.PublishAsync(Typed.Dana, guide.Id, guide.Version), await editor.UnpublishAsync(Typed.Dana, guide.Id, guide.Version),
            await editor.ArchiveAsync(Typed.Dana, guide.Id, guide.Version), await editor.RestoreAsync(Typed.Dana, guide.Id, guide.Version),
        };

        Assert.All(refused, result => Assert.Equal("staff.not_allowed", result.Problem?.Code));
        Assert.NotNull(await shop.Get<ContentQueries>().GuideAsync(guide.Slug));
    }

    private static async Task<FieldForm> FormAsync(TestShop shop, int id) => ArticleForm.Of((await shop.Get<StaffArticles>().FindAsync(id))!);
}
