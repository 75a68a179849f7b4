using System.Net;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Web;

public sealed class EditedGuideTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Pages_sitemap_and_API_show_a_guide_as_long_as_it_is_published(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var visitor = shop.NewVisitor();
        using var api = ApiClient.Of(shop);
        var editor = shop.Services.GetRequiredService<ArticleEditor>();
        var draft = (await editor.CreateAsync(Typed.Manager, ArticleKind.Guide, Typed.Guide(("title", "Sips"), ("reviewedBy", "R. Diaz, RD"), ("reviewedOn", "2026-01-02")))).Value!;
        Assert.Equal((HttpStatusCode.NotFound, false, false, false), await SeenAsync());

        var published = (await editor.PublishAsync(Typed.Manager, draft.Id, draft.Version)).Value!;
        Assert.Equal((HttpStatusCode.OK, true, true, true), await SeenAsync());
        Assert.Contains("Reviewed by R. Diaz, RD on January 2, 2026.", (await visitor.OpenAsync("/learn/sips")).Text("article header"), StringComparison.Ordinal);

        await editor.UnpublishAsync(Typed.Manager, draft.Id, published.Version);
        Assert.Equal((HttpStatusCode.NotFound, false, false, false), await SeenAsync());

        async Task<(HttpStatusCode Page, bool InList, bool InSitemap, bool InApi)> SeenAsync() => (
            (await visitor.OpenAsync("/learn/sips")).Status,
            (await visitor.OpenAsync("/learn")).Html.Contains("/learn/sips\"", StringComparison.Ordinal),
            (await visitor.OpenAsync("/sitemap.xml")).Html.Contains("/learn/sips<", StringComparison.Ordinal),
            (await api.DataAsync("{ guides { slug } guide(slug: \"sips\") { title } }")).ToString().Contains("Sips", StringComparison.Ordinal));
    }
}
