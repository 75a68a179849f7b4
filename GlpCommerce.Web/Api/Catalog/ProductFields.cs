using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Operations;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>The fields of a product. Those of its card are at hand; the others are read for all products of the answer at once.</summary>
internal static class ProductFields
{
    private static readonly string[] Kinds = ["supplement", "food", "equipment", "accessory", "tool", "medical_device"];

    public static void Describe(TypeSettings types)
    {
        var product = new Fields<ProductCard>(types, "Product");
        DescribeCard(product);
        DescribeDetails(product);
        DescribeTexts(product);
        DescribeParts(types);
    }

    private static void DescribeCard(Fields<ProductCard> product) => product
        .Read("id", card => Arguments.Id(card.Id))
        .Read("name", card => card.Name)
        .Read("price", card => card.Price.Cents / 100d)
        .Read("category", card => card.Category.Key())
        .Read("inventoryCount", card => Math.Max(0, card.Available))
        .Read("glp1Stage", card => card.Stages.Count > 0 ? card.Stages[0].Key() : null)
        .Read("sku", card => card.Sku)
        .Read("slug", card => card.Slug)
        .Read("summary", card => card.Summary)
        .Read("priceCents", card => card.Price.Cents)
        .Read("currency", _ => Money.Currency)
        .Read("kind", card => Kinds[(int)card.Kind])
        .Read("stages", card => card.Stages.Select(stage => Vocabulary.Stages[(int)stage]))
        .Read("needs", card => Terms(Vocabulary.Needs, card.Needs))
        .Read("label", card => card.Label)
        .Find("url", (context, card) => context.Absolute("/products/" + card.Slug))
        .Find("images", (context, card) => card.Pictures.Count == 0
            ? [new Image(context.Absolute(PackPictures.PathOf(card.Slug)), ProductWords.Spoken(card.Pack), PackPictures.ContentType, PackPictures.Width, PackPictures.Height)]
            : card.Pictures.Select(picture => new Image(
                context.Absolute(PictureArt.PathOf(picture, PictureSize.Large)), picture.Alt, PictureFiles.ContentType, picture.Width, picture.Height)).ToArray());

    private static void DescribeDetails(Fields<ProductCard> product)
    {
        Detail("description", details => details.Description);
        Detail("createdAt", details => UtcTime.Write(details.CreatedAt));
        Detail("updatedAt", details => UtcTime.Write(details.UpdatedAt));
        Detail("diets", details => Terms(Vocabulary.Diets, details.Diets));
        Detail("allergens", details => details.Allergens);
        Detail("cautions", details => details.Cautions);
        Detail("claim", details => details.Claim);
        Detail("disclaimer", details => details.Claim is { Length: > 0 } claim ? FdaDisclaimer.For(claim) : null);
        Detail("weightGrams", details => details.WeightGrams);

        void Detail(string field, Func<ProductDetails, object?> read) =>
            product.Find(field, (context, card) => context.Service<ProductBatches>().Details.Load(card.Id, details => details is null ? null : read(details)));
    }

    private static void DescribeTexts(Fields<ProductCard> product) => product
        .Find("descriptionHtml", (context, card) =>
        {
            var markdown = context.Service<MarkdownRenderer>();
            return context.Service<ProductBatches>().Details.Load(card.Id, details => details is null ? null : markdown.Render(details.Description).Html);
        })
        .Find("educationalContent", (context, card) => WithArticle(context, card, ArticleText.WithSources))
        .Find("article", (context, card) =>
        {
            var page = context.Absolute("/products/" + card.Slug);
            return WithArticle(context, card, article => new GuideText(article, page));
        })
        .Find("related", (context, card) =>
        {
            var batches = context.Service<ProductBatches>();
            return batches.Details.Load(card.Id, details => batches.Cards.Load(details?.Related ?? [], cards => cards.OfType<ProductCard>().ToList()));
        });

    private static object? WithArticle(IResolveFieldContext context, ProductCard card, Func<Article, object?> make)
    {
        var batches = context.Service<ProductBatches>();
        return batches.Details.Load(card.Id, details => details?.ArticleSlug is not { } slug
            ? null : batches.Articles.Load(slug, article => article is null ? null : make(article)));
    }

    private static void DescribeParts(TypeSettings types)
    {
        new Fields<LabelFacts>(types, "LabelFacts")
            .Read("serving", label => label.Serving)
            .Read("servings", label => label.Servings)
            .Read("kcal", label => (double?)label.Kcal)
            .Read("proteinGrams", label => (double?)label.ProteinGrams)
            .Read("fiberGrams", label => (double?)label.FiberGrams)
            .Read("addedSugarGrams", label => (double?)label.AddedSugarGrams)
            .Read("sodiumMilligrams", label => (double?)label.SodiumMilligrams)
            .Read("potassiumMilligrams", label => (double?)label.PotassiumMilligrams)
            .Read("magnesiumMilligrams", label => (double?)label.MagnesiumMilligrams)
            .Read("other", label => label.Other);
        new Fields<Image>(types, "Image")
            .Read("url", image => image.Url)
            .Read("alt", image => image.Alt)
            .Read("contentType", image => image.ContentType)
            .Read("width", image => image.Width)
            .Read("height", image => image.Height);
        new Fields<Term>(types, "Term")
            .Read("key", term => term.Key)
            .Read("label", term => term.Label);
    }

    /// <summary>Words of the vocabulary, the same ones each time.</summary>
    private static List<Term> Terms(IReadOnlyList<Term> all, IReadOnlyList<string> keys)
    {
        var terms = new List<Term>(keys.Count);
        foreach (var key in keys)
        {
            terms.Add(all.FirstOrDefault(term => term.Key == key) ?? new Term(key, Vocabulary.LabelOf(all, key)));
        }

        return terms;
    }

    private sealed record Image(string Url, string Alt, string ContentType, int Width, int Height);
}
