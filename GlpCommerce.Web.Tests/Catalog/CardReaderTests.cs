using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class CardReaderTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_card_says_what_its_product_says(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Seeder.Products(shop.Now)]);
        await using var db = shop.Db();
        var products = await db.Products.AsNoTracking().Include(p => p.Stages).Include(p => p.Stock).OrderBy(p => p.Id).ToListAsync();

        var cards = await shop.Get<CatalogQueries>().ByIdsAsync([.. products.Select(p => p.Id)]);

        Assert.Equal(products.Count, cards.Count);
        Assert.All(products.Zip(cards), pair =>
        {
            var (product, card) = pair;
            Assert.Equivalent(
                new
                {
                    product.Id, product.Sku, product.Slug, product.Name, product.Summary, product.Category, product.Kind, product.Price,
                    product.Label, product.Pack, product.Needs, product.Stock.Available, product.IsPublished,
                    Stages = product.Stages.Select(s => s.Stage).Order(),
                },
                card);
        });
    }
}
