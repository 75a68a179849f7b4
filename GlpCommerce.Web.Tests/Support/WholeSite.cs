using System.Xml.Linq;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

[CollectionDefinition(WholeSite.Name)]
public sealed class WholeSiteCollection : ICollectionFixture<WholeSite>;

/// <summary>Every page of a shop as it opens, each loaded once: the site map's, the merchant's, and those that crawlers leave out.</summary>
public sealed class WholeSite : IAsyncLifetime
{
    public const string Name = "the whole site";

    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private ShopServer _shop = null!;

    public IReadOnlyList<Page> All { get; private set; } = [];

    /// <summary>The products, each with its page.</summary>
    public IReadOnlyList<(Product Product, Page Page)> Products { get; private set; } = [];

    /// <summary>The guides, each with its page.</summary>
    public IReadOnlyList<(Article Guide, Page Page)> Guides { get; private set; } = [];

    /// <summary>The articles of the products' pages, by their slug.</summary>
    public IReadOnlyDictionary<string, Article> Articles { get; private set; } = new Dictionary<string, Article>();

    /// <summary>The addresses in the site map.</summary>
    public IReadOnlyList<string> Listed { get; private set; } = [];

    public Visitor NewVisitor() => _shop.NewVisitor();

    public async ValueTask InitializeAsync()
    {
        _shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("environment", "Production"));
        using var visitor = _shop.NewVisitor();
        using var answer = await visitor.SendAsync(HttpMethod.Get, "/sitemap.xml");
        Listed = [.. XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants(Map + "loc").Select(loc => new Uri(loc.Value).PathAndQuery)];
        string[] others =
        [
            .. PolicyPages.Slugs.Select(slug => $"/pages/{slug}"), "/cart", "/orders/find", "/shop?stage=starting&need=protein", "/shop?q=yogurt", "/shop?q=nothing-of-the-kind",
            "/shop?page=2", "/shop/meal-prep?sort=price", "/account/register", "/account/sign-in", "/account/forgot",
        ];
        var pages = new List<Page>();
        foreach (var path in Listed.Concat(others))
        {
            pages.Add(await visitor.OpenAsync(path));
        }

        var products = await _shop.ProductsAsync();
        Products = [.. products.Select(product => (product, pages.Single(page => page.Path == $"/products/{product.Slug}")))];
        await using var db = _shop.Db();
        Guides = [.. (await db.Articles.AsNoTracking().Where(a => a.Kind == ArticleKind.Guide).ToListAsync()).Select(guide => (guide, pages.Single(page => page.Path == $"/learn/{guide.Slug}")))];
        Articles = await db.Articles.AsNoTracking().Where(a => a.Kind == ArticleKind.Product).ToDictionaryAsync(a => a.Slug);
        var (cart, checkout) = await FilledAsync(visitor, await _shop.InStockAsync());
        All = [.. pages, cart, checkout];
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static async Task<(Page Cart, Page Checkout)> FilledAsync(Visitor visitor, Product product)
    {
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();
        return (cart.Page, (await cart.CheckOutAsync()).Page);
    }
}
