using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Features.Learn;
using GlpCommerce.Web.Resources;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Catalog;

/// <summary>What the opening catalogue says must be lawful and kind: no drug's name, no promise about an illness.</summary>
public sealed partial class SeedCopyTests
{
    private static readonly List<Product> Products = Seeder.Products(Some.Noon);
    private static readonly List<Article> Articles = [.. Seeder.Articles(Some.Noon)];

    /// <summary>Sentences that name a promise or an effect in order to warn of it; the first is prescribed by law, and no part of the catalogue.</summary>
    private static readonly IReadOnlyList<string> Reviewed = [.. ReviewedSentences.All.Skip(1)];

    /// <summary>Papers whose titles name the medicines or an illness: a title is quoted as it is, among the sources only.</summary>
    private static readonly string[] Papers =
    [
        "Mozaffarian D et al. Nutritional priorities to support GLP-1 therapy for obesity: joint advisory of ACLM, ASN, OMA and TOS. Am J Clin Nutr 2025, doi:10.1016/j.ajcnut.2025.04.023",
        "Mehrtash, Dushay, Manson. Integrating diet and physical activity when prescribing GLP-1s. JAMA Intern Med 2025 (secondary summaries read)",
        "Almandoz JP et al. Nutritional considerations with antiobesity medications. Obesity 2024 (press summary: eurekalert.org/news-releases/1047599)",
    ];

    /// <summary>How a paragraph begins that says who should ask first or get help; it must name the illness it is about.</summary>
    private static readonly string[] AskFirst =
    [
        "**Ask first**", "**Do not use", "**Who should not use it", "**See a clinician**", "**Have it checked**", "**Keep to your limit**",
        "**Not a remedy for illness.**", "**Safety.**", "**Timing with medicines.**", "**Limits.**",
    ];

    /// <summary>Foods that are no ingredient of the product that names them.</summary>
    private static readonly string[] NotInIt =
        ["without fish", "you add milk or a soy drink", "Contains gluten from wheat, rye or barley."];

    private static readonly (string Allergen, Regex Food)[] Foods =
    [
        ("milk", Food("milk|whey|yogurt|cheese|feta|curd|casein")),
        ("egg", Food("eggs?")),
        ("fish", Food("fish|salmon|tuna|cod|haddock|trout")),
        ("crustacean shellfish", Food("shrimps?|prawns?|crab|lobster")),
        ("tree nuts", Food("nuts?|almonds?|cashews?|walnuts?|pecans?|hazelnuts?|pistachios?|coconuts?")),
        ("peanuts", Food("peanuts?")),
        ("wheat", Food("wheat|orzo|noodles?|couscous|bulgur|pasta")),
        ("soybeans", Food("soy|soybeans?|tofu|tempeh|edamame|miso")),
        ("sesame", Food("sesame|tahini")),
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
    public void No_caution_names_a_medicine_we_go_around_or_makes_a_promise() =>
        Assert.All(Products.SelectMany(p => p.Cautions).Distinct(), caution =>
        {
            Assert.DoesNotMatch(Medicine(), caution);
            Assert.DoesNotMatch(Promise(), Without(Reviewed, caution));
        });

    [Fact]
    public void No_article_on_a_product_page_names_a_medicine_or_promises_an_illness_away() =>
        Assert.All(Articles.Where(a => a.Kind == ArticleKind.Product), a =>
        {
            var text = Without(Reviewed, $"{a.Title}\n\n{a.Summary}\n\n{a.Body}");
            Assert.DoesNotMatch(Medicine(), text);
            Assert.DoesNotMatch(Promise(), text);
            Assert.All(text.Split("\n\n").Where(part => !AskFirst.Any(start => part.StartsWith(start, StringComparison.Ordinal))), part =>
                Assert.DoesNotMatch(Illness(), part));
        });

    [Fact]
    public void No_source_on_a_product_page_names_a_medicine_or_an_illness_but_in_the_title_of_a_paper() =>
        Assert.All(Articles.Where(a => a.Kind == ArticleKind.Product).SelectMany(a => a.Sources).Distinct().Except(Papers), source =>
        {
            Assert.DoesNotMatch(Medicine(), source);
            Assert.DoesNotMatch(Illness(), source);
            Assert.DoesNotMatch(Promise(), source);
        });

    [Fact]
    public void Every_sentence_that_was_let_through_is_still_printed_somewhere()
    {
        var printed = string.Join("\n", Articles.Select(a => a.Body).Concat(Articles.SelectMany(a => a.Sources)).Concat(Products.SelectMany(p => p.Cautions)));

        Assert.All((string[])[.. Reviewed, .. Papers], sentence => Assert.Contains(sentence, printed, StringComparison.Ordinal));
    }

    [Fact]
    public void No_food_or_supplement_prints_a_nutrient_claim_that_its_label_does_not_carry() =>
        Assert.All(Products.Where(p => p.Kind is ProductKind.Food or ProductKind.Supplement), p =>
            Assert.DoesNotMatch(NutrientClaim(), $"{p.Name}\n{p.Summary}\n{p.Description}\n{p.Pack.Line1} {p.Pack.Line2}"));

    [Fact]
    public void Grams_of_protein_and_fiber_in_the_copy_are_those_of_the_label() =>
        Assert.All(Products.Where(p => p.Label is not null), p =>
        {
            var text = $"{p.Name}\n{p.Description}\n{p.Pack.Number} {p.Pack.Unit} {p.Pack.What}";
            Assert.All(Grams().Matches(text), said => Assert.Equal(
                said.Groups[2].Value.Equals("fiber", StringComparison.OrdinalIgnoreCase) ? p.Label!.FiberGrams : p.Label!.ProteinGrams,
                decimal.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture)));
        });

    [Fact]
    public void Every_allergen_that_the_copy_names_as_an_ingredient_is_on_the_label() =>
        Assert.All(Products.Where(p => p.Kind is ProductKind.Food or ProductKind.Supplement), p =>
        {
            var text = Without(NotInIt, string.Join('\n', IngredientTexts(p)));
            Assert.All(Foods, food => Assert.All(food.Food.Matches(text), named => Assert.True(
                p.Allergens.Any(allergen => Covers(allergen, food.Allergen, named.Value)), $"{p.Sku} names {named.Value}: {string.Join(", ", p.Allergens)}")));
        });

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
    public async Task Every_article_gives_sources_and_says_that_it_is_no_advice()
    {
        await using var page = new BunitContext();
        Assert.All(SeedFiles.Texts("Content.Seed.articles"), file =>
            Assert.EndsWith($"\n*{ShopTexts.EducationOnly}*", file.Text.TrimEnd(), StringComparison.Ordinal));
        Assert.All(Articles, a =>
        {
            Assert.NotEmpty(a.Sources);
            Assert.NotEmpty(a.Summary);
            Assert.NotEmpty(a.Title);
            Assert.Contains(ShopTexts.EducationOnly, page.Render<SourceList>(list => list.Add(l => l.Article, a)).Markup, StringComparison.Ordinal);
        });
    }

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

    private static string Spoken(Article article) =>
        Without(Reviewed, $"{article.Title}\n{article.Summary}\n{article.Body}");

    private static string Without(IEnumerable<string> reviewed, string text) =>
        reviewed.Aggregate(text, (left, sentence) => left.Replace(sentence, "", StringComparison.Ordinal));

    /// <summary>Where copy tells what is inside; the rest of an article speaks of other foods too.</summary>
    private static IEnumerable<string> IngredientTexts(Product p)
    {
        var article = Articles.Find(a => a.Slug == p.ArticleSlug);
        var inside = article?.Body.Split("\n\n").Where(part => part.StartsWith("**What is inside", StringComparison.Ordinal)
            || part.StartsWith("**Allergens", StringComparison.Ordinal) || part.Contains("contains", StringComparison.OrdinalIgnoreCase)) ?? [];
        return [p.Name, p.Description, .. p.Cautions.Where(c => c.StartsWith("Contains", StringComparison.Ordinal)), .. inside];
    }

    /// <summary>A label says "fish (cod)": the kind of fish or nut that copy names must be in the brackets.</summary>
    private static bool Covers(string onLabel, string allergen, string named)
    {
        var kind = named.ToLowerInvariant().TrimEnd('s');
        return onLabel.Split(" (")[0] == allergen
            && (!onLabel.Contains('(', StringComparison.Ordinal) || kind is "fish" or "nut" || onLabel.Contains(kind, StringComparison.Ordinal));
    }

    private static Regex Food(string words) => new($@"\b({words})\b", RegexOptions.IgnoreCase);

    private static IEnumerable<string> TextsOf(Product p) =>
    [
        p.Name, p.Slug, p.Summary, p.Description, p.Claim ?? "", p.Label?.Serving ?? "", p.Label?.Other ?? "", p.SearchWords,
        $"{p.Pack.Line1} {p.Pack.Line2} {p.Pack.What}",
    ];

    [GeneratedRegex(@"ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza", RegexOptions.IgnoreCase)]
    private static partial Regex Brand();

    [GeneratedRegex(@"ozempic|wegovy|mounjaro|zepbound|rybelsus|saxenda|victoza|semaglutide|tirzepatide|liraglutide|glp-?\s?1", RegexOptions.IgnoreCase)]
    internal static partial Regex Medicine();

    [GeneratedRegex(@"nausea|queasy|vomit|constipat|diarrh|diabet|obes|gallstone|disease|reflux|cancer|chemotherapy|hair loss|muscle loss|weight loss", RegexOptions.IgnoreCase)]
    internal static partial Regex Illness();

    [GeneratedRegex(
        @"booster|boosts|mimics|melts fat|\blose \d|promised pounds|no side effect|clinically proven|FDA.(approved|cleared|registered)|" +
        @"doctor.recommended|detox|\bcures?\b|miracle|\brelieves?\b|\btreats?\b|\bprevents?\b|stops hair|\bactivates?\b|\bworks? with\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Promise();

    [GeneratedRegex(
        @"(low|lower|zero|no|reduced|free of)[- ](sugar(?! alcohol)|fat|calorie)|sugar[- ]free|fat[- ]free|high[- ](protein|fiber)|low[- ]sodium|\blean\b|good source|excellent source|rich in",
        RegexOptions.IgnoreCase)]
    private static partial Regex NutrientClaim();

    [GeneratedRegex(@"(\d+) g (protein|fiber)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Grams();
}
