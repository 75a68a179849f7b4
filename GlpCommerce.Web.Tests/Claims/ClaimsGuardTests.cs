using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Claims;

public sealed class ClaimsGuardTests
{
    [Theory]
    [InlineData("Natural Ozempic in a cup", "medicine_effect")]
    [InlineData("As good as Ozempic", "medicine_effect")]
    [InlineData("You know Ozempic", "medicine")]
    [InlineData("A GLP-1 booster", "medicine")]
    [InlineData("Works with Wegovy", "medicine_effect")]
    [InlineData("Relieves nausea", "promise")]
    [InlineData("For constipation", "illness")]
    [InlineData("Stops hair loss", "promise")]
    [InlineData("Melts fat", "weight")]
    [InlineData("Lose 20 lb by spring", "weight")]
    [InlineData("No side effects", "promise")]
    [InlineData("Clinically proven", "authority")]
    [InlineData("FDA-approved", "authority")]
    [InlineData("Doctor recommended", "authority")]
    [InlineData("A detox tea", "promise")]
    [InlineData("Take it like insulin", "drug")]
    [InlineData("Take 𝐎𝐳𝐞𝐦𝐩𝐢𝐜 🍋 daily", "medicine")]
    public void What_no_seller_may_say_is_marked_with_the_reason(string text, string rule)
    {
        var marks = ClaimsGuard.Read(text, CopyKind.Product);

        Assert.Contains(marks, mark => mark.Rule == rule);
        Assert.All(marks, mark => Assert.Equal((mark.Word, true), (text.Substring(mark.Start, mark.Length), mark.Why.Length > 20)));
    }

    [Theory]
    [InlineData("OZEMPIC")]
    [InlineData("O z e m p i c")]
    [InlineData("O.z.e.m.p.i.c")]
    [InlineData("Oz\u200bem\u00adpic")]
    [InlineData("Özémpic")]
    [InlineData("Оzеmріс")]
    [InlineData("Ｏｚｅｍｐｉｃ")]
    [InlineData("𝐎𝐳𝐞𝐦𝐩𝐢𝐜")]
    [InlineData("ozempıc")]
    [InlineData("ᴏᴢᴇᴍᴘɪᴄ")]
    [InlineData("Oz**emp**ic")]
    [InlineData("Oz&#101;mpic")]
    [InlineData("Ozem\npic")]
    public void A_disguised_word_is_found(string text) => Assert.NotEmpty(ClaimsGuard.Read(text, CopyKind.Product));

    [Theory]
    [InlineData("Chosen by people with smaller appetites.")]
    [InlineData("Fiber helps maintain regularity.")]
    [InlineData("Zinc contributes to the maintenance of normal hair.")]
    [InlineData("Gentle 8-oz meals for small appetites.")]
    [InlineData("This product is not intended to diagnose, treat, cure, or prevent any disease.")]
    public void Safe_words_are_not_marked(string text) => Assert.Empty(ClaimsGuard.Read(text, CopyKind.Product));

    [Fact]
    public void What_a_supplement_does_belongs_into_its_claim()
    {
        Assert.Equal("function", Assert.Single(ClaimsGuard.Read("Zinc supports your hair.", CopyKind.Supplement)).Rule);
        Assert.Empty(ClaimsGuard.Read("Zinc supports your hair.", CopyKind.Product));
    }

    [Fact]
    public void A_guide_names_medicines_and_promises_nothing()
    {
        const string text = "Semaglutide can cause nausea. This tea cures it.";

        Assert.Equal(["cures"], ClaimsGuard.Read(text, CopyKind.Guide).Select(mark => mark.Word));
        Assert.Equal(["Semaglutide", "nausea", "cures"], ClaimsGuard.Read(text, CopyKind.Product).Select(mark => mark.Word));
    }

    [Fact]
    public void A_paragraph_that_warns_may_name_the_illness_it_is_about()
    {
        const string text = "Good for diabetes.\n\n**Ask first** if you have diabetes.";

        Assert.Equal(9, Assert.Single(ClaimsGuard.Read(text, CopyKind.Article)).Start);
    }

    [Fact]
    public void Marks_come_in_the_order_of_the_text_and_never_one_inside_another()
    {
        var marks = ClaimsGuard.Read("A miracle GLP-1 booster that prevents nausea, a miracle.", CopyKind.Product);

        Assert.Equal(["miracle", "GLP-1", "booster", "prevents", "nausea", "miracle"], marks.Select(mark => mark.Word));
    }

    [Fact]
    public void The_whole_opening_catalogue_passes() => Assert.All(Seeder.Products(Some.Noon), product =>
    {
        var form = ProductForm.Of(product);
        Assert.Empty(ProductFields.All.Where(field => ProductFields.CopyOf(field, form) is not null)
            .SelectMany(field => ClaimsGuard.Read(form[field.Name], ProductFields.CopyOf(field, form)!.Value).Select(mark => $"{product.Sku} {field.Name}: {mark.Word}")));
    });

    [Fact]
    public void Every_product_of_the_opening_catalogue_could_be_saved_as_it_is() => Assert.All(Seeder.Products(Some.Noon), product =>
    {
        var form = ProductForm.Of(product);
        var saved = ProductCheck.Run(form);
        Assert.Empty(saved.Problems.Select(problem => $"{product.Sku} {problem.Field}: {problem.Message}"));
        Assert.Empty(saved.Value!.DifferingFrom(form));
    });

    [Fact]
    public void Every_guide_and_article_passes() => Assert.All(Seeder.Articles(Some.Noon), article =>
    {
        var kind = article.Kind == ArticleKind.Guide ? CopyKind.Guide : CopyKind.Article;
        Assert.Empty(ClaimsGuard.Read($"{article.Title}\n\n{article.Summary}\n\n{article.Body}", kind).Select(mark => $"{article.Slug}: {mark.Word}"));
    });

    [Fact]
    public void Nonsense_is_read_without_harm() => Assert.All(Some.Nonsense, text => Assert.All(Enum.GetValues<CopyKind>(), kind => Assert.NotNull(ClaimsGuard.Read(text, kind))));
}
