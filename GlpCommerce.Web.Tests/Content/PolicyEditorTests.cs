using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Content;

public sealed class PolicyEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_change_is_read_at_once_and_kept_with_its_day_and_its_author(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var form = await FormAsync(shop, "contact");
        form["body"] = "Write to {{shop.contact}}.";

        Assert.Equal(2, (await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, "contact", 1, form)).Value);

        var page = (await shop.Get<PolicyPages>().FindAsync("contact"))!;
        Assert.StartsWith("Write to ", page.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page.Markdown, StringComparison.Ordinal);
        Assert.Equal(DateOnly.FromDateTime(shop.Now), page.UpdatedOn);
        var change = Assert.Single(await shop.Get<FieldHistory>().SinceAsync("policy:contact", 1));
        Assert.Equal(("body", "Write to {{shop.contact}}.", Typed.Manager.AccountId), (change.Field, change.After, change.AccountId));
        await using var db = shop.Db();
        var row = await db.AuditEntries.SingleAsync();
        Assert.Equal(("policy.saved", "policy:contact", "body"), (row.Action, row.Subject, row.Note));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_editors_at_once_the_slower_one_is_told(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var saved = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => Task.Run(async () =>
        {
            var form = await FormAsync(shop, "terms");
            form["title"] = $"Terms {number}";
            return await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, "terms", 1, form);
        })));

        Assert.Equal(["policy.changed", "policy.changed"], saved.Select(result => result.Problem?.Code).OfType<string>());
    }

    [Theory]
    [InlineData("{{shop.owner}} is the seller.", "\"{{shop.owner}}\" is nothing that the shop can fill in.")]
    [InlineData("{{#shipping.free_over}} without an end", "The part that begins with \"{{#shipping.free_over}}\" is not ended by \"{{/shipping.free_over}}\".")]
    [InlineData("{{#payments.sandbox}}a {{#payments.stripe}}b{{/payments.stripe}}", "The part that begins with \"{{#payments.sandbox}}\" is not ended by \"{{/payments.sandbox}}\".")]
    [InlineData("a{{/payments.stripe}}", "\"{{/payments.stripe}}\" ends a part that was not begun by \"{{#payments.stripe}}\".")]
    [InlineData("{{shop.contact", "\"{{shop.contact\" is nothing that the shop can fill in.")]
    [InlineData("", "This is missing.")]
    public async Task What_the_shop_cannot_fill_in_is_refused_and_never_shown_to_shoppers(string text, string sentence)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var form = await FormAsync(shop, "terms");
        form["body"] = text;

        var refused = await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, "terms", 1, form);

        Assert.Equal(("policy.invalid", "body"), (refused.Problem?.Code, refused.Problem?.Field));
        Assert.StartsWith(sentence, refused.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_that_comes_with_the_shop_could_be_saved_as_it_is()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        foreach (var slug in PolicyPages.Slugs)
        {
            Assert.Equal(1, (await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, slug, 1, await FormAsync(shop, slug))).Value);
        }
    }

    [Fact]
    public async Task A_page_that_is_not_there_and_a_role_that_may_not_are_refused()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var form = await FormAsync(shop, "terms");

        Assert.Equal("policy.unknown", (await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, "nothing", 1, form)).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<PolicyEditor>().SaveAsync(Typed.Dana, "terms", 1, form)).Problem?.Code);
    }

    private static async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.Get<PolicyPages>().FillMissingAsync();
        return shop;
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_day_of_review_is_kept_and_does_not_make_the_page_newer_for_shoppers(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.Get<PolicyPages>().FillMissingAsync();
        var (editor, before) = (shop.Get<PolicyEditor>(), (await shop.Get<PolicyEditor>().FindAsync("privacy"))!);
        var form = await FormAsync(shop, "privacy");
        form["reviewBy"] = "2027-03-31";

        Assert.True((await editor.SaveAsync(Typed.Manager, "privacy", before.Version, form)).Succeeded);

        var after = (await editor.FindAsync("privacy"))!;
        Assert.Equal((new DateOnly(2027, 3, 31), before.UpdatedOn), (after.ReviewBy, after.UpdatedOn));
        form["reviewBy"] = "soon";
        Assert.Equal("reviewBy", (await editor.SaveAsync(Typed.Manager, "privacy", after.Version, form)).Problem?.Field);
    }

    private static async Task<FieldForm> FormAsync(TestShop shop, string slug) => PolicyForm.Of((await shop.Get<PolicyEditor>().FindAsync(slug))!);
}
