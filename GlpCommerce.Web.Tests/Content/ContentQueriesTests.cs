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

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Guides_are_found_by_what_they_speak_of_and_also_in_another_ending(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (calm, fiber) = (await shop.ArticleAsync(fields: [("title", "A calm stomach"), ("body", "Small meals on days of nausea.")]), await shop.ArticleAsync(fields: [("title", "Fiber"), ("body", "Constipating days, and nausea.")]));
        await shop.ArticleAsync(published: false, fields: ("title", "Nausea, unfinished"));
        var content = shop.Get<ContentQueries>();

        async Task<string[]> FoundAsync(params string[] words) => [.. (await content.GuidesAboutAsync(words, 3)).Select(guide => guide.Slug)];

        Assert.Equal([fiber.Slug], await FoundAsync("constipated"));
        Assert.Equal([fiber.Slug, calm.Slug], await FoundAsync("nausea", "constipation"));
        Assert.Equal([calm.Slug], await FoundAsync("stomach"));
        Assert.Empty(await FoundAsync("of", "zinc"));
        Assert.Single(await content.GuidesAboutAsync(["nausea"], 1));
    }
}
