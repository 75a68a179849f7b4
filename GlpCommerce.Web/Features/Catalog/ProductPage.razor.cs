using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Web.Layout;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Catalog;

public sealed partial class ProductPage(CatalogQueries catalog, StageShelf shelf, ContentQueries content)
{
    private const int RowLength = 4;

    private Product? _product;
    private Article? _article;
    private IReadOnlyList<ShownPicture> _pictures = [];
    private (string Cause, string Reason) _why;
    private IReadOnlyList<ProductCard> _related = [];
    private IReadOnlyList<ProductCard> _instead = [];
    private IReadOnlyList<Suggestion> _row = [];

    [Parameter]
    public string Slug { get; set; } = "";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private string Url => Nav.Absolute("/products/" + _product!.Slug);

    private bool IsSoldOut => _product!.Stock.Available <= 0;

    private IReadOnlyList<JourneyStage> Stages => [.. _product!.Stages.Select(stage => stage.Stage)];

    /// <summary>The shopper's stage, if the product suits it; else the colours of all the stages it suits, or none.</summary>
    private string Wall => Shopper.Current is { } stage && Stages.Contains(stage) ? "w-" + stage.Key()
        : Stages.Count == Vocabulary.Stages.Count ? "w-all"
        : Stages is [var only] ? "w-" + only.Key() : "";

    protected override async Task OnParametersSetAsync()
    {
        var ct = HttpContext.RequestAborted;
        _product = await catalog.BySlugAsync(Slug, ct);
        if (_product is null)
        {
            Nav.NotFound();
            return;
        }

        _pictures = await catalog.PicturesAsync(_product.Id, ct);
        _why = Why(_product);
        _article = _product.ArticleSlug is { } article ? await content.ProductArticleAsync(article, ct) : null;
        _instead = IsSoldOut ? await InsteadAsync(_product, ct) : [];
        _related = [.. (await catalog.BySkusAsync(_product.Related, ct)).Where(card => !_instead.Any(other => other.Id == card.Id))];
        var inView = _related.Concat(_instead).Select(card => card.Id).Append(_product.Id).ToHashSet();
        _row = await shelf.ForAsync(Shopper.Current, inView, RowLength, ct);
    }

    /// <summary>What is in stock on the same shelf for the same need.</summary>
    private async Task<IReadOnlyList<ProductCard>> InsteadAsync(Product product, CancellationToken ct)
    {
        var page = await catalog.BrowseAsync(new ShopFilter { Category = product.Category, Needs = [.. product.Needs.Take(1)] }, ct);
        return [.. page.Products.Where(card => card.Id != product.Id && !card.IsSoldOut).Take(RowLength)];
    }

    private (string Cause, string Reason) Why(Product product)
    {
        var card = new ProductCard(
            product.Id, product.Sku, product.Slug, product.Name, product.Summary, product.Category, product.Kind, product.Price,
            product.Label, product.Pack, product.Needs, product.Stock.Available, product.IsPublished, Stages);
        var stages = ProductWords.StagesInWords(Stages);
        return Shopper.Current switch
        {
            null => (ShopTexts.WhyNoStage, $"{Reasons.Fact(card)}, {stages}."),
            { } stage when Stages.Contains(stage) => (Say(ShopTexts.WhyStage, stage.Label()), $"{Reasons.For(card, stage)}."),
            { } stage => (Say(ShopTexts.WhyStage, stage.Label()), Say(ShopTexts.WhyOtherStage, stages)),
        };
    }

    private string Absolute(ShownPicture picture) => Nav.Absolute(PictureArt.PathOf(picture, PictureSize.Large));

    private static string Need(string key) => Vocabulary.LabelOf(Vocabulary.Needs, key);
}
