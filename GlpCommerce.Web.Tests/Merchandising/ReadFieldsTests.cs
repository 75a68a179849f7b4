using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Merchandising;

/// <summary>Nothing that a shopper reads goes past the claims guard.</summary>
public sealed class ReadFieldsTests
{
    /// <summary>
    /// Fields that no words can be put into, or whose words no shopper sees: they name a drawing, another product or an article, which
    /// are read themselves. A new field is read by the claims guard, or stands here with its reason.
    /// </summary>
    private static readonly string[] Unread = ["template", "related", "article"];

    public static TheoryData<string> Fields => [.. ProductFields.All.Select(known => known.Name)];

    [Theory, MemberData(nameof(Fields))]
    public void A_field_is_read_or_can_hold_no_words(string field)
    {
        var form = Typed.Product((field, WordsFor(field)));
        var isRefused = ProductCheck.Run(form).Problems.Any(problem => problem.Field == field);

        Assert.True(isRefused || Unread.Contains(field) || ProductCopy.MarksOf(ProductFields.Named(field)!, form).Count > 0);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_marked_word_in_any_field_keeps_a_product_off_the_shelf(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        foreach (var field in ProductFields.All.Where(field => field.Copy is not null))
        {
            var draft = await shop.DraftAsync((field.Name, WordsFor(field.Name)));

            var refused = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, draft.Id, draft.Version);

            Assert.Equal(("claims.marked", field.Name), (refused.Problem?.Code, refused.Problem?.Field));
        }
    }

    [Theory]
    [InlineData("line1", "Oz", "line2", "empic")]
    [InlineData("line2", "GLP", "number", "1")]
    [InlineData("number", "Ozem", "unit", "pic")]
    [InlineData("unit", "kidney", "what", "stones")]
    [InlineData("line1", "Lowers blood", "what", "sugar")]
    public void Two_words_of_the_pack_that_make_a_third_are_marked_in_both(string first, string one, string second, string two)
    {
        var form = Typed.Product(("line1", ""), ("line2", ""), (first, one), (second, two));

        Assert.Equal([first, second], ClaimsGate.Marked(form, []).Select(marked => marked.Field.Name));
        Assert.All(ClaimsGate.Marked(form, []), marked => Assert.All(marked.Marks, mark => Assert.InRange(mark.Start + mark.Length, 1, marked.Text.Length)));
        form[second] = "oats";
        Assert.Empty(ClaimsGate.Marked(form, []));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_pack_on_the_shelf_does_not_grow_into_a_marked_word(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var sold = await shop.PublishedAsync(("line1", "Oz"));
        var form = await shop.FormAsync(sold.Id);
        form["line2"] = "empic";

        var refused = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, sold.Id, sold.Version, form);

        Assert.Equal([("claims.marked", "line1"), ("claims.marked", "line2")], refused.Problems.Select(problem => (problem.Code, problem.Field!)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_word_of_the_pack_that_goes_lets_no_marked_word_come_together(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var sold = await shop.PublishedAsync(("line1", "Oz"), ("line2", "of"), ("number", "empic"));
        var form = await shop.FormAsync(sold.Id);
        form["line2"] = "";

        var refused = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, sold.Id, sold.Version, form);

        Assert.Equal(["line1", "number"], refused.Problems.Select(problem => problem.Field));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_article_is_read_with_its_sources_and_its_reviewer(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        (string, string)[][] made =
        [
            [("sources", "This tea cures it https://example.org/tea")],
            [("reviewedBy", "Dr Detox"), ("reviewedOn", "2026-01-01")],
        ];
        foreach (var fields in made)
        {
            var draft = await shop.ArticleAsync(published: false, fields: fields);

            var refused = await shop.Get<ArticleEditor>().PublishAsync(Typed.Manager, draft.Id, draft.Version);

            Assert.Equal(("claims.marked", fields[0].Item1), (refused.Problem?.Code, refused.Problem?.Field));
        }
    }

    [Theory]
    [InlineData("title", "Our miracle")]
    [InlineData("summary", "Clinically proven.")]
    [InlineData("body", "This tea cures it.")]
    [InlineData("body", "This tea cu{{#payments.stripe}}{{/payments.stripe}}res it.")]
    [InlineData("body", "This tea {{#payments.stripe}}cures{{/payments.stripe}} it.")]
    public async Task A_page_of_the_merchants_is_not_saved_with_marked_words(string field, string text)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<PolicyPages>().FillMissingAsync();
        var form = PolicyForm.Of((await shop.Get<PolicyEditor>().FindAsync("terms"))!);
        form[field] = text;

        var refused = await shop.Get<PolicyEditor>().SaveAsync(Typed.Manager, "terms", 1, form);

        Assert.Equal(("claims.marked", field), (refused.Problem?.Code, refused.Problem?.Field));
        Assert.NotNull(PolicyForm.CopyOf(field));
        await using var db = shop.Db();
        Assert.Equal(1, (await db.Policies.SingleAsync(p => p.Slug == "terms")).Version);
    }

    private static string WordsFor(string field) => field switch
    {
        "slug" or "article" => "cups-like-ozempic",
        "allergens" => "fish (Ozempic)",
        _ => "Ozempic",
    };
}
