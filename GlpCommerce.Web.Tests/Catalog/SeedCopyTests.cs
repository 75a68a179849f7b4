using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

/// <summary>What the opening catalogue says must be lawful and kind: no drug's name, no promise about an illness.</summary>
public sealed partial class SeedCopyTests
{
    private static readonly List<Product> Products = Seeder.Products(Some.Noon);
    private static readonly List<Article> Articles = [.. Seeder.Articles(Some.Noon)];

    /// <summary>Sentences that name a promise in order to warn of it.</summary>
    private static readonly string[] QuotedAsWarnings =
    [
        "No supplement in any shop is a replacement for, or a booster of, a prescribed medicine.",
        "A seller may not say that a supplement treats, prevents or cures a disease.",
        "Be wary of \"nature's\" version of a prescription drug, \"GLP-1 booster\", \"no side effects\", \"FDA approved supplement\", before-and-after photos and promised pounds.",
    ];

    [Fact]
    public void No_product_names_a_medicine_or_an_illness_or_promises_one_away() =>
        Assert.All(Products, p => Assert.All(TextsOf(p), text =>
        {
            Assert.DoesNotMatch(Medicine(), text);
            Assert.DoesNotMatch(Illness(), text);
            Assert.DoesNotMatch(Promise(), text);
        }));

    [Fact]
    public void No_article_promises_what_no_seller_may() =>
        Assert.All(Articles, a => Assert.DoesNotMatch(Promise(), Spoken(a)));

    [Fact]
    public void No_article_names_a_brand_of_medicine() =>
        Assert.All(Articles, a => Assert.DoesNotMatch(Brand(), $"{a.Title} {a.Slug} {a.Summary} {a.Body}"));

    [Fact]
    public void A_substance_is_named_only_in_a_guide_that_gives_its_sources() =>
        Assert.All(Articles.Where(a => Medicine().IsMatch($"{a.Title} {a.Summary} {a.Body}".Replace("GLP-1", "", StringComparison.Ordinal))), a =>
        {
            Assert.Equal(ArticleKind.Guide, a.Kind);
            Assert.NotEmpty(a.Sources);
        });

    [Fact]
    public void Every_article_gives_sources_and_says_that_it_is_no_advice() =>
        Assert.All(Articles, a =>
        {
            Assert.NotEmpty(a.Sources);
            Assert.NotEmpty(a.Summary);
            Assert.NotEmpty(a.Title);
        });

    [Fact]
    public void Every_word_that_products_are_filtered_by_is_one_the_shop_knows()
    {
        // These are facts of a label, or words with a legal definition; domain.md 2.1 forbids printing them as filters.
        string[] unoffered = ["low-sugar", "high-fiber", "low-fat", "high-protein", "contains-bovine", "frozen"];

        Assert.Empty(Products.SelectMany(p => p.Needs).Except(Vocabulary.Needs.Select(t => t.Key)));
        Assert.Empty(Products.SelectMany(p => p.Diets).Except(Vocabulary.Diets.Select(t => t.Key)).Except(unoffered));
        Assert.All(Products.SelectMany(p => p.Allergens), allergen =>
            Assert.Contains(Vocabulary.Without, term => SearchText.IsAllergen(allergen, term.Key)));
        Assert.All(Vocabulary.Needs, term => Assert.Contains(Products, p => p.Needs.Contains(term.Key)));
    }

    [Fact]
    public void No_product_is_called_free_of_what_it_contains()
    {
        string[] animal = ["milk", "egg", "fish"];

        Assert.All(Products.Where(p => p.Diets.Contains("vegan")), p => Assert.Empty(p.Allergens.Select(a => a.Split(" (")[0]).Intersect(animal)));
        Assert.All(Products.Where(p => p.Diets.Contains("dairy-free")), p => Assert.DoesNotContain("milk", p.Allergens));
        Assert.All(Products.Where(p => p.Diets.Contains("gluten-free")), p => Assert.DoesNotContain("wheat", p.Allergens));
    }

    [Fact]
    public void Everything_a_product_points_at_is_there()
    {
        var skus = Products.Select(p => p.Sku).ToHashSet();
        var articles = Articles.Where(a => a.Kind == ArticleKind.Product).Select(a => a.Slug).ToHashSet();

        Assert.Equal(Products.Count, Products.Select(p => p.Slug).Distinct().Count());
        Assert.All(Products, p =>
        {
            Assert.Empty(p.Related.Except(skus));
            Assert.NotEmpty(p.Stages);
            Assert.NotEmpty(p.Needs);
            Assert.True(p.ArticleSlug is null || articles.Contains(p.ArticleSlug), p.Sku);
            Assert.DoesNotContain(p.Sku, p.Related);
        });
        Assert.All(Articles, a => Assert.Empty(a.Skus.Except(skus)));
    }

    private static string Spoken(Article article)
    {
        var text = $"{article.Title}\n{article.Summary}\n{article.Body}";
        return QuotedAsWarnings.Aggregate(text, (left, warning) => left.Replace(warning, "", StringComparison.Ordinal));
    }

    private static IEnumerable<string> TextsOf(Product p) =>
    [
        p.Name, p.Slug, p.Summary, p.Description, p.Claim ?? "", p.Label?.Other ?? "", p.SearchWords,
        $"{p.Pack.Line1} {p.Pack.Line2} {p.Pack.What}",
    ];

    [GeneratedRegex(@"ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza", RegexOptions.IgnoreCase)]
    private static partial Regex Brand();

    [GeneratedRegex(@"ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza|semaglutide|tirzepatide|liraglutide|glp-?\s?1", RegexOptions.IgnoreCase)]
    internal static partial Regex Medicine();

    [GeneratedRegex(@"nausea|vomit|constipat|diarrh|diabet|obes|gallstone|disease|reflux|hair loss|muscle loss|weight loss", RegexOptions.IgnoreCase)]
    internal static partial Regex Illness();

    [GeneratedRegex(
        @"booster|boosts|mimics|melts fat|\blose \d|promised pounds|no side effect|clinically proven|FDA.approved|" +
        @"doctor.recommended|detox|\bcures?\b|miracle|\brelieves|\btreats\b|\bprevents\b|stops hair",
        RegexOptions.IgnoreCase)]
    private static partial Regex Promise();
}
