using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Content;

public sealed class ContentQueriesTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Guides_stand_in_reading_order_and_apart_from_product_articles(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        var content = (await shop.StartAsync()).GetRequiredService<ContentQueries>();

        var guides = await content.GuidesAsync();

        Assert.Equal(12, guides.Count);
        Assert.Equal(guides.Select(g => g.Slug).Order(StringComparer.Ordinal), guides.Select(g => g.Slug));
        Assert.Equal(guides[0].Body, (await content.GuideAsync(guides[0].Slug))!.Body);
        Assert.Null(await content.ProductArticleAsync(guides[0].Slug));
        Assert.NotNull(await content.ProductArticleAsync("fit-001-loop-bands"));
        Assert.Null(await content.GuideAsync("fit-001-loop-bands"));
        foreach (var text in Some.Nonsense)
        {
            Assert.Null(await content.GuideAsync(text));
        }
    }
}
