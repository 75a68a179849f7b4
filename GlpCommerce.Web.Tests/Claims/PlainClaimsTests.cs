using System.Text.RegularExpressions;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Claims;

/// <summary>Claims as people write them, and what only sounds like one.</summary>
public sealed class PlainClaimsTests
{
    [Theory]
    [InlineData("Fast relief from hunger pangs", "relief")]
    [InlineData("A treatment for bloating", "A treatment")]
    [InlineData("Our treatment calms", "Our treatment")]
    [InlineData("Curing tired mornings", "Curing")]
    [InlineData("It is healing your gut", "healing")]
    [InlineData("It healed my gut", "healed")]
    [InlineData("Relieving a full stomach", "Relieving")]
    [InlineData("For the prevention of setbacks", "prevention")]
    [InlineData("Preventing setbacks", "Preventing")]
    [InlineData("A home remedy", "remedy")]
    [InlineData("Lowers your blood sugar", "Lowers your blood sugar")]
    [InlineData("Lowers cholesterol and blood pressure", "Lowers cholesterol")]
    [InlineData("Keeps you calm and reduces high blood pressure", "reduces high blood pressure")]
    [InlineData("For blood-sugar balance", "blood-sugar balance")]
    [InlineData("Balancing glucose", "Balancing glucose")]
    [InlineData("Works like ibuprofen", "Works like ibuprofen")]
    [InlineData("Gentler than aspirin", "Gentler than aspirin")]
    [InlineData("A natural laxative", "laxative")]
    [InlineData("For eczema", "eczema")]
    [InlineData("For gout", "gout")]
    [InlineData("For kidney stones", "kidney stone")]
    [InlineData("Soothes stomach cramps", "cramps")]
    [InlineData("Boost your metabolism", "Boost")]
    [InlineData("Boosting immunity", "Boosting")]
    [InlineData("Speeds up your metabolism", "Speeds up your metabolism")]
    [InlineData("Mimic your injection", "Mimic")]
    [InlineData("Mimicking a hormone", "Mimicking")]
    [InlineData("Activating your hormones", "Activating")]
    [InlineData("Similar to your injection", "Similar to your injection")]
    [InlineData("Replaces your injection", "Replaces your injection")]
    [InlineData("An alternative to expensive medicines", "alternative to expensive medicines")]
    [InlineData("Better than your weekly shot", "Better than your weekly shot")]
    [InlineData("Pairs well with your medication", "Pairs well with your medication")]
    [InlineData("Lose twenty pounds", "Lose twenty pounds")]
    [InlineData("Drops 10 pounds", "Drops 10 pounds")]
    [InlineData("I lost 30lbs", "lost 30lbs")]
    [InlineData("Shed those extra pounds", "Shed those extra pounds")]
    [InlineData("Burns stubborn belly fat", "Burns stubborn belly fat")]
    [InlineData("Doctors recommend it", "Doctors recommend")]
    [InlineData("Most dietitians swear by it", "dietitians swear by")]
    [InlineData("Approved by the FDA", "Approved by the FDA")]
    [InlineData("Side effect free", "Side effect free")]
    [InlineData("Zero side-effects", "Zero side-effects")]
    public void A_plain_claim_is_marked_in_product_copy(string text, string word) =>
        Assert.Contains(word, ClaimsGuard.Read(text, CopyKind.Product).Select(mark => mark.Word));

    [Theory]
    [InlineData("This tea relieves a full stomach.")]
    [InlineData("This tea is healing.")]
    [InlineData("It lowers cholesterol.")]
    [InlineData("It boosts your metabolism.")]
    [InlineData("Use it instead of your injection.")]
    [InlineData("It is a substitute for semaglutide.")]
    [InlineData("You will lose fifteen pounds.")]
    [InlineData("It is free of side effects.")]
    public void What_counts_everywhere_counts_in_guides_and_on_the_merchants_pages(string text) =>
        Assert.All([CopyKind.Guide, CopyKind.Article, CopyKind.Policy], kind => Assert.NotEmpty(ClaimsGuard.Read(text, kind)));

    [Theory]
    [InlineData("dia`bet`es")]
    [InlineData("[Dia](/shop)betes")]
    [InlineData("[Oze](/shop)mpic")]
    [InlineData("dia**bet**es")]
    [InlineData("dia[*bet*](/a)es")]
    [InlineData("dia![x](/a.png)betes")]
    [InlineData("dia[bet][1]es\n\n[1]: /shop")]
    [InlineData("| a |\n|---|\n| dia`bet`es |")]
    [InlineData("- one\n  - dia`bet`es")]
    [InlineData("dia\\*betes")]
    [InlineData("c u r e s")]
    [InlineData("c.u.r.e.s")]
    [InlineData("C - u - r - e - s")]
    [InlineData("Y e s , i t p r e v e n t s i t")]
    [InlineData("**c** `u` [r](/a) *e* s")]
    [InlineData("b o o s t e r")]
    [InlineData("l o s e 2 0 p o u n d s")]
    public void A_word_that_is_taken_apart_is_marked_where_it_stands(string text)
    {
        const string before = "Add water, and wait.\n\n";

        var mark = Assert.Single(ClaimsGuard.Read(before + text, CopyKind.Product));

        Assert.InRange(mark.Start, before.Length, before.Length + text.Length - 3);
        Assert.Equal(mark.Word, (before + text).Substring(mark.Start, mark.Length));
    }

    [Theory]
    [InlineData("A treat for the evening.")]
    [InlineData("Frozen treats without added sugar.")]
    [InlineData("Treat yourself to a slow breakfast.")]
    [InlineData("Smoked and cured ham with lentils.")]
    [InlineData("Salt-cured egg yolk.")]
    [InlineData("The milk is heat treated.")]
    [InlineData("A short heat treatment of the milk keeps it fresh.")]
    [InlineData("The coating prevents sticking.")]
    [InlineData("A lid that prevents spills.")]
    [InlineData("A boost of flavor.")]
    [InlineData("Boosts the flavor of any soup.")]
    [InlineData("An easy protein boost.")]
    [InlineData("Activate your core and hold.")]
    [InlineData("The light is activated by touch.")]
    [InlineData("Made with activated charcoal filters.")]
    [InlineData("Works with any bottle.")]
    [InlineData("Works without an app.")]
    [InlineData("Pairs well with soup.")]
    [InlineData("Similar to yogurt, and lighter.")]
    [InlineData("Better than a snack bar from the machine.")]
    [InlineData("Replaces two of your pans.")]
    [InlineData("Use honey instead of sugar.")]
    [InlineData("Lower in sodium than our other soups.")]
    [InlineData("Drops the temperature of 2 cups in a minute.")]
    [InlineData("A set of 5, 10 and 15 pound plates.")]
    [InlineData("Ask whether your doctor recommends it.")]
    [InlineData("It does not treat, cure or prevent illness.")]
    [InlineData("This is not a substitute for your medicine.")]
    [InlineData("Healthy, quick and secure.")]
    [InlineData("A relief map of the Alps on each lid.")]
    [InlineData("Vitamins A, B, C, D, E and K.")]
    [InlineData("Serves 1 - 2 - 3 - 4 people.")]
    [InlineData("Mixes with `250 ml` of [cold water](/learn/water).")]
    public void What_only_sounds_like_a_claim_is_not_marked(string text) => Assert.Empty(ClaimsGuard.Read(text, CopyKind.Product).Select(mark => mark.Word));

    [Theory]
    [InlineData("We use these data to prevent fraud and to answer your request.")]
    [InlineData("We treat your personal data with care.")]
    [InlineData("Nothing prevents you from asking a court.")]
    [InlineData("Our products do not treat or cure any illness.")]
    [InlineData("A court may grant injunctive relief.")]
    [InlineData("We share your address with the carrier that works with us.")]
    [InlineData("A new e-mail replaces the old one.")]
    public void The_merchants_pages_may_speak_as_the_law_does(string text) => Assert.Empty(ClaimsGuard.Read(text, CopyKind.Policy).Select(mark => mark.Word));

    [Theory]
    [InlineData("Semaglutide is a treatment for obesity, and can cause nausea.")]
    [InlineData("Clinicians recommend two sessions a week.")]
    [InlineData("Talk with your prescriber about prevention.")]
    [InlineData("**Ask first** if you take tablets that lower blood pressure.")]
    public void A_guide_may_teach(string text) => Assert.Empty(ClaimsGuard.Read(text, CopyKind.Guide).Select(mark => mark.Word));

    [Fact]
    public void A_source_is_read_by_its_title_and_not_by_its_address()
    {
        Assert.Empty(ClaimsGuard.Read("Semaglutide and body weight https://example.org/this-cures-it", CopyKind.Source));
        Assert.Equal("cures", Assert.Single(ClaimsGuard.Read("Our tea cures it https://example.org/tea", CopyKind.Source)).Word);
    }

    [Fact]
    public void Every_page_of_the_merchants_and_every_source_passes()
    {
        Assert.All(SeedFiles.Texts("Content.Seed.pages"), page => Assert.Empty(ClaimsGuard.Read(page.Text, CopyKind.Policy).Select(mark => $"{page.Name}: {mark.Word}")));
        Assert.All(Seeder.Articles(Some.Noon), article => Assert.Empty(ArticleForm.Fields
            .SelectMany(field => ArticleForm.CopyOf(article.Kind, field.Name) is { } kind ? ClaimsGuard.Read(ArticleForm.Of(article)[field.Name], kind) : [])
            .Select(mark => $"{article.Slug}: {mark.Word}")));
    }

    /// <summary>What repeats without an end may be read slowly by a text that was made for it.</summary>
    [Fact]
    public void No_rule_repeats_without_an_end()
    {
        var patterns = ClaimRules.All.SelectMany(rule => new[] { rule.Words, rule.Harmless, rule.Letters }).OfType<Regex>().Select(regex => regex.ToString()).ToList();

        Assert.DoesNotContain(patterns, pattern => Regex.IsMatch(pattern, @"(?<!\\)[*+]|\{\d+,\}"));
        Assert.True(patterns.Count > 30);
    }

    /// <summary>Everything that could go on matching for long, as long as the longest text; a slow rule would hold the test up.</summary>
    [Fact]
    public void The_longest_texts_are_read_whatever_they_are_made_of()
    {
        string[] made = ["lower your the high healthy my ", "c u r e s ", "replaces your the a an my our ", "does not treat, cure, prevent, ", "[a](", "**a_`", "lose up to about twenty "];

        Assert.All(made, piece => Assert.NotNull(ClaimsGuard.Read(string.Concat(Enumerable.Repeat(piece, ArticleForm.LongestBody / piece.Length)), CopyKind.Article)));
    }
}
