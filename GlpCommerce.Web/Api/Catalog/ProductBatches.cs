using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>What the products of one request need beyond their cards, each kind read at once for all of them.</summary>
internal sealed class ProductBatches(CatalogQueries catalog, ContentQueries content)
{
    /// <summary>What is sold now, by id.</summary>
    public Batch<int, ProductCard> Cards { get; } = new(async (ids, ct) => (await catalog.ByIdsAsync(ids, ct)).ToDictionary(card => card.Id));

    public Batch<int, ProductDetails> Details { get; } = new(catalog.DetailsAsync);

    /// <summary>The articles of products' pages, by slug.</summary>
    public Batch<string, Article> Articles { get; } = new(content.ProductArticlesAsync);
}
