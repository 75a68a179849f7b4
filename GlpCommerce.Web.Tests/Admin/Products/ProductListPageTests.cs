using Bunit;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductListPageTests : StaffComponentContext
{
    [Fact]
    public async Task What_is_missing_is_ticked_stands_in_the_address_and_is_a_chip()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (light, whole) = (Some.Product("Light"), Some.Product("Whole"));
        (light.ArticleSlug, whole.ArticleSlug, whole.WeightGrams) = ("an-article", "an-article", 200);
        await shop.StockAsync(light, whole, Some.Product("Bare"));
        var page = Open<ProductListPage>(shop, Roles.Staff);
        page.WaitForAssertion(() => Assert.Equal(["Bare", "Light", "Whole"], Names(page)));
        Assert.False(page.Find("details.full").HasAttribute("open"));

        await TickAsync(page, "No weight");
        page.WaitForAssertion(() => Assert.Equal(["Bare", "Light"], Names(page)));
        await TickAsync(page, "No article");

        page.WaitForAssertion(() => Assert.Equal(["Bare"], Names(page)));
        Assert.EndsWith("/admin/products?missing=article-weight", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(["No article ×", "No weight ×"], page.FindAll("a.chip").Select(chip => chip.TextContent));
        Assert.Equal(["/admin/products?missing=weight", "/admin/products?missing=article"], page.FindAll("a.chip").Select(chip => chip.GetAttribute("href")));
    }

    [Fact]
    public async Task A_view_of_what_is_missing_shows_its_choice()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync(Some.Product("Bare"));
        Sit(shop, Roles.Staff);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/admin/products?missing=needs");

        var page = Render<ProductListPage>();

        page.WaitForAssertion(() => Assert.Equal(["Bare"], Names(page)));
        Assert.True(page.Find("details.full").HasAttribute("open"));
        Assert.Equal(["No needs"], page.FindAll("details.full label").Where(label => label.QuerySelector("input")!.HasAttribute("checked")).Select(label => label.TextContent));
    }

    /// <summary>In one go, so that nothing is drawn anew between finding the box and ticking it.</summary>
    private static Task TickAsync(IRenderedComponent<ProductListPage> page, string label) =>
        page.InvokeAsync(() => page.FindAll("details.full label").Single(words => words.TextContent == label).QuerySelector("input")!.Change(true));

    private static IEnumerable<string> Names(IRenderedComponent<ProductListPage> page) => page.FindAll(".item a").Select(name => name.TextContent);
}
