using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Content;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin.Editing;

public sealed class GuideEditPageTests : ShopComponentContext
{
    [Fact]
    public async Task Marked_words_are_approved_by_another_manager_while_what_is_typed_stays()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", "Water cures thirst."));
        var page = Open(shop, draft.Id, Typed.OtherManager);
        await page.InvokeAsync(() => page.Find("#why-body").Change("It is what everybody says of water."));
        await page.InvokeAsync(() => page.Find("#f-summary").Input("Typed and not saved."));

        await PressAsync(page, "Approve these words");

        page.WaitForAssertion(() => Assert.Contains("approved", page.Find("[aria-labelledby=approvals] .quiet").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("#why-body"));
        Assert.Equal("Typed and not saved.", page.Find("#f-summary").GetAttribute("value") ?? page.Find("#f-summary").TextContent);
        await PressAsync(page, "Publish");
        page.WaitForAssertion(() => Assert.Equal("Published: shoppers read it now.", page.Find("[role=status]").TextContent));
        Assert.Equal("Typed and not saved.", (await shop.Get<ContentQueries>().GuideAsync(draft.Slug))!.Summary);
    }

    [Fact]
    public async Task Who_wrote_the_words_is_told_that_somebody_else_has_to_approve_them()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", "Water cures thirst."));
        var page = Open(shop, draft.Id, Typed.Manager);

        await page.InvokeAsync(() => page.Find("#why-body").Change("It is what everybody says of water."));
        await PressAsync(page, "Approve these words");

        page.WaitForAssertion(() => Assert.Contains("You wrote this text.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Not approved. Everything you typed is still here.", page.Find("[role=alert] b").TextContent);
        Assert.NotNull(page.Find("#why-body"));
    }

    [Fact]
    public async Task A_step_that_is_refused_says_that_it_was_not_done_and_a_save_that_it_was_not_saved()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", "Water cures thirst."));
        var page = Open(shop, draft.Id, Typed.Manager);

        await PressAsync(page, "Publish");
        page.WaitForAssertion(() => Assert.Equal("Not done. Nothing was changed.", page.Find("[role=alert] b").TextContent));

        await page.InvokeAsync(() => page.Find("#f-title").Input(""));
        await page.InvokeAsync(() => page.Find("form.desk").Submit());
        page.WaitForAssertion(() => Assert.Equal("Not saved. Everything you typed is still here.", page.Find("[role=alert] b").TextContent));
    }

    [Fact]
    public async Task A_guide_that_somebody_published_meanwhile_is_saved_all_the_same()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false);
        var page = Open(shop, draft.Id, Typed.Manager);
        Assert.Empty((await shop.Get<ArticleEditor>().PublishAsync(Typed.OtherManager, draft.Id, draft.Version)).Problems);

        await page.InvokeAsync(() => page.Find("#f-summary").Input("Small sips."));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("Saved.", page.Find("[role=status]").TextContent));
        Assert.Equal("Small sips.", (await shop.Get<ContentQueries>().GuideAsync(draft.Slug))!.Summary);
    }

    /// <summary>By another kind's rules a guide that names medicines could not be published, and an article that does could.</summary>
    [Fact]
    public async Task What_was_read_of_an_article_that_was_left_does_not_make_an_article_of_a_new_guide()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var article = await shop.ArticleAsync(ArticleKind.Product, published: false);
        var slow = new TaskCompletionSource();
        shop.Sql.Once("FROM \"Articles\"", () => slow.Task);
        Sit(shop, Typed.Manager);

        var page = Render<GuideEditPage>(p => p.Add(g => g.Id, article.Id));
        page.Render(p => p.Add(g => g.Id, null));
        slow.SetResult();

        page.WaitForAssertion(() => Assert.Equal("article:new-Guide", page.Find("form.desk").GetAttribute("data-keep")));
        Assert.Equal("New guide", page.Find("h1").TextContent);
        await page.InvokeAsync(() => page.Find("#f-body").Input("Ozempic cures."));
        page.WaitForAssertion(() => Assert.Equal(["cures"], page.FindAll("mark").Select(mark => mark.TextContent)));
    }

    [Fact]
    public async Task An_approval_after_another_change_shows_what_differs_and_is_given_once_that_was_looked_at()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.ArticleAsync(published: false, fields: ("body", "Water cures thirst."));
        var page = Open(shop, draft.Id, Typed.OtherManager);
        var form = ArticleForm.Of((await shop.Get<StaffArticles>().FindAsync(draft.Id))!);
        form["summary"] = "Changed meanwhile.";
        Assert.Empty((await shop.Get<ArticleEditor>().SaveAsync(Typed.Manager, draft.Id, draft.Version, form)).Problems);

        await page.InvokeAsync(() => page.Find("#why-body").Change("It is what everybody says of water."));
        await PressAsync(page, "Approve these words");
        page.WaitForAssertion(() => Assert.Contains("Changed meanwhile.", page.Find("[aria-labelledby=conflict]").TextContent, StringComparison.Ordinal));
        await PressAsync(page, "Go on with these");
        await PressAsync(page, "Approve these words");

        page.WaitForAssertion(() => Assert.Contains("approved", page.Find("[aria-labelledby=approvals] .quiet").TextContent, StringComparison.Ordinal));
    }

    private IRenderedComponent<GuideEditPage> Open(TestShop shop, int id, Actor by)
    {
        Sit(shop, by);
        var page = Render<GuideEditPage>(p => p.Add(g => g.Id, id));
        page.WaitForElement("#f-summary");
        return page;
    }

    private void Sit(TestShop shop, Actor by)
    {
        Services.AddMudServices().AddScoped<KeptForms>().AddSingleton(SignedIn.As(by)).AddSingleton<TimeProvider>(shop.Clock).AddSingleton(shop.Get<MarkdownRenderer>())
            .AddSingleton(shop.Get<StaffArticles>()).AddSingleton(shop.Get<ArticleEditor>()).AddSingleton(shop.Get<ArticleApprover>())
            .AddSingleton(shop.Get<FieldHistory>()).AddSingleton(shop.Get<AccountQueries>());
        JSInterop.Setup<IJSStreamReference>("staff.kept", _ => true).SetResult(new NothingKept());
    }

    /// <summary>In one go, so that nothing is drawn anew between finding the button and pressing it.</summary>
    private static Task PressAsync(IRenderedComponent<GuideEditPage> page, string name) =>
        page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == name).Click());
}
